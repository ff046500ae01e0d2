/**
 * One period of many runs of a plain chain side by side: the events of `stepChain` in its order, with
 * the same figures to the last bit. Called by `LaneRuns`.
 */
import type { LaneState } from './lane-state.ts';
import { moveGoodsInLanes, shipFromSuppliesInLanes, standStillInLanes } from './move-lanes.ts';
import { askLanes, orderInLanes } from './order-lanes.ts';
import { sumDemands, sumOrders, sumStores } from './sum-lanes.ts';

/** `units`: what each demand asks by period; by demand and lane. */
export function stepLanes(state: LaneState, units: readonly Float64Array[], period: number): void {
  askLanes(state, units, period);
  orderInLanes(state, period);
  shipFromSuppliesInLanes(state);
  moveGoodsInLanes(state);
  sumDemands(state);
  sumStores(state);
  if (state.parameters.chargesOrders) sumOrders(state);
  standStillInLanes(state, period);
  state.endPeriod();
}
