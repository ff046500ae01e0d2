/**
 * Generated supply chains, as the balance mechanism's own model: tiers, bills of materials, second
 * sources, lead times, demand and policies. Called by the examples of stock-outs and their tests.
 */
import { hashText, type RandomStream } from '../../../../src/model/random.ts';
import type {
  BalanceModel,
  Demand,
  Input,
  Store,
  Supply,
  Transit,
} from '../../../../src/simulate/mechanisms/balance/balance-model.ts';
import { between } from '../placed-graph.ts';
import { type ChainDraft, type ChainKind, layeredChain } from './layered-chain.ts';
import { type ChainHabits, drawDemand, drawHabits, drawStock } from './stock-policy.ts';

/** A chain of about `size` stores; the same numbers give the same chain. */
export function supplyChain(random: RandomStream, size: number, kind: ChainKind): BalanceModel {
  const draft = layeredChain(random, size, kind);
  const habits = drawHabits(random);
  const { transits, inputs } = drawTransits(random, draft);
  const demands = drawDemands(random, draft, habits);
  const rates = ratesOf(draft, { transits, inputs, demands });
  const sent = withPipelines(transits, inputs, { rates, underWay: habits.underWay });
  const stores = drawStores(random, { draft, habits, transits: sent, inputs, demands, rates });
  const supplies = draft.supplies.map((_, s): Supply => {
    const deliveries = indexes(transits, ({ fromSupply }) => fromSupply === s);
    return {
      ...idOf('z', s),
      capacity: drawCapacity(random, deliveries, { transits, inputs, rates }),
      deliveries,
    };
  });
  // Sites are numbered from the customers up, and each delivers to lower numbers alone.
  const sequence = Int32Array.from(stores.keys());
  return { periodLength: 86_400, stores, supplies, transits: sent, demands, sequence };
}

interface Site extends Flows {
  readonly draft: ChainDraft;
  readonly habits: ChainHabits;
  readonly rates: Float64Array;
}

/** Levels, stock and times to process of every site. */
function drawStores(random: RandomStream, parts: Site): Store[] {
  const { draft, habits, transits, inputs, demands, rates } = parts;
  return draft.sites.map((site, s): Store => {
    const needs = inputs[s] as readonly Input[];
    const used = needs.map((input) => transits[input.transits[0] as number] as Transit);
    const slowest = Math.max(
      0,
      ...used.map(({ leadTime, orderLeadTime }) => leadTime + orderLeadTime),
    );
    const processingPeriods = site.inputs.length > 1 ? random.integer(3) : 0;
    const rate = rates[s] as number;
    const underWay = habits.underWay ? rate * slowest : 0;
    const need = { rate, leadPeriods: slowest + processingPeriods, underWay };
    return {
      ...idOf('s', s),
      ...drawStock(random, habits, need),
      ...noLimits,
      serviceRule: habits.serviceRule,
      processingPeriods,
      inputs: needs,
      deliveries: indexes(transits, ({ fromStore }) => fromStore === s),
      demands: indexes(demands, ({ store }) => store === s),
    };
  });
}

const noLimits = {
  beginsFull: false,
  minimumOrder: 0,
  orderCapacity: Number.POSITIVE_INFINITY,
  safetyFactor: Number.NaN,
  serviceTime: 0,
  holdingCost: 0,
  backorderCost: 0,
  unitOrderCost: 0,
  fixedOrderCost: 0,
};

/** Ids whose order as text is that of their numbers; nodes are of no account to the stepper. */
const idOf = (kind: string, index: number) => ({
  twin: `${kind}${String(index).padStart(5, '0')}`,
  node: 'szxd'.indexOf(kind) * 100_000 + index,
});

function indexes<T>(items: readonly T[], keep: (item: T) => boolean): number[] {
  return items.flatMap((item, index) => (keep(item) ? [index] : []));
}

interface Links {
  readonly transits: readonly Transit[];
  /** By store. */
  readonly inputs: readonly (readonly Input[])[];
}

