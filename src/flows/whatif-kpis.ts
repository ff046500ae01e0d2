/** Compares the key figures of paired runs, unedited and edited. Used by `runWhatIf`. */
import type { Kpi } from '../simulate/simulator.ts';

export interface KpiChange {
  readonly name: string;
  readonly unit?: string;
  readonly better: 'higher' | 'lower';
  /** Means over the replications; NaN never: a figure that only one of the runs has is 0 there. */
  readonly base: number;
  readonly edited: number;
  /** Mean of the paired differences, edited less base. */
  readonly difference: number;
  /** 95 % confidence interval of the difference, by Student's t; a point for a single pair. */
  readonly interval: readonly [number, number];
}

type KpiPair = readonly [base: readonly Kpi[], edited: readonly Kpi[]];

/** One change for each figure, in the order in which the runs report them. */
export function compareKpis(pairs: readonly KpiPair[]): KpiChange[] {
  const known = new Map<string, Kpi>();
  for (const [base, edited] of pairs) {
    for (const kpi of [...edited, ...base]) if (!known.has(kpi.name)) known.set(kpi.name, kpi);
  }
  return Array.from(known.values(), ({ name, unit, better }) => {
    const base = pairs.map(([kpis]) => figure(kpis, name));
    const edited = pairs.map(([, kpis]) => figure(kpis, name));
    const differences = edited.map((value, i) => value - (base[i] as number));
    return {
      name,
      ...(unit === undefined ? {} : { unit }),
      better,
      base: mean(base),
      edited: mean(edited),
      difference: mean(differences),
      interval: confidenceInterval(differences),
    };
  });
}

function figure(kpis: readonly Kpi[], name: string): number {
  return kpis.find((kpi) => kpi.name === name)?.value ?? 0;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Mean ± t · s / √n. */
export function confidenceInterval(values: readonly number[]): readonly [number, number] {
  const middle = mean(values);
  const n = values.length;
  if (n < 2) return [middle, middle];
  const squares = values.reduce((sum, value) => sum + (value - middle) ** 2, 0);
  const halfWidth = studentT(n - 1) * Math.sqrt(squares / (n - 1) / n);
  return [middle - halfWidth, middle + halfWidth];
}

/** 97.5 % quantiles of Student's t for 1 … 10 degrees of freedom (any statistical table). */
const smallQuantiles = [
  12.7062, 4.3027, 3.1824, 2.7764, 2.5706, 2.4469, 2.3646, 2.306, 2.2622, 2.2281,
];

/** The quantile; above 10 degrees of freedom by Cornish and Fisher's expansion (error < 1e-4). */
function studentT(freedom: number): number {
  const known = smallQuantiles[freedom - 1];
  if (known !== undefined) return known;
  const z = 1.959963984540054;
  const first = (z ** 3 + z) / 4;
  const second = (5 * z ** 5 + 16 * z ** 3 + 3 * z) / 96;
  const third = (3 * z ** 7 + 19 * z ** 5 + 17 * z ** 3 - 15 * z) / 384;
  return z + first / freedom + second / freedom ** 2 + third / freedom ** 3;
}
