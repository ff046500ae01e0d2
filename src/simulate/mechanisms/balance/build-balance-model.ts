/** Builds the supply chain of a graph from its twins' behaviours. Called by the balance mechanism. */

import { type Behaviour, behaviourOf, behaviours } from '../../../behaviour/behaviours.ts';
import { compareText } from '../../../model/compare-text.ts';
import type { TwinGraph } from '../../../model/graph.ts';
import { hashText } from '../../../model/random.ts';
import type { Catalogue } from '../../../ontology/catalogue.ts';
import type { BalanceModel, Demand, Input, Store, Transit } from './balance-model.ts';

const day = 86_400;

const models = new WeakMap<
  TwinGraph,
  WeakMap<Catalogue, { readonly model?: BalanceModel | undefined }>
>();

/**
 * The chain of a graph, made once for each graph and catalogue; undefined when it has no store. Numbers that make no sense count as their
 * defaults; a transit without both ends, or a demand without a store, takes no part. Stores that
 * name several period lengths share the shortest.
 */
export function balanceModel(graph: TwinGraph, catalogue: Catalogue): BalanceModel | undefined {
  let byCatalogue = models.get(graph);
  if (byCatalogue === undefined) {
    byCatalogue = new WeakMap();
    models.set(graph, byCatalogue);
  }
  let built = byCatalogue.get(catalogue);
  if (built === undefined) {
    built = { model: build(graph, catalogue) };
    byCatalogue.set(catalogue, built);
  }
  return built.model;
}

function build(graph: TwinGraph, catalogue: Catalogue): BalanceModel | undefined {
  const read = (id: string) => behaviourOf(graph, catalogue, id);
  const chain: Chain = { graph, store: read(behaviours.store), supply: read(behaviours.supply) };
  const storeNodes = byId(graph, chain.store);
  if (storeNodes.length === 0) return undefined;
  const storeIndex = indexOf(storeNodes);
  const supplyNodes = byId(graph, chain.supply).filter((node) => !storeIndex.has(node));
  const places = { stores: storeIndex, supplies: indexOf(supplyNodes) };
  const transits = transitsOf(chain, read(behaviours.transit), places);
  const demands = demandsOf(graph, read(behaviours.periodicDemand), places.stores);
  const into = indexesBy(transits, (transit) => transit.toStore);
  const outOf = indexesBy(transits, (transit) => transit.fromStore);
  const fromSupply = indexesBy(transits, (transit) => transit.fromSupply);
  const asking = indexesBy(demands, (demand) => demand.store);
  const stores = storeNodes.map((node, s) =>
    storeOf(chain, node, {
      inputs: inputsOf(transits, into.get(s) ?? []),
      deliveries: outOf.get(s) ?? [],
      demands: asking.get(s) ?? [],
    }),
  );
  const supplies = supplyNodes.map((node, s) => ({
    twin: idAt(graph, node),
    node,
    capacity: atLeastZero(chain.supply.number(node, 'capacity'), Number.POSITIVE_INFINITY),
    deliveries: fromSupply.get(s) ?? [],
  }));
  let shortest = Number.POSITIVE_INFINITY;
  for (const node of storeNodes) {
    const length = chain.store.number(node, 'periodLength');
    if (length > 0) shortest = Math.min(shortest, length);
  }
  return {
    periodLength: Number.isFinite(shortest) ? shortest : day,
    stores,
    supplies,
    transits,
    demands,
    sequence: downstreamFirst(stores, transits),
  };
}

interface Chain {
  readonly graph: TwinGraph;
  readonly store: Behaviour;
  readonly supply: Behaviour;
}

interface Places {
  readonly stores: ReadonlyMap<number, number>;
  readonly supplies: ReadonlyMap<number, number>;
}

function transitsOf(
  { graph, store, supply }: Chain,
  transit: Behaviour,
  places: Places,
): Transit[] {
  const transits: Transit[] = [];
  for (const node of byId(graph, transit)) {
    const from = targetOf(graph, node, 'carriesFrom');
    const toStore = places.stores.get(targetOf(graph, node, 'carriesTo')) ?? -1;
    const fromStore = places.stores.get(from) ?? -1;
    const fromSupply = places.supplies.get(from) ?? -1;
    if (toStore < 0 || (fromStore < 0 && fromSupply < 0)) continue;
    const item = fromStore < 0 ? supply.value(from, 'commodity') : store.value(from, 'item');
    transits.push({
      twin: idAt(graph, node),
      node,
      fromStore,
      fromSupply,
      toStore,
      leadTime: periods(transit.number(node, 'leadTimePeriods')),
      orderLeadTime: periods(transit.number(node, 'orderLeadTimePeriods')),
      quantityPer: positive(transit.number(node, 'quantityPer'), 1),
      preference: orZero(transit.number(node, 'preference')),
      item: typeof item === 'string' ? item : '',
    });
  }
  return transits;
}

