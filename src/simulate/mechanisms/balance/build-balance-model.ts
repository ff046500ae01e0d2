/** Builds the supply chain of a graph from its twins' behaviours. Called by the balance mechanism. */

import { type Behaviour, behaviourOf, behaviours } from '../../../behaviour/behaviours.ts';
import { keptPerGraph } from '../../../behaviour/kept-per-graph.ts';
import { compareText } from '../../../model/compare-text.ts';
import { LinchpinError } from '../../../model/errors.ts';
import type { TwinGraph } from '../../../model/graph.ts';
import type { Catalogue } from '../../../ontology/catalogue.ts';
import type { BalanceModel, Input, Transit } from './balance-model.ts';
import { cyclicItems } from './cyclic-items.ts';
import { storeOf } from './read-store.ts';
import { demandOf, type Places, transitOf } from './read-transit.ts';
import { Reading } from './reading.ts';
import { settleLevels } from './settle-levels.ts';

const day = 86_400;

/**
 * The chain of a graph, made once for each graph and catalogue; undefined when it has no store. A
 * transit without both ends, or a demand without a store, takes no part. Stores that name several
 * period lengths share the shortest. Throws `BAD_USER_INPUT` for a number that cannot be meant, such
 * as a negative lead time, and for an item that is made of itself.
 */
export const balanceModel = keptPerGraph(build);

function build(graph: TwinGraph, catalogue: Catalogue): BalanceModel | undefined {
  const readings = (id: string) => {
    const behaviour = behaviourOf(graph, catalogue, id);
    return byId(behaviour, graph);
  };
  const placed = readings(behaviours.store);
  if (placed.length === 0) return undefined;
  const storeIndex = indexOf(placed);
  const sources = readings(behaviours.supply).filter(({ node }) => !storeIndex.has(node));
  const places: Places = { stores: storeIndex, supplies: indexOf(sources) };
  const items = new Map(
    [...placed, ...sources].map((place) => [place.node, itemOf(place, places)]),
  );
  const itemAt = (node: number) => items.get(node) ?? '';
  const transits = readings(behaviours.transit).flatMap(
    (reading) => transitOf(reading, places, itemAt) ?? [],
  );
  refuseCycle(transits, placed, itemAt);
  const demands = readings(behaviours.periodicDemand).flatMap(
    (reading) => demandOf(reading, storeIndex) ?? [],
  );
  const into = indexesBy(transits, (transit) => transit.toStore);
  const outOf = indexesBy(transits, (transit) => transit.fromStore);
  const fromSupply = indexesBy(transits, (transit) => transit.fromSupply);
  const asking = indexesBy(demands, (demand) => demand.store);
  const stores = placed.map((reading, s) =>
    storeOf(reading, {
      inputs: inputsOf(transits, into.get(s) ?? []),
      deliveries: outOf.get(s) ?? [],
      demands: asking.get(s) ?? [],
    }),
  );
  const supplies = sources.map((reading, s) => ({
    twin: reading.twin,
    node: reading.node,
    capacity: reading.atLeast('capacity', 0, Number.POSITIVE_INFINITY),
    deliveries: fromSupply.get(s) ?? [],
  }));
  const sequence = downstreamFirst(
    stores.map((store) => store.deliveries),
    transits,
  );
  return {
    periodLength: shortestPeriod(placed),
    stores: settleLevels({ stores, transits, demands, sequence }),
    supplies,
    transits,
    demands,
    sequence,
  };
}

/** Readings of a behaviour's twins in the order of their ids. */
function byId(behaviour: Behaviour, graph: TwinGraph): Reading[] {
  const readings = behaviour.nodes().map((node) => new Reading(graph, behaviour, node));
  return readings.sort((a, b) => compareText(a.twin, b.twin));
}

function itemOf(place: Reading, { stores }: Places): string {
  const item = place.value(stores.has(place.node) ? 'item' : 'commodity');
  return typeof item === 'string' ? item : '';
}

/** Seconds; those that are not above zero do not count. */
function shortestPeriod(stores: readonly Reading[]): number {
  const lengths = stores.map((store) => store.number('periodLength'));
  const shortest = lengths.reduce(
    (least, length) => (length > 0 ? Math.min(least, length) : least),
    Number.POSITIVE_INFINITY,
  );
  return Number.isFinite(shortest) ? shortest : day;
}

function refuseCycle(
  transits: readonly Transit[],
  stores: readonly Reading[],
  itemAt: (node: number) => string,
): void {
  const cycle = cyclicItems(transits, (store) => itemAt(stores[store]?.node ?? -1), stores);
  if (cycle === undefined) return;
  throw new LinchpinError({
    code: 'BAD_USER_INPUT',
    where: cycle.twin,
    message: `the bill of materials is a circle: ${cycle.items.join(' of ')}`,
    expected: 'no item that is made, over any steps, of itself',
    action: 'remove a transit of the circle, or give its stores the items that they hold',
  });
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

/** Stores by depth first search along their deliveries, each after all that it reaches. */
function downstreamFirst(
  deliveries: readonly (readonly number[])[],
  transits: readonly Transit[],
): Int32Array {
  const order: number[] = [];
  const seen = new Set<number>();
  const stack: [number, number][] = [];
  for (let start = 0; start < deliveries.length; start++) {
    if (seen.has(start)) continue;
    seen.add(start);
    stack.push([start, 0]);
    for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
      const delivery = deliveries[top[0]]?.[top[1]++];
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

function indexOf(readings: readonly Reading[]): Map<number, number> {
  return new Map(readings.map(({ node }, index) => [node, index]));
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
