/** Compares the key figures of paired runs, unedited and edited. Used by `runWhatIf` and where it is told. */
import type { Kpi } from '../simulate/simulator.ts';
import { confidenceInterval } from '../statistics/confidence-interval.ts';
import { meanOf } from './kpi-runs.ts';

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

export type KpiPair = readonly [base: readonly Kpi[], edited: readonly Kpi[]];

/** One change for each figure, in the order in which the runs report them. */
export function compareKpis(pairs: readonly KpiPair[]): KpiChange[] {
  const known = new Map<string, Kpi>();
  for (const [base, edited] of pairs) {
    for (const kpi of [...edited, ...base]) if (!known.has(kpi.name)) known.set(kpi.name, kpi);
  }
  const names = [...known.keys()];
  const baseRows = pairs.map(([base]) => valuesOf(base, names));
  const editedRows = pairs.map(([, edited]) => valuesOf(edited, names));
  return Array.from(known.values(), ({ name, unit, better }, column) => {
    const base = baseRows.map((values) => values[column] as number);
    const edited = editedRows.map((values) => values[column] as number);
    const differences = edited.map((value, i) => value - (base[i] as number));
    return {
      name,
      ...(unit === undefined ? {} : { unit }),
      better,
      base: meanOf(base),
      edited: meanOf(edited),
      difference: meanOf(differences),
      interval: confidenceInterval(differences),
    };
  });
}

/** Relative to the figure: less than this is a solver's rounding. */
const rounding = 1e-9;

/** Whether the edits change a figure in any run. */
export function isChanged({ base, edited, difference, interval }: KpiChange): boolean {
  const most = Math.max(...[difference, ...interval].map(Math.abs));
  return most > rounding * Math.max(Math.abs(base), Math.abs(edited));
}

/** Values of a run's figures by these names, in this order; 0 for one that it has not. */
export function valuesOf(kpis: readonly Kpi[], names: readonly string[]): number[] {
  const values = new Map(kpis.map(({ name, value }) => [name, value]));
  return names.map((name) => values.get(name) ?? 0);
}
