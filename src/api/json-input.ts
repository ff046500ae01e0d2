/** JSON as clients send it, checked on its way in. Called by the `JSON` scalar. */
import { Kind, type ValueNode } from 'graphql';
import { LinchpinError } from '../model/errors.ts';
import type { Json } from '../model/json.ts';

/** The value when it is JSON that can be kept exactly; throws `BAD_USER_INPUT` otherwise. */
export function jsonInput(value: unknown): Json {
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return value;
  if (typeof value === 'number') return finite(value);
  if (Array.isArray(value)) return value.map(jsonInput);
  if (typeof value !== 'object' || value === undefined) {
    throw bad(`${typeof value} is not a JSON value`, 'a JSON value');
  }
  for (const [key, item] of Object.entries(value)) {
    safeKey(key);
    jsonInput(item);
  }
  return value as Json;
}

/** The value of a literal in a GraphQL document, with its variables filled in. */
export function jsonLiteral(node: ValueNode, variables: Readonly<Record<string, unknown>>): Json {
  switch (node.kind) {
    case Kind.NULL:
      return null;
    case Kind.BOOLEAN:
    case Kind.STRING:
    case Kind.ENUM:
      return node.value;
    case Kind.INT:
      return exact(node.value);
    case Kind.FLOAT:
      return finite(Number(node.value));
    case Kind.LIST:
      return node.values.map((item) => jsonLiteral(item, variables));
    case Kind.OBJECT:
      return Object.fromEntries(
        node.fields.map(({ name, value }) => [safeKey(name.value), jsonLiteral(value, variables)]),
      );
    case Kind.VARIABLE:
      return jsonInput(variables[node.name.value] ?? null);
  }
}

function exact(text: string): number {
  const value = Number(text);
  if (Number.isSafeInteger(value)) return value;
  throw bad(`${text} is too large to be held exactly`, 'a whole number within ±(2^53 - 1)');
}

function finite(value: number): number {
  if (Number.isFinite(value)) return value;
  throw bad('the number is too large for a double', 'a finite number');
}

/** `__proto__` is refused, because it would change the object instead of being kept in it. */
function safeKey(key: string): string {
  if (key !== '__proto__') return key;
  throw bad('the key __proto__ cannot be kept', 'another key');
}

function bad(message: string, expected: string): LinchpinError {
  return new LinchpinError({ code: 'BAD_USER_INPUT', where: 'JSON', message, expected });
}
