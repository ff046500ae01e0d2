/** Figures of merit; used by calibration, evaluation and the tests. */

/**
 * Average precision: the mean precision at the ranks of the positives, `Σ_k (R_k - R_{k-1}) P_k`
 * over the thresholds k. Ties share a threshold, so the order of equal scores does not matter.
 * Labels may be shares between 0 and 1. NaN without a positive.
 */
export function averagePrecision(scores: ArrayLike<number>, labels: ArrayLike<number>): number {
  const order = Float64Array.from(scores, (_, index) => index);
  order.sort((a, b) => (scores[b] ?? 0) - (scores[a] ?? 0));
  let [seen, hits, before, sum] = [0, 0, 0, 0];
  for (let i = 0; i < order.length; i++) {
    const index = order[i] ?? 0;
    seen++;
    hits += labels[index] ?? 0;
    const next = order[i + 1];
    if (next !== undefined && scores[next] === scores[index]) continue;
    sum += ((hits - before) * hits) / seen;
    before = hits;
  }
  return sum / hits;
}

/**
 * Expected calibration error: the gap between probability and frequency, over bins of equal width
 * weighted by how many cases they hold (Naeini et al. 2015). 0 … 1.
 */
export function calibrationError(
  probabilities: ArrayLike<number>,
  labels: ArrayLike<number>,
  bins = 15,
): number {
  const gap = new Float64Array(bins);
  for (let i = 0; i < probabilities.length; i++) {
    const probability = probabilities[i] ?? 0;
    const bin = Math.min(bins - 1, Math.floor(probability * bins));
    gap[bin] = (gap[bin] ?? 0) + (labels[i] ?? 0) - probability;
  }
  return gap.reduce((sum, value) => sum + Math.abs(value), 0) / probabilities.length;
}

/** Mean squared distance of probability and outcome, 0 … 1. */
export function brierScore(probabilities: ArrayLike<number>, labels: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < probabilities.length; i++) {
    sum += ((probabilities[i] ?? 0) - (labels[i] ?? 0)) ** 2;
  }
  return sum / probabilities.length;
}

/** Mean and standard deviation (of a sample). */
export function spread(values: readonly number[]): { mean: number; sd: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, sd: Math.sqrt(squares / Math.max(1, values.length - 1)) };
}
