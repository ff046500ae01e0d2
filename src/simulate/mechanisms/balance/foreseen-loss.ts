/**
 * What a store is about to lose in a period, so that its order does not replace sales that it will
 * not make. Known at the review where nothing ordered in the period can arrive in it. Used by
 * `placeOrders`.
 */
import { out, type PeriodOutages } from './balance-outages.ts';
import type { Chain } from './chain.ts';
import { shareStock } from './share-stock.ts';

/** Units of the store's demands that it cannot serve and that will not be owed. */
export function foreseenLoss(chain: Chain, store: number, outages: PeriodOutages): number {
  const { layout, parameters, state } = chain;
  const arriving = arrivals(chain, store, outages);
  if (Number.isNaN(arriving)) return 0;
  shareStock(chain, store, (state.onHand[store] as number) + arriving);
  const { offsets, items } = layout.demands;
  let loss = 0;
  for (let i = offsets[store] as number; i < (offsets[store + 1] as number); i++) {
    const d = items[i] as number;
    const unmet = (state.demandOwed[d] as number) - (state.served[d] as number);
    loss += (parameters.lostFraction[d] as number) * Math.min(state.due[d] as number, unmet);
    state.served[d] = 0;
  }
  return loss;
}

/** Units that will be ready in the period; NaN where that is not settled yet. */
function arrivals({ layout, parameters, state }: Chain, store: number, outages: PeriodOutages) {
  const first = layout.inputOffsets[store] as number;
  const end = layout.inputOffsets[store + 1] as number;
  if ((layout.processingPeriods[store] as number) > 0) return state.processing.next(store);
  let ready = first === end ? 0 : Number.POSITIVE_INFINITY;
  for (let input = first; input < end; input++) {
    let units = state.raw[input] as number;
    const { offsets, items } = layout.alternatives;
    for (let i = offsets[input] as number; i < (offsets[input + 1] as number); i++) {
      const transit = items[i] as number;
      if (parameters.leadTime[transit] === 0) return Number.NaN;
      if (outages.any && ((outages.held[transit] as number) & out.receipts) !== 0) continue;
      units += (state.atDoor[transit] as number) + state.pipes.next(transit);
    }
    ready = Math.min(ready, units / (layout.quantityPer[input] as number));
  }
  return ready;
}
