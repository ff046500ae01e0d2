/** How early a ranking brings what matters; used by the Motter–Lai evaluation. */
import { descendingOrder } from '../../statistics/order.ts';

/**
 * Mean cumulative fraction, 0 … 1: `Σ value × (N - rank)` over the predicted order (rank 1 first),
 * scaled so that the order of the true values gives 1 and its reverse 0 (Chaos 33, 013115, 2023).
 * Elements that are predicted equal count the mean of their values, so their order does not matter;
 * a constant prediction gives 0.5, and equal values 1: any order is theirs.
 */
export function meanCumulativeFraction(
  predicted: ArrayLike<number>,
  values: ArrayLike<number>,
): number {
  const best = cumulated(values, values);
  const worst = cumulated(
    Float64Array.from(values, (value) => -value),
    values,
  );
  return best === worst ? 1 : (cumulated(predicted, values) - worst) / (best - worst);
}

/** `Σ value × (N - rank)`, equal scores at the mean of their ranks. */
function cumulated(scores: ArrayLike<number>, values: ArrayLike<number>): number {
  const order = descendingOrder(scores);
  const count = order.length;
  let [sum, group, first] = [0, 0, 0];
  for (let i = 0; i < count; i++) {
    const index = order[i] as number;
    group += values[index] as number;
    const next = order[i + 1];
    if (next !== undefined && scores[next] === scores[index]) continue;
    sum += group * (count - 1 - (first + i) / 2);
    group = 0;
    first = i + 1;
  }
  return sum;
}
