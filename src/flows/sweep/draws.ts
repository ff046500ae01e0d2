/**
 * The draws of a sweep's variables: by inversion of counter-based random numbers, so that draw i
 * needs no other and two variables or sweeps never share one. Used by `axisOf`.
 */
import { exp, ln } from '../../model/elementary.ts';
import type { Json } from '../../model/json.ts';
import { hashText, streamKey, uniformAt } from '../../model/random.ts';
import { normalQuantile } from '../../statistics/normal.ts';
import type { Distribution, Samples } from './sweep-definition.ts';

/** Keeps the draws of sweeps apart from those of mechanisms. */
const stream = 0x73776570;

/** Draws all variables of a sample, by its index. */
export function drawsOf(samples: Samples, seed: number): (index: number) => readonly Json[] {
  const { count, method = 'random', variables } = samples;
  const each = variables.map(({ twin, property, distribution }) => {
    const key = streamKey(seed, hashText(`${twin}\u0000${property}`), stream);
    const quantile = quantileOf(distribution);
    if (method === 'random') return (index: number) => quantile(uniformAt(key, index));
    return (index: number) => {
      const stratum = shuffled(index, count, key);
      return quantile((stratum + uniformAt(key, index)) / count);
    };
  });
  return (index) => each.map((draw) => draw(index));
}

/**
 * The place of an index in a shuffle of 0 … count - 1 that is never written down: a Feistel network
 * of four rounds over the next power of four, walked until it lands inside (Black and Rogaway 2002).
 */
export function shuffled(index: number, count: number, key: number): number {
  let halfBits = 1;
  while (4 ** halfBits < count) halfBits += 1;
  const half = 2 ** halfBits;
  let place = index;
  do {
    let left = Math.floor(place / half);
    let right = place % half;
    for (let round = 0; round < 4; round++) {
      const mixed = Math.floor(uniformAt(key ^ (0x9e37 * (round + 1)), right) * half);
      [left, right] = [right, (left + mixed) % half];
    }
    place = left * half + right;
  } while (place >= count);
  return place;
}

/** The quantile function of a distribution. */
export function quantileOf(distribution: Distribution): (probability: number) => Json {
  if ('uniform' in distribution) {
    const { low, high } = distribution.uniform;
    return (p) => low + p * (high - low);
  }
  if ('normal' in distribution) {
    const { mean, standardDeviation } = distribution.normal;
    return (p) => mean + standardDeviation * normalQuantile(p);
  }
  if ('lognormal' in distribution) {
    const { mean, standardDeviation } = distribution.lognormal;
    const variance = ln(1 + (standardDeviation / mean) ** 2);
    const middle = ln(mean) - variance / 2;
    return (p) => exp(middle + Math.sqrt(variance) * normalQuantile(p));
  }
  if ('triangular' in distribution) return triangular(distribution.triangular);
  return choice(distribution.choice);
}

function triangular({ low, mode, high }: { low: number; mode: number; high: number }) {
  const width = high - low;
  const turn = width === 0 ? 0 : (mode - low) / width;
  return (p: number) => {
    if (p < turn) return low + Math.sqrt(p * width * (mode - low));
    return high - Math.sqrt((1 - p) * width * (high - mode));
  };
}

function choice({ values, weights }: { values: readonly Json[]; weights?: readonly number[] }) {
  const given = weights ?? values.map(() => 1);
  const total = given.reduce((sum, weight) => sum + weight, 0);
  return (p: number): Json => {
    let left = p * total;
    for (const [i, weight] of given.entries()) {
      left -= weight;
      if (left < 0) return values[i] as Json;
    }
    return values[given.findLastIndex((weight) => weight > 0)] as Json;
  };
}
