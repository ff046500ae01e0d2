/** Points of a property's history: its samples one by one, or gathered into equal stretches of time. */
import type { Json } from '../model/json.ts';
import type { Sample } from './samples.ts';

/** A sample, or the samples of a stretch of time. */
export interface Point {
  /** The sample's source time, or the beginning of the stretch; epoch milliseconds, UTC. */
  readonly time: number;
  /** Of the numbers among the values; null when there are none. The average is not weighted by time. */
  readonly avg: number | null;
  readonly min: number | null;
  readonly max: number | null;
  /** The latest value; null where a sample says that the property was removed. */
  readonly last: Json;
  /** How many values there are. */
  readonly count: number;
  /** The commit that brought the latest one. */
  readonly revision: number;
}

/** Each sample as a point. */
export function singlePoints(samples: readonly Sample[]): Point[] {
  return samples.map((sample) => pointOf(sample.time, [sample]));
}

/** Stretches of `every` milliseconds that begin at `origin`; those without a value are left out. */
export function buckets(samples: readonly Sample[], every: number, origin: number): Point[] {
  const held = new Map<number, Sample[]>();
  for (const sample of samples) {
    if (sample.value === null) continue;
    const bucket = Math.floor((sample.time - origin) / every);
    const others = held.get(bucket);
    if (others === undefined) held.set(bucket, [sample]);
    else others.push(sample);
  }
  return Array.from(held, ([bucket, within]) => pointOf(origin + bucket * every, within));
}

function pointOf(time: number, samples: readonly Sample[]): Point {
  const last = samples.at(-1) as Sample;
  let [mean, count, min, max] = [0, 0, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const { value } of samples) {
    if (typeof value !== 'number') continue;
    // A running mean, since the sum of large numbers may be beyond what a double holds.
    mean += (value - mean) / ++count;
    min = Math.min(min, value);
    max = Math.max(max, value);
  }
  const none = count === 0;
  return {
    time,
    avg: none ? null : mean,
    min: none ? null : min,
    max: none ? null : max,
    last: last.value,
    count: samples.filter(({ value }) => value !== null).length,
    revision: last.revision,
  };
}
