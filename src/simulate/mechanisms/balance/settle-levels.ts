/**
 * Levels that a store does not decide alone: the base stock of guaranteed service, from the demand
 * downstream and the service times upstream, and what an echelon begins with. Called by `balanceModel`.
 */
import type { Demand, Store, Transit } from './balance-model.ts';
import { momentsOf } from './demand-distribution.ts';
import { orderingOf } from './replenishment.ts';

interface Parts {
  readonly stores: readonly Store[];
  readonly transits: readonly Transit[];
  readonly demands: readonly Demand[];
  /** Downstream first. */
  readonly sequence: Int32Array;
}

/** The stores with all levels known. */
export function settleLevels(parts: Parts): Store[] {
  const stores = withGuaranteedLevels(parts);
  return stores.some((store) => store.echelon) ? withEchelonStock({ ...parts, stores }) : stores;
}

/**
 * Base stock of guaranteed service, μτ + zσ√τ over the net replenishment time τ = SI + T - S
 * (Graves and Willems 2000, equations 1 to 3): SI the longest service time upstream, T the time
 * that goods take to come and be made, S the store's own service time; demands are independent.
 */
function withGuaranteedLevels(parts: Parts): Store[] {
  const { stores, transits } = parts;
  if (stores.every((store) => Number.isNaN(store.safetyFactor))) return [...stores];
  const { means, variances } = demandBelow(parts);
  return stores.map((store, s) => {
    if (Number.isNaN(store.safetyFactor)) return store;
    const time = netReplenishmentTime(store, stores, transits);
    const spread = Math.sqrt(time * (variances[s] as number));
    return withLevel(store, (means[s] as number) * time + store.safetyFactor * spread);
  });
}

/** Mean and variance of what is asked of each store in a period, by all that is downstream. */
export function demandBelow({ stores, transits, demands, sequence }: Parts) {
  const means = new Float64Array(stores.length);
  const variances = new Float64Array(stores.length);
  for (const s of sequence) {
    const { demands: served, inputs } = stores[s] as Store;
    for (const d of served) {
      const { mean, variance } = momentsOf(demands[d] as Demand);
      means[s] = (means[s] as number) + mean;
      variances[s] = (variances[s] as number) + variance;
    }
    for (const { transits: alternatives, quantityPer } of inputs) {
      const from = transits[alternatives[0] as number]?.fromStore ?? -1;
      if (from < 0) continue;
      means[from] = (means[from] as number) + quantityPer * (means[s] as number);
      variances[from] = (variances[from] as number) + quantityPer ** 2 * (variances[s] as number);
    }
  }
  return { means, variances };
}

/** τ, in periods; not below zero. */
export function netReplenishmentTime(
  { inputs, processingPeriods, serviceTime }: Store,
  stores: readonly Store[],
  transits: readonly Transit[],
): number {
  let longest = 0;
  for (const { transits: alternatives } of inputs) {
    const { fromStore, leadTime, orderLeadTime } = transits[alternatives[0] as number] as Transit;
    const quoted = stores[fromStore]?.serviceTime ?? 0;
    longest = Math.max(longest, quoted + leadTime + orderLeadTime);
  }
  return Math.max(0, longest + processingPeriods - serviceTime);
}

function withLevel(store: Store, baseStockLevel: number): Store {
  const [reorderPoint, orderUpToLevel, orderQuantity] = [Number.NaN, Number.NaN, Number.NaN];
  const numbers = { baseStockLevel, reorderPoint, orderUpToLevel, orderQuantity };
  const ordering = orderingOf('guaranteedService', numbers);
  const initialOnHand = store.beginsFull ? Math.max(0, baseStockLevel) : store.initialOnHand;
  return { ...store, ...ordering, initialOnHand };
}

/** A store of an echelon that names no stock begins with its level less what is downstream. */
function withEchelonStock({ stores, transits, sequence }: Parts): Store[] {
  const initialOnHand = Float64Array.from(stores, (store) => store.initialOnHand);
  const held = new Float64Array(stores.length);
  for (const s of sequence) {
    const store = stores[s] as Store;
    let beyond = 0;
    for (const t of store.deliveries) {
      const { toStore, quantityPer, pipeline } = transits[t] as Transit;
      const underWay = pipeline.reduce((sum, units) => sum + units, 0);
      beyond += quantityPer * (held[toStore] as number) + underWay;
    }
    if (store.echelon && store.beginsFull) {
      initialOnHand[s] = Math.max(0, (store.orderUpTo || 0) - beyond);
    }
    held[s] = (initialOnHand[s] as number) + beyond;
  }
  return stores.map((store, s) => ({ ...store, initialOnHand: initialOnHand[s] as number }));
}
