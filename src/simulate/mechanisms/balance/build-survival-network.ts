/**
 * Makes a supply chain ready for the program of survival, with the flow that serves all demand for
 * ever. Called by `survivals`.
 */
import type { Solver } from '../../../linear-program/solver.ts';
import type { BalanceModel, Demand, Store, Transit } from './balance-model.ts';
import { momentsOf } from './demand-distribution.ts';
import type { SurvivalNetwork } from './survival-network.ts';
import { type Region, regionProgram } from './survival-program.ts';

const century = 36_525 * 86_400;

export function buildSurvivalNetwork(model: BalanceModel, solver: Solver): SurvivalNetwork {
  const { stores, supplies, transits, demands, periodLength } = model;
  const places = [...stores, ...supplies];
  const parts = {
    model,
    leaving: places.map(({ deliveries }) => deliveries),
    from: Int32Array.from(transits, ({ fromStore, fromSupply }) =>
      fromStore >= 0 ? fromStore : stores.length + fromSupply,
    ),
    to: Int32Array.from(transits, ({ toStore }) => toStore),
    underWay: Float64Array.from(transits, unitsUnderWay),
    rates: Float64Array.from(demands, rateOf),
    values: Float64Array.from(demands, (demand) => unitValue(demand, stores)),
    forever: century / periodLength,
  };
  const flow = new Float64Array(transits.length);
  const contains = () => true;
  const whole: Region = { places: places.map((_, place) => place), contains, leadsIn: contains };
  const still = { ...parts, flow, headroom: 1, lasts: false };
  const { program, sent } = regionProgram(still, whole, { out: new Set(), steady: true });
  const solution = solver.solve(program);
  const headroom = solution.status === 'optimal' ? solution.objective : 0;
  if (solution.status !== 'optimal' || headroom < 1 - 1e-9) return still;
  transits.forEach((_, t) => {
    flow[t] = Math.max(0, solution.values[sent.get(t) as number] as number) / headroom;
  });
  return { ...parts, flow, headroom, lasts: true };
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
