/** How well scores find the few that matter; used by training, evaluation and drift. */
import { descendingOrder } from './order.ts';

/**
 * Average precision: `Σ_k (R_k - R_{k-1}) P_k` over the distinct scores from high to low, with R_k
 * and P_k the recall and precision among all that score at least as much (the uninterpolated area
 * of Davis and Goadrich 2006; as `sklearn.metrics.average_precision_score`). Equal scores share a
 * threshold, so the order among them does not count. Labels may be shares between 0 and 1.
 * NaN without a positive. O(n).
 */
export function averagePrecision(scores: ArrayLike<number>, labels: ArrayLike<number>): number {
  const order = descendingOrder(scores);
  let [hits, before, sum] = [0, 0, 0];
  for (let i = 0; i < order.length; i++) {
    const index = order[i] as number;
    hits += labels[index] as number;
    const next = order[i + 1];
    if (next !== undefined && scores[next] === scores[index]) continue;
    sum += ((hits - before) * hits) / (i + 1);
    before = hits;
  }
  return sum / hits;
}

/**
 * Area under the receiver operating characteristic: the chance that a positive scores above a
 * negative, an equal score counting half (Hanley and McNeil 1982). Labels may be shares.
 * NaN unless there are both. O(n).
 */
export function rocArea(scores: ArrayLike<number>, labels: ArrayLike<number>): number {
  const order = descendingOrder(scores);
  let [above, sum, negatives, group, groupNegatives] = [0, 0, 0, 0, 0];
  for (let i = 0; i < order.length; i++) {
    const index = order[i] as number;
    const label = labels[index] as number;
    group += label;
    groupNegatives += 1 - label;
    const next = order[i + 1];
    if (next !== undefined && scores[next] === scores[index]) continue;
    sum += groupNegatives * (above + group / 2);
    above += group;
    negatives += groupNegatives;
    group = 0;
    groupNegatives = 0;
  }
  return sum / (above * negatives);
}
