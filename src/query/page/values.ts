/** The order of values in a query's answer: total, over every type, so that pages never repeat. */
import { compareText } from '../../model/compare-text.ts';
import { canonicalJson, isJsonObject, type Json } from '../../model/json.ts';

/**
 * Compares two values: objects, arrays, texts, booleans, numbers, then missing ones (null or
 * undefined), as Cypher orders them; within a type as one expects, objects and arrays by their
 * canonical text.
 */
export function compareValues(a: Json | undefined, b: Json | undefined): number {
  const rank = rankOf(a) - rankOf(b);
  if (rank !== 0 || a === b) return rank;
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  if (typeof a === 'boolean') return a ? 1 : -1;
  return compareText(textOf(a), textOf(b));
}

function rankOf(value: Json | undefined): number {
  if (value === undefined || value === null) return 5;
  if (typeof value === 'number') return 4;
  if (typeof value === 'boolean') return 3;
  if (typeof value === 'string') return 2;
  return isJsonObject(value) ? 0 : 1;
}

function textOf(value: Json | undefined): string {
  return typeof value === 'string' ? value : canonicalJson(value ?? null);
}
