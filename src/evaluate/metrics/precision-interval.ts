/**
 * How sure an average precision is, with the cascade as what is drawn: pairs of one cascade hang
 * together, so whole cascades are drawn with replacement (bootstrap; Efron and Tibshirani 1993).
 */
import type { Outcome } from '../../../gnn/model/stress-network.ts';
import { RandomStream } from '../../model/random.ts';
import { descendingOrder } from '../../statistics/order.ts';

export interface CascadeScores {
  readonly scores: ArrayLike<number>;
  readonly outcome: Outcome;
}

/** Pairs of an onset and an open element, from the highest score to the lowest. */
interface RankedPairs {
  readonly cascade: Uint32Array;
  readonly label: Uint8Array;
  /** 1 where the next pair scores less. */
  readonly ends: Uint8Array;
}

const draws = 400;

/** 95 % interval by percentiles of the pooled average precision; NaN where nothing fails. */
export function precisionInterval(cascades: readonly CascadeScores[]): readonly [number, number] {
  const ranked = rankedPairs(cascades);
  const random = new RandomStream(20_250_101);
  const found: number[] = [];
  for (let draw = 0; draw < draws; draw++) {
    const weight = new Float64Array(cascades.length);
    for (let i = 0; i < cascades.length; i++) {
      const drawn = random.integer(cascades.length);
      weight[drawn] = (weight[drawn] as number) + 1;
    }
    const precision = weightedPrecision(ranked, weight);
    if (Number.isFinite(precision)) found.push(precision);
  }
  found.sort((a, b) => a - b);
  const at = (share: number) => found[Math.round(share * (found.length - 1))] ?? Number.NaN;
  return [at(0.025), at(0.975)];
}

/** Average precision where each cascade counts as often as its weight says. NaN where nothing fails. */
export function weightedPrecision(
  { cascade, label, ends }: RankedPairs,
  weight: Float64Array,
): number {
  let [count, hits, before, sum] = [0, 0, 0, 0];
  for (let i = 0; i < cascade.length; i++) {
    const times = weight[cascade[i] as number] as number;
    count += times;
    if (label[i] === 1) hits += times;
    if (ends[i] === 0) continue;
    if (hits > before) sum += ((hits - before) * hits) / count;
    before = hits;
  }
  return sum / hits;
}

export function rankedPairs(cascades: readonly CascadeScores[]): RankedPairs {
  const size = cascades.reduce((sum, { outcome }) => sum + outcome.length, 0);
  const scores = new Float64Array(size);
  const [cascadeOf, labelOf] = [new Uint32Array(size), new Uint8Array(size)];
  let count = 0;
  for (const [i, { scores: own, outcome }] of cascades.entries())
    for (let n = 0; n < outcome.length; n++) {
      const step = outcome[n] as number;
      if (step === 0) continue;
      scores[count] = own[n] as number;
      cascadeOf[count] = i;
      labelOf[count++] = step > 0 ? 1 : 0;
    }
  const order = descendingOrder(scores.subarray(0, count));
  return {
    cascade: order.map((pair) => cascadeOf[pair] as number),
    label: Uint8Array.from(order, (pair) => labelOf[pair] as number),
    ends: Uint8Array.from(order, (pair, i) => {
      const next = order[i + 1];
      return next === undefined || scores[next] !== scores[pair] ? 1 : 0;
    }),
  };
}
