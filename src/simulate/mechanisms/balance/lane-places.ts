/**
 * A plain chain as the lanes see it: each place that gives goods, stores first, then supplies, with
 * its customers, demands before deliveries, as rows of `LaneState`. Used by `LaneState`.
 */
import { layoutOf } from './balance-layout.ts';
import type { BalanceModel } from './balance-model.ts';
import { type PlainLinks, plainLinks } from './plain-links.ts';

/** Runs that are stepped side by side. */
export const lanes = 32;

export interface LanePlaces {
  /** Stores, downstream first. */
  readonly sequence: Int32Array;
  /** By store: the transit into it; one more than the last where there is none. */
  readonly into: Int32Array;
  /** Customers of place p: `offsets[p] … offsets[p + 1] - 1`; a store without any has one of zeros. */
  readonly offsets: Int32Array;
  /** By customer: the rows of what it is owed and of what it orders in a period. */
  readonly owed: Int32Array;
  readonly taken: Int32Array;
  /** By customer: the transit to it; one more than the last where there is none. */
  readonly transit: Int32Array;
}

type Columns = {
  readonly [column in 'nothing' | 'demandOwed' | 'deliveryOwed' | 'ordersTaken']: number;
};

/** Whether `LaneState` can hold a chain: plain, nothing under way at first, no cost of being so. */
export function fitsLanes(model: BalanceModel): boolean {
  const layout = layoutOf(model);
  if (plainLinks(layout) === undefined || layout.any.pipelineCost) return false;
  return model.transits.every(({ pipeline }) => pipeline.length === 0);
}

export function lanePlaces(model: BalanceModel, columns: Columns): LanePlaces {
  const { sequence } = layoutOf(model);
  const { transit } = plainLinks(layoutOf(model)) as PlainLinks;
  const none = model.transits.length;
  const { nothing, demandOwed, deliveryOwed, ordersTaken } = columns;
  const ofDemand = (d: number) => ({ owed: demandOwed + d * lanes, taken: nothing, transit: none });
  const ofDelivery = (t: number) => ({
    owed: deliveryOwed + t * lanes,
    taken: ordersTaken + t * lanes,
    transit: t,
  });
  const nobody = { owed: nothing, taken: nothing, transit: none };
  const ofStores = model.stores.map(({ demands, deliveries }) => {
    const customers = [...demands.map(ofDemand), ...deliveries.map(ofDelivery)];
    return customers.length > 0 ? customers : [nobody];
  });
  const ofPlaces = [
    ...ofStores,
    ...model.supplies.map((supply) => supply.deliveries.map(ofDelivery)),
  ];
  const customers = ofPlaces.flat();
  let count = 0;
  return {
    sequence,
    into: transit.map((t) => (t < 0 ? none : t)),
    offsets: Int32Array.from([0, ...ofPlaces.map(({ length }) => (count += length))]),
    owed: Int32Array.from(customers, ({ owed }) => owed),
    taken: Int32Array.from(customers, ({ taken }) => taken),
    transit: Int32Array.from(customers, (customer) => customer.transit),
  };
}
