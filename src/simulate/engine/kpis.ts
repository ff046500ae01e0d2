/** Key figures of the dependency mechanism: what is demanded and served, and how many twins fail. */

import { behaviourOf, behaviours } from '../../behaviour/behaviours.ts';
import { keptPerGraph } from '../../behaviour/kept-per-graph.ts';
import { compareText } from '../../model/compare-text.ts';
import type { TwinGraph } from '../../model/graph.ts';
import type { Catalogue } from '../../ontology/catalogue.ts';
import type { Interval } from '../mechanisms/dependency/dependency.ts';
import type { Kpi } from '../simulator.ts';
import { extremes, hours, type Piece, sumAt } from './piecewise.ts';

/** A run of the dependency mechanism, over the graphs that it went through. */
export interface DependencyRecord {
  readonly phases: readonly { readonly time: number; readonly graph: TwinGraph }[];
  readonly catalogue: Catalogue;
  /** When twins did not work, and when others could not count on them. */
  readonly down: ReadonlyMap<string, DownTimes>;
  readonly short: ReadonlyMap<string, DownTimes>;
  /** Whether any twin takes part. */
  readonly takesPart: boolean;
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
 * the integral over the run of what is demanded and not served: of a rate the amount (`litre` of
 * `litrePerSecond`), else in unit-hours (`megawattHour`; without a unit of demand, demand times
 * hours). A commodity with several units gets figures for each, `served.power.kilowatt`. Then
 * `failed`, the twins that do not work at the end, and `failed.most`, at the worst time.
 */
export function dependencyKpis(record: DependencyRecord): Kpi[] {
  const kpis: Kpi[] = [];
  for (const [commodity, byUnit] of [...totalsOf(record)].sort(byName)) {
    for (const [unit, total] of [...byUnit].sort(byName)) {
      const name = byUnit.size > 1 && unit !== '' ? `${commodity}.${unit}` : commodity;
      kpis.push(...commodityKpis(name, unit, { total, horizonSeconds: record.horizonSeconds }));
    }
  }
  if (!record.takesPart) return kpis;
  const last = record.phases.at(-1)?.graph;
  let failed = 0;
  for (const [twin, intervals] of record.down) {
    const isDown = intervals.at(-1)?.[1] === Number.POSITIVE_INFINITY;
    if (isDown && (last?.indexOf(twin) ?? -1) >= 0) failed++;
  }
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
  const over = integralOf(unit);
  return [
    { name: `served.${name}`, value: sumAt(served, horizonSeconds), ...end },
    { name: `demand.${name}`, value: sumAt([...served, ...unserved], horizonSeconds), ...end },
    { name: `served.${name}.lowest`, value: lowest, ...end },
    {
      name: `unserved.${name}`,
      value: over.perHour * hours(unserved, horizonSeconds),
      ...(over.unit !== '' && { unit: over.unit }),
      better: 'lower',
    },
  ];
}

/** Units of a rate that come to one of its amount in an hour, by how its name ends. */
const rates: readonly (readonly [suffix: string, perHour: number])[] = [
  ['PerSecond', 3600],
  ['PerMinute', 60],
  ['PerHour', 1],
  ['PerDay', 1 / 24],
];

/** The unit of an integral over time (`kilowattHour`), and how many of it an hour gives. */
function integralOf(unit: string): { readonly unit: string; readonly perHour: number } {
  const rate = rates.find(([suffix]) => unit.endsWith(suffix));
  if (rate !== undefined) return { unit: unit.slice(0, -rate[0].length), perHour: rate[1] };
  return { unit: unit === '' ? '' : `${unit}Hour`, perHour: 1 };
}

/** A demand that a graph holds. */
interface Asked {
  readonly twin: string;
  readonly amount: number;
  readonly commodity: string;
  readonly unit: string;
}

const demandsOf = keptPerGraph((graph, catalogue): readonly Asked[] => {
  const demand = behaviourOf(graph, catalogue, behaviours.demand);
  return demand.nodes().flatMap((node) => {
    const amount = demand.number(node, 'demandRate');
    if (!Number.isFinite(amount)) return [];
    const commodity = String(demand.value(node, 'commodity') ?? 'demand');
    const unit = String(demand.value(node, 'demandUnit') ?? '');
    return [{ twin: graph.idAt(node) ?? '', amount, commodity, unit }];
  });
});

function totalsOf(record: DependencyRecord): Map<string, Map<string, Total>> {
  const totals = new Map<string, Map<string, Total>>();
  eachPhase(record, (graph, from, until) => {
    for (const { twin, amount, commodity, unit } of demandsOf(graph, record.catalogue)) {
      const byUnit = totals.get(commodity) ?? new Map<string, Total>();
      const total = byUnit.get(unit) ?? { served: [], unserved: [] };
      totals.set(commodity, byUnit.set(unit, total));
      const lost = united(record.down.get(twin) ?? [], record.short.get(twin) ?? []);
      divide({ from, until, amount }, lost, total);
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

type DownTimes = readonly Interval[];

/** The times that lie in one of two lists of intervals, each ascending. */
function united(a: DownTimes, b: DownTimes): DownTimes {
  if (a.length === 0 || b.length === 0) return a.length === 0 ? b : a;
  const joined: [number, number][] = [];
  for (const [from, until] of [...a, ...b].sort((x, y) => x[0] - y[0])) {
    const last = joined.at(-1);
    if (last !== undefined && from <= last[1]) last[1] = Math.max(last[1], until);
    else joined.push([from, until]);
  }
  return joined;
}

/** One for each twin while it is down and there. */
function downPieces(record: DependencyRecord): Piece[] {
  const pieces: Piece[] = [];
  eachPhase(record, (graph, phaseFrom, phaseUntil) => {
    for (const [twin, intervals] of record.down) {
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
