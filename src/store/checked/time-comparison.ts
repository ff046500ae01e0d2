/**
 * Comparisons of when a record was changed, by ISO 8601 times: as ones by the epoch milliseconds
 * that graphs hold. Called while a predicate is read by the ontology.
 */
import { isoMilliseconds } from '../../model/iso-time.ts';
import type { Json } from '../../model/json.ts';
import type { Compare, In } from '../../query/query.ts';

/** Whether a path is of a time, in epoch milliseconds. */
export function isTime(path: string): boolean {
  return path === '$updatedAt';
}

/** The same comparison with times as numbers; a text that is no time stays what it is. */
export function inMilliseconds(test: Compare | In): Compare | In {
  if (!isTime(test.path)) return test;
  if (test.kind === 'compare') return { ...test, value: milliseconds(test.value) };
  return { ...test, values: test.values.map(milliseconds) };
}

function milliseconds(value: Json): Json {
  const time = typeof value === 'string' ? isoMilliseconds(value) : undefined;
  return typeof time === 'number' ? time : value;
}
