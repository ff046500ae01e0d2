/** Whether probabilities mean what they say; used by training, evaluation and drift. */
import { ascendingOrder } from './order.ts';

/** Mean squared distance of probability and outcome, 0 … 1 (Brier 1950). NaN for no cases. */
export function brierScore(probabilities: ArrayLike<number>, labels: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < probabilities.length; i++) {
    sum += ((probabilities[i] as number) - (labels[i] as number)) ** 2;
  }
  return sum / probabilities.length;
}

/** How cases are put into bins: by equal steps of probability, or so many cases in each. */
export type Binning = 'width' | 'count';

/** One bin of a reliability diagram: a point that lies on the diagonal where all is well. */
export interface ReliabilityBin {
  readonly count: number;
  /** Mean of the probabilities, 0 … 1. */
  readonly probability: number;
  /** Mean of the outcomes, 0 … 1. */
  readonly frequency: number;
}

/**
 * The bins of a reliability diagram that hold cases, by rising probability. By count, equal
 * probabilities stay together in the bin of the first of them, so bins may differ in size.
 */
export function reliability(
  probabilities: ArrayLike<number>,
  labels: ArrayLike<number>,
  { bins = 15, by = 'width' }: { readonly bins?: number; readonly by?: Binning } = {},
): readonly ReliabilityBin[] {
  const place = by === 'width' ? byWidth(probabilities, bins) : byCount(probabilities, bins);
  const [count, said, seen] = [
    new Float64Array(bins),
    new Float64Array(bins),
    new Float64Array(bins),
  ];
  for (let i = 0; i < probabilities.length; i++) {
    const bin = place[i] as number;
    count[bin] = (count[bin] as number) + 1;
    said[bin] = (said[bin] as number) + (probabilities[i] as number);
    seen[bin] = (seen[bin] as number) + (labels[i] as number);
  }
  return Array.from(count, (cases, bin) => ({
    count: cases,
    probability: (said[bin] as number) / cases,
    frequency: (seen[bin] as number) / cases,
  })).filter((bin) => bin.count > 0);
}

/**
 * Expected calibration error: the gap between probability and frequency, over bins weighted by how
 * many cases they hold (Naeini et al. 2015; bins of equal count: Nguyen and O'Connor 2015).
 * 0 … 1; NaN for no cases.
 */
export function calibrationError(
  probabilities: ArrayLike<number>,
  labels: ArrayLike<number>,
  bins = 15,
  by: Binning = 'width',
): number {
  const gaps = reliability(probabilities, labels, { bins, by }).map((bin) => {
    return bin.count * Math.abs(bin.frequency - bin.probability);
  });
  return gaps.reduce((sum, gap) => sum + gap, 0) / probabilities.length;
}

function byWidth(probabilities: ArrayLike<number>, bins: number): Int32Array {
  return Int32Array.from(probabilities, (probability) => {
    return Math.max(0, Math.min(bins - 1, Math.floor(probability * bins)));
  });
}

function byCount(probabilities: ArrayLike<number>, bins: number): Int32Array {
  const place = new Int32Array(probabilities.length);
  let before = -1;
  for (const [rank, index] of ascendingOrder(probabilities).entries()) {
    const same = before >= 0 && probabilities[before] === probabilities[index];
    place[index] = same
      ? (place[before] as number)
      : Math.floor((rank * bins) / probabilities.length);
    before = index;
  }
  return place;
}
