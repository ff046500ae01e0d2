/**
 * Costs per hour of a source as MATPOWER and the power ontology give them: a polynomial of up to the
 * second degree, or points joined by lines that rise ever more steeply. Used by optimal dispatch.
 */

import { largest } from './twin-numbers.ts';

/** Part of an output with one slope; the output is the sum of its parts. */
export interface CostPart {
  readonly lower: number;
  readonly upper: number;
  /** Cost per hour of one megawatt. */
  readonly slope: number;
  /** Cost per hour of one megawatt squared. */
  readonly curvature: number;
}

export type CostCurve =
  | {
      readonly kind: 'polynomial';
      readonly constant: number;
      readonly linear: number;
      readonly quadratic: number;
    }
  | {
      readonly kind: 'points';
      readonly megawatts: readonly number[];
      readonly costs: readonly number[];
    };

export const freeOfCost: CostCurve = { kind: 'polynomial', constant: 0, linear: 0, quadratic: 0 };

/** Rounding in a slope of published points. */
const slopeTolerance = 1e-9;

/**
 * The curve of coefficients from the highest power down, or of pairs of megawatt and cost; a text
 * says what is wrong with one that is not convex or not a curve.
 */
export function costCurve(model: unknown, values: unknown): CostCurve | string {
  const isList = Array.isArray(values) && values.every((value) => Number.isFinite(value));
  if (!isList) return 'its values are no list of numbers';
  const numbers = values as number[];
  if (numbers.some(isTooLarge)) return `it has a number above ${largest} in size`;
  if (model === 'piecewiseLinear') return pointsOf(numbers);
  const [constant = 0, linear = 0, quadratic = 0, ...higher] = numbers.toReversed();
  if (higher.some((coefficient) => coefficient !== 0)) return 'its degree is above two';
  if (quadratic < 0) return 'its slope falls';
  return { kind: 'polynomial', constant, linear, quadratic };
}

function pointsOf(numbers: readonly number[]): CostCurve | string {
  const megawatts = numbers.filter((_, index) => index % 2 === 0);
  const costs = numbers.filter((_, index) => index % 2 === 1);
  if (megawatts.length < 2 || costs.length !== megawatts.length) return 'it has no two points';
  const widths = megawatts.slice(1).map((power, i) => power - (megawatts[i] as number));
  if (widths.some((width) => !(width > 0))) return 'its points do not rise in power';
  const curve: CostCurve = { kind: 'points', megawatts, costs };
  const slopes = slopesOf(curve);
  if (slopes.some(isTooLarge)) return `it has a slope above ${largest} in size`;
  const falls = slopes.some((slope, i) => {
    const before = slopes[i - 1] ?? slope;
    return slope < before - slopeTolerance * Math.max(1, Math.abs(before));
  });
  return falls ? 'its slope falls' : curve;
}

function isTooLarge(value: number): boolean {
  return !(Math.abs(value) <= largest);
}

type Points = Extract<CostCurve, { readonly kind: 'points' }>;

function slopesOf({ megawatts, costs }: Points): number[] {
  return megawatts
    .slice(1)
    .map(
      (power, i) =>
        ((costs[i + 1] as number) - (costs[i] as number)) / (power - (megawatts[i] as number)),
    );
}

/** Cost per hour at an output; the first and last slope go on beyond the points. */
export function costAt(curve: CostCurve, megawatt: number): number {
  if (curve.kind === 'polynomial')
    return curve.constant + megawatt * (curve.linear + megawatt * curve.quadratic);
  const { megawatts, costs } = curve;
  const slopes = slopesOf(curve);
  let part = 0;
  while (part + 1 < slopes.length && megawatt > (megawatts[part + 1] as number)) part++;
  const from = megawatts[part] as number;
  return (costs[part] as number) + (slopes[part] as number) * (megawatt - from);
}

/** The parts of an output between two bounds; only the first may be negative. */
export function costParts(curve: CostCurve, lower: number, upper: number): CostPart[] {
  if (curve.kind === 'polynomial')
    return [{ lower, upper, slope: curve.linear, curvature: curve.quadratic }];
  const slopes = slopesOf(curve);
  const parts: CostPart[] = [];
  slopes.forEach((slope, i) => {
    const from = i === 0 ? Number.NEGATIVE_INFINITY : (curve.megawatts[i] as number);
    const to =
      i + 1 < slopes.length ? (curve.megawatts[i + 1] as number) : Number.POSITIVE_INFINITY;
    const [low, high] = [Math.max(from, lower), Math.min(to, upper)];
    if (low > high || (parts.length > 0 && low === high)) return;
    const isFirst = parts.length === 0;
    parts.push({
      lower: isFirst ? low : 0,
      upper: isFirst ? high : high - low,
      slope,
      curvature: 0,
    });
  });
  return parts;
}

/** The highest cost of one more megawatt up to an output; of an endless one, as far as it is known. */
export function steepest(curve: CostCurve, upper: number): number {
  if (curve.kind === 'points') return Math.max(...slopesOf(curve));
  return curve.linear + 2 * curve.quadratic * (Number.isFinite(upper) ? Math.max(0, upper) : 0);
}
