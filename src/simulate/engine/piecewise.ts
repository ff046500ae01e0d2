/** Exact sums over time of amounts that hold for a while. Used by the key figures. */

/** An amount that holds from one time until another, in seconds; `until` may be infinite. */
export interface Piece {
  readonly from: number;
  readonly until: number;
  readonly amount: number;
}

/** The least and the most that the pieces come to at any time from 0 to the horizon, inclusive. */
export function extremes(
  pieces: readonly Piece[],
  horizonSeconds: number,
): { readonly lowest: number; readonly highest: number } {
  const changes = new Map<number, number>([[0, 0]]);
  const change = (time: number, amount: number) => {
    if (time <= horizonSeconds) changes.set(time, (changes.get(time) ?? 0) + amount);
  };
  for (const { from, until, amount } of pieces) {
    if (until <= from) continue;
    change(Math.max(0, from), amount);
    change(until, -amount);
  }
  let [sum, low, high, lowAt, highAt] = [0, Infinity, -Infinity, 0, 0];
  for (const [time, amount] of [...changes].sort(([a], [b]) => a - b)) {
    sum += amount;
    if (sum < low) [low, lowAt] = [sum, time];
    if (sum > high) [high, highAt] = [sum, time];
  }
  return { lowest: sumAt(pieces, lowAt), highest: sumAt(pieces, highAt) };
}

/** The integral over the horizon, in amount-hours. */
export function hours(pieces: readonly Piece[], horizonSeconds: number): number {
  const terms = pieces.map(({ from, until, amount }) => {
    const seconds = Math.min(until, horizonSeconds) - Math.max(0, from);
    return (amount * Math.max(0, seconds)) / 3600;
  });
  return exactSum(terms);
}

/** What the pieces come to at a time. */
export function sumAt(pieces: readonly Piece[], time: number): number {
  const present = pieces.filter(({ from, until }) => from <= time && time < until);
  return exactSum(present.map(({ amount }) => amount));
}

/** A sum that does not depend on the order: from the smallest on, with Neumaier's correction. */
function exactSum(values: readonly number[]): number {
  let sum = 0;
  let lost = 0;
  for (const value of Float64Array.from(values).sort()) {
    const next = sum + value;
    lost += Math.abs(sum) >= Math.abs(value) ? sum - next + value : value - next + sum;
    sum = next;
  }
  return sum + lost;
}
