/** What a replenishment policy orders at an inventory position. Used by the steps of a period. */
import type { BalanceLayout } from './balance-layout.ts';
import type { BalanceParameters } from './balance-parameters.ts';
import { orderRule } from './replenishment.ts';

/** Units of the store's item, within the limits of its orders. */
export function unitsToOrder(
  layout: BalanceLayout,
  parameters: BalanceParameters,
  store: number,
  position: number,
): number {
  const trigger = parameters.reorderPoint[store] as number;
  if (position > trigger) return 0;
  const rule = layout.rule[store];
  let units: number;
  if (rule === orderRule.upTo) {
    units = Math.max(0, (parameters.orderUpTo[store] as number) - position);
  } else {
    units = parameters.orderQuantity[store] as number;
    // Batches until the position is above the reorder point: Axsäter, "Inventory Control", (R, nQ).
    if (rule === orderRule.batches) units *= Math.floor((trigger - position) / units) + 1;
  }
  if (units < (parameters.minimumOrder[store] as number)) return 0;
  return Math.min(units, parameters.orderCapacity[store] as number);
}
