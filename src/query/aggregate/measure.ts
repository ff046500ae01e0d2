/**
 * What an aggregate computes of the records of one group. Only numbers are summed; missing and
 * other values are left out, and sums do not depend on the reading order beyond the last bit
 * (Neumaier's compensated summation).
 */
import { LinchpinError } from '../../model/errors.ts';
import { canonicalJson } from '../../model/json.ts';
import type { Field, Fields } from '../fields.ts';
import type { Measure } from '../query.ts';

/** Takes the records of a group one by one; null when there was nothing to compute of. */
export interface Accumulator<T> {
  take(record: T): void;
  result(): number | null;
}

/** What makes an accumulator of a measure for each group; `BAD_USER_INPUT` when it lacks something. */
export function accumulatorOf<T>(measure: Measure, fields: Fields<T>): () => Accumulator<T> {
  const { function: name, path, percent } = measure;
  if (path === undefined) {
    if (name === 'count') return () => countOf(() => true);
    throw bad(`${name} needs the path of a property`);
  }
  const field = fields(path);
  switch (name) {
    case 'count':
      return () => countOf(field);
    case 'countDistinct':
      return () => distinctOf(field);
    case 'sum':
      return () => meanOrSum(field, (sum) => sum);
    case 'avg':
      return () => meanOrSum(field, (sum, count) => (count === 0 ? null : sum / count));
    case 'min':
      return () => extreme(field, (value, best) => value < best);
    case 'max':
      return () => extreme(field, (value, best) => value > best);
    case 'percentile': {
      const checked = checkedPercent(percent);
      return () => percentileOf(field, checked);
    }
    default:
      throw bad(`there is no aggregate function ${name}`);
  }
}

function countOf<T>(field: Field<T>): Accumulator<T> {
  let count = 0;
  return {
    take(record) {
      if (field(record) !== undefined) count++;
    },
    result: () => count,
  };
}

function distinctOf<T>(field: Field<T>): Accumulator<T> {
  const seen = new Set<unknown>();
  return {
    take(record) {
      const value = field(record);
      if (value === undefined) return;
      // A text cannot begin as the JSON of a list or object does after the mark.
      seen.add(typeof value === 'object' ? `\u0000${canonicalJson(value)}` : value);
    },
    result: () => seen.size,
  };
}

function meanOrSum<T>(
  field: Field<T>,
  finish: (sum: number, count: number) => number | null,
): Accumulator<T> {
  let [sum, lost, count] = [0, 0, 0];
  return {
    take(record) {
      const value = field(record);
      if (typeof value !== 'number') return;
      const next = sum + value;
      lost += Math.abs(sum) >= Math.abs(value) ? sum - next + value : value - next + sum;
      sum = next;
      count++;
    },
    result: () => finish(Number.isFinite(sum) ? sum + lost : sum, count),
  };
}

function extreme<T>(
  field: Field<T>,
  better: (value: number, best: number) => boolean,
): Accumulator<T> {
  let best: number | null = null;
  return {
    take(record) {
      const value = field(record);
      if (typeof value === 'number' && (best === null || better(value, best))) best = value;
    },
    result: () => best,
  };
}

function percentileOf<T>(field: Field<T>, percent: number): Accumulator<T> {
  const values: number[] = [];
  return {
    take(record) {
      const value = field(record);
      if (typeof value === 'number') values.push(value);
    },
    result: () => interpolated(Float64Array.from(values).sort(), percent),
  };
}

/** Type 7 of Hyndman and Fan (1996): the value at place (n - 1)·p, between its two neighbours. */
function interpolated(sorted: Float64Array, percent: number): number | null {
  if (sorted.length === 0) return null;
  const place = ((sorted.length - 1) * percent) / 100;
  const below = Math.floor(place);
  const [low, high] = [sorted[below] as number, sorted[Math.ceil(place)] as number];
  return low === high ? low : low + (high - low) * (place - below);
}

function checkedPercent(percent: number | undefined): number {
  if (percent !== undefined && percent >= 0 && percent <= 100) return percent;
  throw bad(
    percent === undefined ? 'percentile needs a percent' : `${percent} is no percentile`,
    'a percent from 0 to 100',
  );
}

function bad(message: string, expected?: string): LinchpinError {
  const more = expected === undefined ? {} : { expected };
  return new LinchpinError({ code: 'BAD_USER_INPUT', where: 'measures', message, ...more });
}
