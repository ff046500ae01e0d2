/**
 * Reads JSON text without losing what its numbers look like: `1.0` is no integer, and 2^63 - 1 is
 * no double. Used by the conformance runner, which judges values as text.
 */
import { type Node, parseTree } from 'jsonc-parser';
import { type Json, setOwn } from '../model/json.ts';
import { NumberText } from './primitives.ts';

/** A value whose numbers are `NumberText` where a number would say less. A `SyntaxError` for what is no JSON. */
export function readExactJson(text: string): Json | NumberText {
  // The parser of trees forgives; this one does not.
  JSON.parse(text);
  const tree = parseTree(text);
  if (tree === undefined) throw new SyntaxError('there is no value');
  return valueAt(tree, text) as Json | NumberText;
}

function valueAt({ type, value, offset, length, children = [] }: Node, text: string): unknown {
  if (type === 'number') {
    const written = text.slice(offset, offset + length);
    return String(value) === written ? value : new NumberText(written);
  }
  if (type === 'array') return children.map((child) => valueAt(child, text));
  if (type !== 'object') return value;
  const object: Record<string, unknown> = {};
  for (const { children: [key, child] = [] } of children) {
    if (key && child) setOwn(object, String(key.value), valueAt(child, text));
  }
  return object;
}
