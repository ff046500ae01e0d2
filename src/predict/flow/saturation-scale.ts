/**
 * The scale on which saturation, flow over capacity, is learned and forecast: logarithmic, but for
 * what is nearly empty. Used by features, forecasts and training.
 */

/** Saturation is looked at up to this, and on a logarithmic scale from this. */
export const mostSaturation = 8;
const leastSaturation = 0.02;

/** log(v/c + 0.02), v/c at most 8. */
export function logSaturation(ratio: number): number {
  return Math.log(Math.min(ratio, mostSaturation) + leastSaturation);
}

/** The volume over capacity of which that is the logarithm, at least 0. */
export function saturationOf(logarithm: number): number {
  return Math.max(0, Math.exp(logarithm) - leastSaturation);
}
