/** Key figures of the dependency mechanism: what is demanded and served, and how many twins fail. */

import { behaviourOf, behaviours } from '../../behaviour/behaviours.ts';
import { compareText } from '../../model/compare-text.ts';
import type { TwinGraph } from '../../model/graph.ts';
import type { Catalogue } from '../../ontology/catalogue.ts';
import type { DependencyResult } from '../mechanisms/dependency/dependency.ts';
import type { Kpi } from '../simulator.ts';
import { extremes, hours, type Piece, sumAt } from './piecewise.ts';

/** A run of the dependency mechanism, over the graphs that it went through. */
export interface DependencyRecord {
  readonly phases: readonly { readonly time: number; readonly graph: TwinGraph }[];
  readonly catalogue: Catalogue;
  readonly dependency: DependencyResult;
  readonly horizonSeconds: number;
}

/** What is demanded of a commodity in one unit, while it is served and while it is not. */
interface Total {
  readonly served: Piece[];
  readonly unserved: Piece[];
}

/**
 * Of each commodity, in the twins' `demandUnit`: `served.<commodity>` and `demand.<commodity>` at
 * the end of the run, `served.<commodity>.lowest` at the worst time, and `unserved.<commodity>`,
 * the integral over the run of what is demanded and not served, in unit-hours (`megawattHour`; of a
 * demand without a unit `hour`: person-hours for persons). A commodity with several units gets
 * figures for each, `served.power.kilowatt`. Then `failed`, the twins that do not work at the end,
 * and `failed.most`, at the worst time.
 */
export function dependencyKpis(record: DependencyRecord): Kpi[] {
  const kpis: Kpi[] = [];
  for (const [commodity, byUnit] of [...totalsOf(record)].sort(byName)) {
    for (const [unit, total] of [...byUnit].sort(byName)) {
      const name = byUnit.size > 1 && unit !== '' ? `${commodity}.${unit}` : commodity;
      kpis.push(...commodityKpis(name, unit, { total, horizonSeconds: record.horizonSeconds }));
    }
  }
  const { working } = record.dependency;
  if (working.size === 0) return kpis;
  let failed = 0;
  for (const works of working.values()) if (!works) failed++;
  const { highest } = extremes(downPieces(record), record.horizonSeconds);
  return [
    ...kpis,
    { name: 'failed', value: failed, better: 'lower' },
    { name: 'failed.most', value: highest, better: 'lower' },
  ];
}

function commodityKpis(
  name: string,
  unit: string,
  { total, horizonSeconds }: { readonly total: Total; readonly horizonSeconds: number },
): Kpi[] {
  const { served, unserved } = total;
  const measured = unit === '' ? {} : { unit };
  const end = { ...measured, better: 'higher' } as const;
  const { lowest } = extremes(served, horizonSeconds);
  return [
    { name: `served.${name}`, value: sumAt(served, horizonSeconds), ...end },
    { name: `demand.${name}`, value: sumAt([...served, ...unserved], horizonSeconds), ...end },
    { name: `served.${name}.lowest`, value: lowest, ...end },
    {
      name: `unserved.${name}`,
      value: hours(unserved, horizonSeconds),
      unit: hourUnit(unit),
      better: 'lower',
    },
  ];
}

/** The unit of an integral over hours, written as the language writes `kilowattHour`. */
function hourUnit(unit: string): string {
  if (unit === '') return 'hour';
  return unit.endsWith('PerHour') ? unit.slice(0, -'PerHour'.length) : `${unit}Hour`;
}

function totalsOf(record: DependencyRecord): Map<string, Map<string, Total>> {
  const totals = new Map<string, Map<string, Total>>();
  eachPhase(record, (graph, from, until) => {
    const demand = behaviourOf(graph, record.catalogue, behaviours.demand);
    for (const node of demand.nodes()) {
      const amount = demand.number(node, 'demandRate');
      if (!Number.isFinite(amount)) continue;
      const commodity = String(demand.value(node, 'commodity') ?? 'demand');
      const unit = String(demand.value(node, 'demandUnit') ?? '');
      const byUnit = totals.get(commodity) ?? new Map<string, Total>();
      const total = byUnit.get(unit) ?? { served: [], unserved: [] };
      totals.set(commodity, byUnit.set(unit, total));
      const down = record.dependency.down.get(graph.twinAt(node)?.id ?? '') ?? [];
      divide({ from, until, amount }, down, total);
    }
  });
  return totals;
}

/** Divides a demand by the times at which its twin is down. */
function divide(whole: Piece, down: DownTimes, { served, unserved }: Total): void {
  let at = whole.from;
  for (const [from, until] of down) {
    const [start, end] = [Math.max(at, from), Math.min(until, whole.until)];
    if (end <= start) continue;
    if (start > at) served.push({ ...whole, from: at, until: start });
    unserved.push({ ...whole, from: start, until: end });
    at = end;
  }
  if (at < whole.until) served.push({ ...whole, from: at });
}

type DownTimes = readonly (readonly [from: number, until: number])[];

/** One for each twin while it is down and there. */
function downPieces(record: DependencyRecord): Piece[] {
  const pieces: Piece[] = [];
  eachPhase(record, (graph, phaseFrom, phaseUntil) => {
    for (const [twin, intervals] of record.dependency.down) {
      if (graph.indexOf(twin) < 0) continue;
      for (const [from, until] of intervals) {
        const piece = { from: Math.max(from, phaseFrom), until: Math.min(until, phaseUntil) };
        if (piece.from < piece.until) pieces.push({ ...piece, amount: 1 });
      }
    }
  });
  return pieces;
}

/** The last phase holds on: the horizon itself belongs to it. */
function eachPhase(
  { phases }: DependencyRecord,
  visit: (graph: TwinGraph, from: number, until: number) => void,
): void {
  phases.forEach(({ graph, time }, index) => {
    visit(graph, time, phases[index + 1]?.time ?? Number.POSITIVE_INFINITY);
  });
}

function byName([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  return compareText(a, b);
}
