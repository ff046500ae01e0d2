/** The holding, backorder and in-transit costs of a period, at its end. Called by `stepChain`. */
import { costRow } from './balance-state.ts';
import type { Chain } from './chain.ts';

/** Costs of lost sales are charged where they happen. */
export function chargeStock({ layout, parameters, state }: Chain): void {
  const stores = layout.sequence.length;
  const { costs, onHand, owed } = state;
  const { holdingCost, backorderCost } = parameters;
  const backorder = costRow.backorder * stores;
  for (let s = 0; s < stores; s++) {
    costs[s] = (holdingCost[s] as number) * (onHand[s] as number);
    costs[backorder + s] = (backorderCost[s] as number) * (owed[s] as number);
  }
  if (parameters.chargesOrders) chargeOrders({ layout, parameters, state });
  if (layout.any.pipelineCost) chargePipelines({ layout, parameters, state });
}

/** By the units ordered of a store's first input: so much a unit, so much an order. */
function chargeOrders({ layout, parameters, state }: Chain): void {
  const { costs, ordered } = state;
  const { unitOrderCost, fixedOrderCost } = parameters;
  const stores = layout.sequence.length;
  for (let s = 0; s < stores; s++) {
    const units = ordered[s] as number;
    if (units === 0) continue;
    costs[costRow.order * stores + s] = (unitOrderCost[s] as number) * units;
    costs[costRow.fixedOrder * stores + s] = fixedOrderCost[s] as number;
  }
}

/** Units that a store has set aside, in the order of its deliveries: part of its holding cost. */
export function chargeReserved({ layout, parameters, state }: Chain): void {
  const { costs, reserved } = state;
  const { offsets, items } = layout.deliveries;
  for (let store = 0; store + 1 < offsets.length; store++) {
    const rate = parameters.holdingCost[store] as number;
    for (let i = offsets[store] as number; i < (offsets[store + 1] as number); i++) {
      const units = reserved[items[i] as number] as number;
      costs[store] = (costs[store] as number) + rate * units;
    }
  }
}

/** Under way, at the door or waiting as an input; charged to the source, a supply's to the target. */
function chargePipelines({ layout, parameters, state }: Chain): void {
  const { costs, inTransit, atDoor, raw } = state;
  const row = costRow.inTransit * layout.sequence.length;
  const { offsets, items } = layout.alternatives;
  for (let t = 0; t < inTransit.length; t++) {
    const rate = parameters.inTransitHoldingCost[t] as number;
    if (rate === 0) continue;
    const input = layout.inputOf[t] as number;
    const from = layout.fromStore[t] as number;
    const store = row + (from < 0 ? (layout.toStore[t] as number) : from);
    // An input that several transits bring is charged at the rate of the first.
    const waiting = items[offsets[input] as number] === t ? (raw[input] as number) : 0;
    const units = (inTransit[t] as number) + (atDoor[t] as number) + waiting;
    costs[store] = (costs[store] as number) + rate * units;
  }
}
