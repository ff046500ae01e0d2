/**
 * Runs the balance mechanism over a scenario: every period of the horizon, the outages, and the
 * graphs it goes through. Called by the engine.
 */
import type { TwinGraph } from '../../../model/graph.ts';
import type { Catalogue } from '../../../ontology/catalogue.ts';
import { Balance } from './balance.ts';
import { type BalanceModel, emptyModel } from './balance-model.ts';
import { OutageTable, type TwinOutage } from './balance-outages.ts';
import { BalanceRecord } from './balance-record.ts';
import { BalanceState } from './balance-state.ts';
import { balanceModel } from './build-balance-model.ts';
import { type Shortage, ShortageWatch } from './shortages.ts';

export interface BalanceRequest {
  readonly catalogue: Catalogue;
  /** The first holds from the start; a change takes effect with the next period. */
  readonly phases: readonly { readonly time: number; readonly graph: TwinGraph }[];
  readonly outages: readonly TwinOutage[];
  readonly seed: number;
  readonly horizonSeconds: number;
}

export interface BalanceResult {
  readonly record: BalanceRecord;
  readonly shortages: readonly Shortage[];
  /** Seconds. */
  readonly periodLength: number;
  /** Whether any demand is drawn at random. */
  readonly random: boolean;
}

/** More periods than this are refused by the engine. */
export const maxPeriods = 1_000_000;

/** Undefined when the graph has no store, or the horizon holds no whole period. */
export function runBalance(request: BalanceRequest): BalanceResult | undefined {
  const { phases, catalogue, seed, horizonSeconds } = request;
  const models = phases.map(({ graph }) => balanceModel(graph, catalogue));
  const periodLength = models.find((model) => model !== undefined)?.periodLength ?? Infinity;
  const periods = Math.floor(horizonSeconds / periodLength);
  if (periods === 0) return undefined;
  const table = new OutageTable(request.outages, periods, periodLength);
  const record = new BalanceRecord(periods);
  const watch = new ShortageWatch(table, periodLength);
  const phaseOf = (period: number) => phaseAt(phases, period * periodLength);
  let state: BalanceState | undefined;
  for (let first = 0, end = 0; first < periods; first = end) {
    const phase = phaseOf(first);
    for (end = first + 1; end < periods && phaseOf(end) === phase; ) end++;
    const model = models[phase] ?? emptyModel(periodLength);
    state = stateAfter(state, model);
    record.follow(model, first, end);
    watch.follow(model);
    const balance = new Balance(model, seed, state);
    for (let period = first; period < end; period++) {
      const outages = table.in(period, model);
      balance.step(period, outages);
      record.add(state, period);
      watch.look(state, period, outages);
    }
  }
  const random = models.some((each) =>
    each?.demands.some((demand) => demand.standardDeviation > 0),
  );
  return { record, shortages: watch.shortages, periodLength, random };
}

function phaseAt(phases: readonly { readonly time: number }[], time: number): number {
  let present = 0;
  phases.forEach((phase, index) => {
    if (phase.time <= time) present = index;
  });
  return present;
}

/** The state in which a chain begins: what its twins held in the chain before. */
function stateAfter(before: BalanceState | undefined, model: BalanceModel): BalanceState {
  const state = new BalanceState(model);
  if (before !== undefined) state.carry(before);
  return state;
}
