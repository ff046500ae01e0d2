/** How a graph is run where a request says nothing. Used by all flows that simulate. */

/** 30 days. */
export const defaultHorizonSeconds = 30 * 86_400;
export const defaultSeed = 1;

/** How many seeds are run where anything is random: 2 … 1,000, 10 by default. */
export function replicationsOf(asked = 10): number {
  return Math.min(1000, Math.max(2, Math.floor(asked)));
}
