/**
 * What a sweep says: rows, the ranking, the effect of each axis and the best cases with their
 * probability. Reads the table as it is, so that it serves partial results too. Called by the API.
 */
import { intervalOf } from '../../statistics/confidence-interval.ts';
import type { KpiChange } from '../whatif-kpis.ts';
import type { ReadySweep, Sweep } from './sweep.ts';
import type { SweepKpi } from './sweep-records.ts';

export interface SweepRow {
  readonly index: number;
  /** One for each axis. */
  readonly labels: readonly string[];
  readonly replications: number;
  readonly kpis: readonly KpiChange[];
}

/** The row of a case; undefined for one that was not run yet, or failed. */
export function rowOf(sweep: Sweep, index: number): SweepRow | undefined {
  const { space, table, setup } = sweep.ready ?? {};
  if (space === undefined || table === undefined || setup === undefined) return undefined;
  const replications = table.counts[index] ?? 0;
  if (replications === 0) return undefined;
  const { labels } = space.at(index);
  const kpis = setup.kpis.map((kpi, column) => changeOf(sweep, index, { kpi, column }));
  return { index, labels, replications, kpis };
}

interface Column {
  readonly kpi: SweepKpi;
  readonly column: number;
}

function changeOf(sweep: Sweep, row: number, { kpi, column }: Column): KpiChange {
  const first = sweep.base[0]?.[column] ?? 0;
  const { table } = sweep.ready as ReadySweep;
  const { count, mean, difference, differenceVariance } = table.figure(row, column, first);
  const interval = intervalOf({ mean: difference, variance: differenceVariance, count });
  return { ...kpi, base: baseMean(sweep, column, count), edited: mean, difference, interval };
}

/** Of the replications that a case has too. */
function baseMean(sweep: Sweep, column: number, count: number): number {
  let sum = 0;
  for (let r = 0; r < count; r++) sum += sweep.base[r]?.[column] ?? 0;
  return count === 0 ? 0 : sum / count;
}

/** The rows of cases that are done, from one on, in their order. */
export function rowsFrom(sweep: Sweep, from: number, first: number): SweepRow[] {
  const rows: SweepRow[] = [];
  for (let index = from; index < sweep.next && rows.length < first; index++) {
    const row = rowOf(sweep, index);
    if (row !== undefined) rows.push(row);
  }
  return rows;
}

/** The best cases so far by a figure, the best first, or the worst ones; ties by index. */
export function ranked(sweep: Sweep, kpi: string, first: number, worst = false): SweepRow[] {
  const column = sweep.columnOf(kpi);
  const { table, setup } = sweep.ready ?? {};
  if (table === undefined || setup === undefined || column < 0) return [];
  const sign = (setup.kpis[column]?.better === 'higher') === worst ? -1 : 1;
  const figureOf = (row: number) =>
    sign * (table.values[(row * table.kpis + column) * table.width] as number);
  const best: { readonly row: number; readonly value: number }[] = [];
  for (let row = 0; row < sweep.next && first > 0; row++) {
    if (table.counts[row] === 0) continue;
    const value = figureOf(row);
    const worst = best[best.length - 1];
    if (best.length === first && worst !== undefined && value <= worst.value) continue;
    let place = best.length;
    while (place > 0 && value > (best[place - 1] as { value: number }).value) place -= 1;
    best.splice(place, 0, { row, value });
    if (best.length > first) best.pop();
  }
  return best.flatMap(({ row }) => rowOf(sweep, row) ?? []);
}

export interface SweepSelection {
  readonly cases: readonly SweepRow[];
  /** That they are the best. */
  readonly probability: number;
  /** Whether that is what was asked for. */
  readonly reached: boolean;
  /** How it is known. */
  readonly procedure: 'exact' | 'kimNelson' | 'bonferroni';
}

/** The best cases that were asked for; undefined before they are known. */
export function selectionOf(sweep: Sweep): SweepSelection | undefined {
  const { best } = sweep.definition;
  if (best === undefined || sweep.ready === undefined) return undefined;
  if (sweep.next < sweep.ready.space.size) return undefined;
  const { selection, candidates } = sweep;
  if (selection === undefined) {
    const cases = ranked(sweep, best.kpi, best.top ?? 1, best.worst);
    return { cases, probability: 1, reached: cases.length > 0, procedure: 'exact' };
  }
  const { selected, probability, reached } = selection.result;
  const cases = selected.flatMap((system) => rowOf(sweep, candidates[system] as number) ?? []);
  const procedure = best.indifference === undefined ? 'bonferroni' : 'kimNelson';
  return { cases, probability, reached, procedure };
}