function demandsOf(
  graph: TwinGraph,
  demand: Behaviour,
  stores: ReadonlyMap<number, number>,
): Demand[] {
  const demands: Demand[] = [];
  for (const node of byId(graph, demand)) {
    const store = stores.get(targetOf(graph, node, 'servedBy'));
    if (store === undefined) continue;
    const series = demand.value(node, 'demandSeries');
    demands.push({
      twin: idAt(graph, node),
      node,
      store,
      key: hashText(idAt(graph, node)),
      mean: atLeastZero(demand.number(node, 'demandMean'), 0),
      standardDeviation: atLeastZero(demand.number(node, 'demandStandardDeviation'), 0),
      series: Array.isArray(series) ? series.map((units) => atLeastZero(Number(units), 0)) : [],
    });
  }
  return demands;
}

interface Links {
  readonly inputs: readonly Input[];
  readonly deliveries: readonly number[];
  readonly demands: readonly number[];
}

/** Inputs by item, each with its alternatives by preference, then id. */
function inputsOf(transits: readonly Transit[], into: readonly number[]): Input[] {
  const byItem = new Map<string, number[]>();
  for (const t of into) {
    const { item } = transits[t] as Transit;
    const alternatives = byItem.get(item);
    if (alternatives === undefined) byItem.set(item, [t]);
    else alternatives.push(t);
  }
  const preference = (t: number) => (transits[t] as Transit).preference;
  return Array.from(byItem, ([item, alternatives]) => {
    alternatives.sort((x, y) => preference(x) - preference(y) || x - y);
    const { quantityPer } = transits[alternatives[0] as number] as Transit;
    return { item, quantityPer, transits: alternatives };
  });
}

function storeOf({ graph, store }: Chain, node: number, linked: Links): Store {
  const baseStockLevel = store.number(node, 'baseStockLevel');
  return {
    twin: idAt(graph, node),
    node,
    initialOnHand: atLeastZero(store.number(node, 'onHand'), Math.max(0, orZero(baseStockLevel))),
    baseStockLevel,
    holdingCost: orZero(store.number(node, 'holdingCost')),
    backorderCost: orZero(store.number(node, 'backorderCost')),
    processingPeriods: periods(store.number(node, 'processingPeriods')),
    ...linked,
  };
}

function downstreamFirst(stores: readonly Store[], transits: readonly Transit[]): Int32Array {
  const order: number[] = [];
  const seen = new Set<number>();
  const stack: [number, number][] = [];
  for (let start = 0; start < stores.length; start++) {
    if (seen.has(start)) continue;
    seen.add(start);
    stack.push([start, 0]);
    for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
      const delivery = (stores[top[0]] as Store).deliveries[top[1]++];
      if (delivery === undefined) {
        order.push(top[0]);
        stack.pop();
        continue;
      }
      const next = (transits[delivery] as Transit).toStore;
      if (seen.has(next)) continue;
      seen.add(next);
      stack.push([next, 0]);
    }
  }
  return Int32Array.from(order);
}

function byId(graph: TwinGraph, behaviour: Behaviour): number[] {
  const ids = behaviour.nodes().map((node) => [idAt(graph, node), node] as const);
  return ids.sort(([a], [b]) => compareText(a, b)).map(([, node]) => node);
}

function idAt(graph: TwinGraph, node: number): string {
  return graph.twinAt(node)?.id ?? '';
}

function indexOf(nodes: readonly number[]): Map<number, number> {
  return new Map(nodes.map((node, index) => [node, index]));
}

function targetOf(graph: TwinGraph, node: number, name: string): number {
  const edges = graph.outEdges(node);
  for (let i = 0; i < edges.length; i++) {
    if (graph.relationshipAt(edges[i] as number)?.name === name)
      return graph.targetOf(edges[i] as number);
  }
  return -1;
}

function indexesBy<T>(items: readonly T[], keyOf: (item: T) => number): Map<number, number[]> {
  const indexes = new Map<number, number[]>();
  items.forEach((item, index) => {
    const known = indexes.get(keyOf(item));
    if (known === undefined) indexes.set(keyOf(item), [index]);
    else known.push(index);
  });
  return indexes;
}

function orZero(value: number): number {
  return Number.isFinite(value) ? value : 0;
}

function atLeastZero(value: number, otherwise: number): number {
  return value >= 0 ? value : otherwise;
}

function positive(value: number, otherwise: number): number {
  return value > 0 && Number.isFinite(value) ? value : otherwise;
}

function periods(value: number): number {
  return value > 0 ? Math.min(Math.round(value), 100_000) : 0;
}
