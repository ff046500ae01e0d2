/**
 * The standard normal distribution: its probability and its quantile, both to about 1e-15, also
 * far out in the tails. Used by the intervals of this room and by sampled sweeps.
 */
import { exp, ln } from '../model/elementary.ts';
import { normalQuantile as quantileWithin } from '../model/variates.ts';

const rootOfTwoPi = 2.5066282746310002;

/** The density at `x`. */
function normalDensity(x: number): number {
  return exp(-x * x * 0.5) / rootOfTwoPi;
}

/** The probability of at most `x`; relative in the lower tail, so small ones are right too. */
export function normalProbability(x: number): number {
  if (Number.isNaN(x)) return Number.NaN;
  if (x > 1.5) return 1 - lowerTail(-x);
  return x < -1.5 ? lowerTail(x) : 0.5 + central(x);
}

/** Φ(x) - 1/2 by its series (Marsaglia 2004, "Evaluating the normal distribution"). */
function central(x: number): number {
  let term = x;
  let sum = x;
  for (let n = 3; Math.abs(term) > Math.abs(sum) * 1e-17; n += 2) {
    term *= (x * x) / n;
    sum += term;
  }
  return sum * normalDensity(x);
}

/** Φ(x) for negative `x` by Laplace's continued fraction of Mills' ratio, from its end backwards. */
function lowerTail(x: number): number {
  const terms = Math.ceil(30 + 500 / (x * x));
  let fraction = -x;
  for (let n = terms; n >= 1; n--) fraction = -x + n / fraction;
  return normalDensity(x) / fraction;
}

/** Where the quantile of `model/variates.ts` ends. */
const least = 2e-11;

/** The value that is not exceeded with this probability; infinite for 0 and 1. */
export function normalQuantile(probability: number): number {
  if (!(probability > 0 && probability < 1)) return edge(probability);
  if (probability >= least && probability <= 1 - least) return quantileWithin(probability);
  const tail = Math.min(probability, 1 - probability);
  // Newton's method on ln Φ, which is nearly a parabola out there.
  const root = Math.sqrt(-2 * ln(tail));
  let x = -root + ln(root * rootOfTwoPi) / root;
  for (let step = 0; step < 20; step++) {
    const under = lowerTail(x);
    const change = ((ln(under) - ln(tail)) * under) / normalDensity(x);
    x -= change;
    if (Math.abs(change) <= 1e-15 * Math.abs(x)) break;
  }
  return probability < 0.5 ? x : -x;
}

function edge(probability: number): number {
  if (probability === 0) return Number.NEGATIVE_INFINITY;
  return probability === 1 ? Number.POSITIVE_INFINITY : Number.NaN;
}
