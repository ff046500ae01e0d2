/**
 * The outages of a run by period, for `BalanceKernel`: each set of outages becomes one
 * `PeriodOutages`, kept for other runs that have it.
 */
import type { OutageKind } from '../../../model/scenario.ts';
import type { Moment } from '../../mechanism.ts';
import type { BalanceModel } from './balance-model.ts';
import { outagesAt, type PeriodOutages } from './balance-outages.ts';

/** A twin that does not do something from one period until before another. */
export interface PlannedOutage {
  readonly twin: string;
  /** The whole horizon by default. */
  readonly from?: number;
  readonly until?: number;
  /** `all` by default. */
  readonly kind?: OutageKind;
}

/** By period; undefined where all works. */
export type OutagePlan = readonly (PeriodOutages | undefined)[];

const kept = new WeakMap<BalanceModel, Map<string, PeriodOutages>>();
const mostKept = 10_000;

/** Outages that lie outside the horizon, or whose twin is not of the chain, change nothing. */
export function outagePlan(
  model: BalanceModel,
  outages: readonly PlannedOutage[],
  periods: number,
): OutagePlan {
  const plan = new Array<PeriodOutages | undefined>(periods).fill(undefined);
  const edges = new Set([0, periods]);
  for (const { from = 0, until = periods } of outages) {
    edges.add(Math.min(Math.max(Math.ceil(from), 0), periods));
    edges.add(Math.min(Math.max(Math.ceil(until), 0), periods));
  }
  const sorted = [...edges].sort((a, b) => a - b);
  sorted.slice(1).forEach((end, i) => {
    const start = sorted[i] as number;
    const active = outages.filter(
      ({ from = 0, until = periods }) => from <= start && start < until,
    );
    if (active.length > 0) plan.fill(outagesOf(model, active), start, end);
  });
  return plan;
}

function outagesOf(model: BalanceModel, active: readonly PlannedOutage[]): PeriodOutages {
  const known = kept.get(model) ?? new Map<string, PeriodOutages>();
  kept.set(model, known);
  const key = JSON.stringify(active.map(({ twin, kind = 'all' }) => [twin, kind]));
  let outages = known.get(key);
  if (outages === undefined) {
    if (known.size >= mostKept) known.clear();
    outages = masksOf(model, active);
    known.set(key, outages);
  }
  return outages;
}

function masksOf(model: BalanceModel, active: readonly PlannedOutage[]): PeriodOutages {
  const { transits, stores, supplies, demands } = model;
  const kinds = new Map<number, Set<OutageKind>>();
  for (const { twin, node } of [...transits, ...stores, ...supplies, ...demands]) {
    const own = active.filter((outage) => outage.twin === twin);
    if (own.length > 0) kinds.set(node, new Set(own.map(({ kind = 'all' }) => kind)));
  }
  const partly = (kind: OutageKind) => kind !== 'all';
  const moment = {
    works: (node: number) => kinds.get(node)?.has('all') !== true,
    outages: (node: number) => [...(kinds.get(node) ?? [])].filter(partly),
  };
  return outagesAt(moment as unknown as Moment, model);
}

/** The outages of a period in which all works. */
export function noOutages({ transits, stores, supplies, demands }: BalanceModel): PeriodOutages {
  const clear = ({ length }: readonly unknown[]) => new Uint8Array(length);
  return {
    any: false,
    held: clear(transits),
    transits: clear(transits),
    stores: clear(stores),
    supplies: clear(supplies),
    demands: clear(demands),
  };
}
