/** How far two rankings agree; used by the evaluation of rankings. */
import { ascendingOrder } from './order.ts';

/**
 * Kendall's τ-b, -1 … 1: concordant less discordant pairs over the geometric mean of the pairs that
 * are not tied in one and in the other (Kendall 1945). O(n log n) by Knight 1966, "A computer method
 * for calculating Kendall's tau with ungrouped data", JASA 61. 0 where either is constant: it
 * orders nothing.
 */
export function kendallTau(a: ArrayLike<number>, b: ArrayLike<number>): number {
  const count = a.length;
  const order = orderByBoth(a, b);
  const first = Float64Array.from(order, (index) => a[index] as number);
  const second = Float64Array.from(order, (index) => b[index] as number);
  const both = tiedPairs(count, (i) => first[i] === first[i - 1] && second[i] === second[i - 1]);
  const tiedFirst = tiedPairs(count, (i) => first[i] === first[i - 1]);
  const discordant = sortCountingSwaps(second);
  const tiedSecond = tiedPairs(count, (i) => second[i] === second[i - 1]);
  const pairs = (count * (count - 1)) / 2;
  const [orderedFirst, orderedSecond] = [pairs - tiedFirst, pairs - tiedSecond];
  if (orderedFirst === 0 || orderedSecond === 0) return 0;
  const difference = pairs - tiedFirst - tiedSecond + both - 2 * discordant;
  return difference / Math.sqrt(orderedFirst) / Math.sqrt(orderedSecond);
}

/** Ascending by `a`, equal ones by `b`. */
function orderByBoth(a: ArrayLike<number>, b: ArrayLike<number>): Uint32Array {
  const bySecond = ascendingOrder(b);
  const byFirst = ascendingOrder(Float64Array.from(bySecond, (index) => a[index] as number));
  return byFirst.map((place) => bySecond[place] as number);
}

/** Pairs within runs of equals, in a sorted list. */
function tiedPairs(count: number, same: (i: number) => boolean): number {
  let [run, pairs] = [0, 0];
  for (let i = 1; i < count; i++) {
    run = same(i) ? run + 1 : 0;
    pairs += run;
  }
  return pairs;
}

/** Merge sort from the bottom up; returns how many pairs stood the wrong way round. */
function sortCountingSwaps(values: Float64Array): number {
  const spare = new Float64Array(values.length);
  let swaps = 0;
  for (let width = 1; width < values.length; width *= 2) {
    for (let start = 0; start < values.length; start += 2 * width) {
      const middle = Math.min(start + width, values.length);
      const end = Math.min(start + 2 * width, values.length);
      let [left, right] = [start, middle];
      for (let to = start; to < end; to++) {
        const fromRight =
          left === middle || (right < end && (values[right] as number) < (values[left] as number));
        if (fromRight) swaps += middle - left;
        spare[to] = values[fromRight ? right++ : left++] as number;
      }
    }
    values.set(spare);
  }
  return swaps;
}
