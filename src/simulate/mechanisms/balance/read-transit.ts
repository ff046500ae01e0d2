/** Reads the transits and demands of a supply chain off their twins. Called by `balanceModel`. */
import { hashText } from '../../../model/random.ts';
import type { Demand, Transit } from './balance-model.ts';
import type { Reading } from './reading.ts';

/** Indexes of stores and supplies by node. */
export interface Places {
  readonly stores: ReadonlyMap<number, number>;
  readonly supplies: ReadonlyMap<number, number>;
}

/** Undefined for a transit without both ends. `itemAt` names what the place at a node gives out. */
export function transitOf(
  reading: Reading,
  places: Places,
  itemAt: (node: number) => string,
): Transit | undefined {
  const from = reading.target('carriesFrom');
  const toStore = places.stores.get(reading.target('carriesTo')) ?? -1;
  const fromStore = places.stores.get(from) ?? -1;
  const fromSupply = fromStore < 0 ? (places.supplies.get(from) ?? -1) : -1;
  if (toStore < 0 || (fromStore < 0 && fromSupply < 0)) return undefined;
  return {
    twin: reading.twin,
    node: reading.node,
    fromStore,
    fromSupply,
    toStore,
    leadTime: reading.periods('leadTimePeriods'),
    orderLeadTime: reading.periods('orderLeadTimePeriods'),
    quantityPer: reading.above('quantityPer', 0, 1),
    preference: reading.number('preference') || 0,
    item: itemAt(from),
    inTransitHoldingCost: reading.number('inTransitHoldingCost') || 0,
    pipeline: reading.list('pipeline'),
  };
}

/** Undefined for a demand that no store serves. */
export function demandOf(
  reading: Reading,
  stores: ReadonlyMap<number, number>,
): Demand | undefined {
  const store = stores.get(reading.target('servedBy'));
  if (store === undefined) return undefined;
  const lostFraction = reading.atLeast('lostFraction', 0, 0);
  if (lostFraction > 1) reading.refuse('lostFraction', `${lostFraction} is too high`, '0 to 1');
  return {
    twin: reading.twin,
    node: reading.node,
    store,
    key: hashText(reading.twin),
    distribution: reading.word('demandDistribution', [
      'normal',
      'poisson',
      'uniform',
      'lognormal',
      'empirical',
    ]),
    mean: reading.atLeast('demandMean', 0, 0),
    standardDeviation: reading.atLeast('demandStandardDeviation', 0, 0),
    sample: reading.list('demandSample'),
    series: reading.list('demandSeries'),
    lostFraction,
    lostSaleCost: reading.number('lostSaleCost') || 0,
  };
}
