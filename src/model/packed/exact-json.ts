/** JSON text that gives back exactly its value, -0 included: how packed graphs keep lists. */
import { isJsonObject, type Json } from '../json.ts';

/** The text of a value, keys in their own order. */
export function exactJson(value: Json): string {
  if (typeof value === 'number') return Object.is(value, -0) ? '-0' : JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(exactJson).join(',')}]`;
  if (!isJsonObject(value)) return JSON.stringify(value);
  const fields = Object.entries(value)
    .filter(([, field]) => field !== undefined)
    .map(([key, field]) => `${JSON.stringify(key)}:${exactJson(field)}`);
  return `{${fields.join(',')}}`;
}