/** Lead times of a few periods, longer higher up in some chains; second sources take longer. */
function drawTransits(random: RandomStream, { sites }: ChainDraft): Links {
  const usual = 1 + 5 * random.uniform() ** 2;
  const [climb, informed] = [random.uniform(), random.uniform() < 0.8];
  const tiers = 1 + Math.max(...sites.map(({ tier }) => tier));
  const transits: Transit[] = [];
  const inputs = sites.map(({ tier, inputs: needs }, toStore) => {
    return needs.map(({ item, quantityPer, sources }): Input => {
      const fromSupplies = tier === tiers - 1;
      const lead = usual * (1 + (climb * tier * 2) / tiers) * Math.exp(0.4 * random.normal());
      const own = sources.map((source, preference) => {
        const slower = preference === 0 ? 1 : between(random, 1, 2.5);
        transits.push({
          ...idOf('x', transits.length),
          fromStore: fromSupplies ? -1 : source,
          fromSupply: fromSupplies ? source : -1,
          toStore,
          leadTime: Math.min(30, Math.round(lead * slower)),
          orderLeadTime: informed ? 0 : random.integer(2),
          quantityPer,
          preference,
          item,
          inTransitHoldingCost: 0,
          pipeline: [],
        });
        return transits.length - 1;
      });
      return { item, quantityPer, transits: own };
    });
  });
  return { transits, inputs };
}

/** At every site of the lowest tier, and here and there above. */
function drawDemands(random: RandomStream, { sites }: ChainDraft, habits: ChainHabits): Demand[] {
  const above = 0.15 * random.uniform();
  const demands: Demand[] = [];
  sites.forEach(({ tier }, store) => {
    if (tier > 0 && random.uniform() >= above) return;
    const id = idOf('d', demands.length);
    const drawn = drawDemand(random, habits);
    demands.push({ ...id, store, key: hashText(id.twin), ...drawn, lostSaleCost: 0 });
  });
  return demands;
}

interface Flows extends Links {
  readonly demands: readonly Demand[];
}

/** Mean units asked of each site in a period. */
function ratesOf({ sites }: ChainDraft, { transits, inputs, demands }: Flows): Float64Array {
  const rates = new Float64Array(sites.length);
  for (const { store, mean } of demands) rates[store] = (rates[store] as number) + mean;
  for (let s = 0; s < sites.length; s++) {
    for (const { quantityPer, transits: from } of inputs[s] as readonly Input[]) {
      const { fromStore } = transits[from[0] as number] as Transit;
      if (fromStore < 0) continue;
      rates[fromStore] = (rates[fromStore] as number) + quantityPer * (rates[s] as number);
    }
  }
  return rates;
}

interface Opening {
  readonly rates: Float64Array;
  readonly underWay: boolean;
}

/** Preferred transits with a period's mean in each place, where goods are under way at the start. */
function withPipelines(
  transits: readonly Transit[],
  inputs: Links['inputs'],
  { rates, underWay }: Opening,
): Transit[] {
  const preferred = new Set(inputs.flat().map((input) => input.transits[0]));
  return transits.map((transit, t) => {
    if (!underWay || !preferred.has(t)) return transit;
    const units = transit.quantityPer * (rates[transit.toStore] as number);
    const length = transit.leadTime + transit.orderLeadTime;
    return { ...transit, pipeline: new Array<number>(length).fill(units) };
  });
}

/** Ample for most supplies, else somewhat above what is usually asked. */
function drawCapacity(
  random: RandomStream,
  deliveries: readonly number[],
  { transits, inputs, rates }: Links & { readonly rates: Float64Array },
): number {
  const [ample, spare] = [random.uniform() < 0.6, between(random, 1.15, 3)];
  if (ample) return Number.POSITIVE_INFINITY;
  let asked = 0;
  for (const t of deliveries) {
    const { toStore, quantityPer } = transits[t] as Transit;
    const first = (inputs[toStore] as readonly Input[]).some((input) => input.transits[0] === t);
    if (first) asked += quantityPer * (rates[toStore] as number);
  }
  return asked > 0 ? asked * spare : Number.POSITIVE_INFINITY;
}
