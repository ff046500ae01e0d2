/**
 * Writes the properties and stamps of records as rows of slots. Used by the graph builder, for
 * twins and relationships alike.
 */
import { isJsonObject, type Json, type JsonObject } from '../json.ts';
import type { Stamp, Twin } from '../twin.ts';
import { exactJson } from './exact-json.ts';
import { type ShapeKind, stampStep } from './shape.ts';
import type { ShapeDictionary, ShapeNode } from './shape-dictionary.ts';
import { jsonBox, literalBox, type SlotHeap, textBox } from './slots.ts';
import type { TextHeap } from './text-heap.ts';

/** Records with more properties or stamps are loose. */
const mostFields = 256;
/** Larger and deeper objects within the properties are one JSON text each. */
const mostInnerFields = 64;
const deepest = 8;

/** Where rows are written to. */
export interface Heaps {
  readonly shapes: ShapeDictionary;
  readonly slots: SlotHeap;
  readonly texts: TextHeap;
}

/** Writes the row of a twin; the number of its shape. */
export function writeTwin(heaps: Heaps, { model, properties, stamps }: Twin): number {
  const { shapes, slots } = heaps;
  const row = slots.length;
  let node = writeObject(heaps, shapes.root('twin', model), properties, 0);
  if (node !== undefined) node = writeStamps(heaps, node, stamps);
  if (node !== undefined) return shapes.shapeAt(node);
  slots.cut(row);
  writeJson(heaps, { properties, stamps: stamps as unknown as JsonObject });
  return shapes.loose('twin', model);
}

/** Writes the row of a relationship after its id, if it has one; the number of its shape. */
export function writeProperties(
  heaps: Heaps,
  kind: ShapeKind,
  name: string,
  properties: JsonObject,
): number {
  const { shapes, slots } = heaps;
  const row = slots.length;
  const node = writeObject(heaps, shapes.root(kind, name), properties, 0);
  if (node !== undefined) return shapes.shapeAt(node);
  slots.cut(row);
  writeJson(heaps, { properties });
  return shapes.loose(kind, name);
}

/** Writes one value into the next slot. */
export function writeValue(heaps: Heaps, value: Json): void {
  const { slots } = heaps;
  if (typeof value === 'number') slots.number(value);
  else if (value === null) slots.box(literalBox, 0);
  else if (typeof value === 'boolean') slots.box(literalBox, value ? 2 : 1);
  else {
    const text = typeof value === 'string' ? heaps.texts.share(value) : -1;
    if (text >= 0) slots.box(textBox, text);
    else writeJson(heaps, value);
  }
}

function writeJson({ slots, texts }: Heaps, value: Json): void {
  slots.box(jsonBox, texts.share(exactJson(value)));
}

function writeObject(
  heaps: Heaps,
  start: ShapeNode,
  object: JsonObject,
  depth: number,
): ShapeNode | undefined {
  const { shapes } = heaps;
  const keys = Object.keys(object);
  let node: ShapeNode | undefined = keys.length > mostFields ? undefined : start;
  for (let i = 0; i < keys.length && node !== undefined; i++) {
    const key = keys[i] as string;
    const value = object[key];
    if (value === undefined) continue;
    if (isJsonObject(value) && depth < deepest && Object.keys(value).length <= mostInnerFields) {
      node = shapes.after(node, 'open', key);
      if (node !== undefined) node = writeObject(heaps, node, value, depth + 1);
      if (node !== undefined) node = shapes.after(node, 'close', '');
    } else {
      node = shapes.after(node, 'value', key);
      writeValue(heaps, value);
    }
  }
  return node;
}

function writeStamps(
  heaps: Heaps,
  start: ShapeNode,
  stamps: Readonly<Record<string, Stamp>>,
): ShapeNode | undefined {
  const { shapes, slots } = heaps;
  // Readings come in any order: without one of their own, each order would be another shape.
  const paths = Object.keys(stamps).sort();
  let node: ShapeNode | undefined = paths.length > mostFields ? undefined : start;
  for (let i = 0; i < paths.length && node !== undefined; i++) {
    const path = paths[i] as string;
    const { time, sequence, writer } = stamps[path] as Stamp;
    node = shapes.after(node, stampStep(sequence !== undefined, writer !== undefined), path);
    slots.number(time);
    if (sequence !== undefined) slots.number(sequence);
    if (writer !== undefined) writeValue(heaps, writer);
  }
  return node;
}
