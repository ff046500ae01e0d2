/** Builds roads and trips of a graph from its twins' behaviours. Called by the congestion mechanism. */
import { type Behaviour, behaviourOf, behaviours } from '../../../behaviour/behaviours.ts';
import { keptPerGraph } from '../../../behaviour/kept-per-graph.ts';
import { compareText } from '../../../model/compare-text.ts';
import { LinchpinError } from '../../../model/errors.ts';
import type { TwinGraph } from '../../../model/graph.ts';
import { asNumber } from '../../../model/json.ts';
import { valueAt } from '../../../model/path.ts';
import type { Catalogue } from '../../../ontology/catalogue.ts';
import type { Place, Road, RoadModel } from './road-model.ts';
import { type Link, roadNetwork, type Trips } from './road-network.ts';

const unlimited = Number.POSITIVE_INFINITY;

/** Kilometres an hour, where a road states neither its time nor its speed. */
const standardSpeed = 50;

/**
 * The roads and trips of a graph, made once for each graph and catalogue; undefined when it has no
 * road or no trip. A road without both ends takes no part; numbers that are absent count as
 * `CongestedLink` says. `BAD_USER_INPUT` for a number below zero, naming the twin.
 */
export const roadModel = keptPerGraph(build);

function build(graph: TwinGraph, catalogue: Catalogue): RoadModel | undefined {
  const zone = behaviourOf(graph, catalogue, behaviours.tripZone);
  const asked = tripsOf(graph, zone.nodes());
  if (asked.length === 0) return undefined;
  const road = behaviourOf(graph, catalogue, behaviours.congestedLink);
  const found = road.nodes().flatMap((node) => {
    const [from, to] = [targetOf(graph, node, 'connectsFrom'), targetOf(graph, node, 'connectsTo')];
    return from < 0 || to < 0 ? [] : [{ ...named(graph, node), from, to }];
  });
  if (found.length === 0) return undefined;
  found.sort(byTwin);
  const ends = [...found, ...asked].flatMap(({ from, to }) => [from, to]);
  const places = [...new Set(ends)].map((node) => named(graph, node)).sort(byTwin);
  const placeOf = new Map(places.map(({ node }, place) => [node, place]));
  const placed = <T extends Ends>(each: T) => ({
    ...each,
    from: placeOf.get(each.from) as number,
    to: placeOf.get(each.to) as number,
  });
  const links = found.map((each) => ({ ...linkOf(road, each), ...placed(each) }));
  const impassable = found.map(({ node }) => (road.number(node, 'capacity') === 0 ? 1 : 0));
  const blocked = places.flatMap(({ node }, place) =>
    zone.value(node, 'throughTraffic') === false ? [place] : [],
  );
  return {
    network: roadNetwork(places.length, links, asked.map(placed), blocked),
    roads: found.map(({ twin, node }) => ({ twin, node })),
    places,
    impassable: Uint8Array.from(impassable),
  };
}

interface Ends {
  readonly from: number;
  readonly to: number;
}

/** Trips between nodes of the graph, in an order that is the same however it was built. */
function tripsOf(graph: TwinGraph, zones: readonly number[]): Trips[] {
  const found: (Trips & { readonly id: string })[] = [];
  for (const from of zones) {
    const edges = graph.outEdges(from);
    for (let i = 0; i < edges.length; i++) {
      const edge = edges[i] as number;
      if (graph.nameAt(edge) !== 'tripsTo') continue;
      const relationship = graph.relationshipAt(edge);
      const trips = asNumber(valueAt(relationship?.properties ?? {}, 'trips'));
      if (trips < 0) throw below(`${graph.idAt(from)}/${relationship?.id}`, 'trips', trips);
      const id = `${relationship?.id}`;
      if (trips > 0) found.push({ from, to: graph.targetOf(edge), trips, id });
    }
  }
  return found.sort((a, b) => compareText(a.id, b.id));
}

/** Times in minutes; capacity and trips in vehicles an hour. */
function linkOf(road: Behaviour, { node, twin }: Road): Omit<Link, 'from' | 'to'> {
  const number = (property: string, otherwise: number) => {
    const value = road.number(node, property);
    if (value < 0) throw below(twin, property, value);
    return Number.isFinite(value) ? value : otherwise;
  };
  const length = number('length', 0);
  const speed = number('speedLimit', 0) || standardSpeed;
  return {
    freeFlowTime: number('freeFlowTime', (60 * length) / speed),
    capacity: number('capacity', unlimited) || unlimited,
    ...optional('delayCoefficient', number('delayCoefficient', Number.NaN)),
    ...optional('delayExponent', number('delayExponent', Number.NaN)),
    fixedCost:
      number('toll', 0) * number('minutesPerToll', 0) + length * number('minutesPerKilometre', 0),
  };
}

function optional(name: string, value: number): Record<string, number> {
  return Number.isNaN(value) ? {} : { [name]: value };
}

function below(where: string, property: string, value: number): LinchpinError {
  return new LinchpinError({
    code: 'BAD_USER_INPUT',
    where,
    message: `its ${property} is ${value}`,
    expected: 'a number that is not below zero',
    action: 'correct it in the graph, or by an edit of the scenario',
  });
}

function named(graph: TwinGraph, node: number): Place {
  return { twin: graph.idAt(node) ?? '', node };
}

function byTwin(a: Road, b: Road): number {
  return compareText(a.twin, b.twin);
}

/** The target of a relationship; of the one with the lowest id where there are several, else -1. */
function targetOf(graph: TwinGraph, node: number, name: string): number {
  const edges = graph.outEdges(node);
  let [target, least] = [-1, ''];
  for (let i = 0; i < edges.length; i++) {
    const edge = edges[i] as number;
    if (graph.nameAt(edge) !== name) continue;
    const id = graph.relationshipAt(edge)?.id ?? '';
    if (target < 0 || compareText(id, least) < 0) [target, least] = [graph.targetOf(edge), id];
  }
  return target;
}
