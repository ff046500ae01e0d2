/**
 * Makes a supply chain ready for the program of survival, with the flow that serves all demand for
 * ever. Called by `survivals`.
 */
import type { Solution } from '../../../linear-program/solution.ts';
import type { Solver } from '../../../linear-program/solver.ts';
import type { BalanceModel, Demand, Input, Store, Transit } from './balance-model.ts';
import { momentsOf } from './demand-distribution.ts';
import { mostRates } from './survival-most-rates.ts';
import type { PipelineInput, SurvivalNetwork } from './survival-network.ts';
import { openAtPlan } from './survival-plan.ts';
import { regionProgram } from './survival-program.ts';
import type { Region } from './survival-question.ts';
import { upstreamFirst } from './upstream-first.ts';

const century = 36_525 * 86_400;

export function buildSurvivalNetwork(model: BalanceModel, solver: Solver): SurvivalNetwork {
  const { stores, supplies, transits, demands, periodLength } = model;
  const places = [...stores, ...supplies];
  const underWay = Float64Array.from(transits, unitsUnderWay);
  const leaving = places.map(({ deliveries }) => deliveries);
  const to = Int32Array.from(transits, ({ toStore }) => toStore);
  const parts = {
    model,
    pipelines: stores.map(({ inputs }) => byRunningOut(model, underWay, inputs)),
    leaving,
    from: Int32Array.from(transits, ({ fromStore, fromSupply }) =>
      fromStore >= 0 ? fromStore : stores.length + fromSupply,
    ),
    to,
    turns: upstreamFirst({ leaving, to }),
    underWay,
    rates: Float64Array.from(demands, rateOf),
    values: Float64Array.from(demands, (demand) => unitValue(demand, stores)),
    forever: century / periodLength,
  };
  const mostRate = mostRates(parts);
  const flow = new Float64Array(transits.length);
  const whole: Region = { places: places.map((_, place) => place), contains: () => true };
  const still = { ...parts, mostRate, flow, headroom: 1, lasts: false };
  return lasting(still, whole, solver) ?? still;
}

/** The network with the flow that serves all demand for ever; undefined where there is none. */
function lasting(
  still: SurvivalNetwork,
  whole: Region,
  solver: Solver,
): SurvivalNetwork | undefined {
  const out = new Set<number>();
  const built = regionProgram(still, whole, { out, steady: true });
  const open = openAtPlan(solver, still, { built, out });
  let solution: Solution;
  try {
    solution = open.solve();
  } finally {
    open.close();
  }
  const headroom = solution.status === 'optimal' ? solution.objective : 0;
  if (solution.status !== 'optimal' || headroom < 1 - 1e-9) return undefined;
  const flow = new Float64Array(still.flow.length);
  for (const [lane, columns] of built.sent) {
    const units = columns.reduce(
      (sum, { column, quantity }) => sum + quantity * (solution.values[column] as number),
      0,
    );
    flow[lane] = Math.max(0, units) / headroom;
  }
  return { ...still, flow, headroom, lasts: true };
}

/** Mean units a period: of the series where there is one, else of the distribution. */
function rateOf(demand: Demand): number {
  const { series } = demand;
  if (series.length === 0) return momentsOf(demand).mean;
  return series.reduce((sum, units) => sum + units, 0) / series.length;
}

function unitValue({ lostSaleCost, store }: Demand, stores: readonly Store[]): number {
  if (lostSaleCost > 0) return lostSaleCost;
  const { backorderCost = 0 } = stores[store] ?? {};
  return backorderCost > 0 ? backorderCost : 1;
}

function unitsUnderWay({ pipeline }: Transit): number {
  return pipeline.reduce((sum, units) => sum + units, 0);
}

/** Those that take anything, the one first of whose units under way the least can be made. */
function byRunningOut(
  { transits: all }: BalanceModel,
  underWay: Float64Array,
  inputs: readonly Input[],
): PipelineInput[] {
  return inputs
    .filter(({ quantityPer }) => quantityPer > 0)
    .map((input) => {
      const { item, quantityPer, transits } = input;
      const { twin = '' } = all[transits[0] as number] ?? {};
      const units = transits.reduce((sum, lane) => sum + (underWay[lane] as number), 0);
      return { item, quantityPer, transits, twin, underWay: units, most: units / quantityPer };
    })
    .sort((a, b) => a.most - b.most);
}
