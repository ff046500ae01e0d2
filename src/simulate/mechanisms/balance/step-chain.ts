/**
 * One period of a supply chain, in the order of events of Snyder and Shen, "Fundamentals of Supply
 * Chain Theory" (and of stockpyl): demands and orders from downstream up, then receipts and shipments
 * from upstream down, then transits advance. Called by `Balance` and `BalanceKernel`.
 */
import { out, type PeriodOutages } from './balance-outages.ts';
import type { Chain } from './chain.ts';
import { moveGoods, shipFromSupplies } from './move-goods.ts';
import { chargeReserved, chargeStock } from './period-costs.ts';
import { placeOrders, takeDemands } from './place-orders.ts';

/** Steps a period whose demand the caller has put into `state.asked` after `state.beginPeriod`. */
export function stepChain(chain: Chain, period: number, outages: PeriodOutages): void {
  takeDemands(chain);
  placeOrders(chain, period, outages);
  shipFromSupplies(chain, outages);
  moveGoods(chain, outages);
  chargeStock(chain);
  if (outages.any) chargeReserved(chain);
  advance(chain, outages);
}

/** Moves on all that is under way, but for the transits that stand still. */
function advance({ layout, state }: Chain, outages: PeriodOutages): void {
  if (outages.any) state.pipes.advanceBut(outages.held, out.transit);
  else state.pipes.advance();
  if (layout.any.orderRing) state.orders.advance();
  if (layout.any.processing) state.processing.advance();
  if (layout.any.serviceTime) {
    state.deliveryPromises.advance();
    state.demandPromises.advance();
  }
}
