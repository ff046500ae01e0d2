/** Builds the water networks of a graph from its twins. Called by the water mechanism. */
import { type Behaviour, behaviourOf } from '../../../behaviour/behaviours.ts';
import { keptPerGraph } from '../../../behaviour/kept-per-graph.ts';
import { compareText } from '../../../model/compare-text.ts';
import type { TwinGraph } from '../../../model/graph.ts';
import type { Json, JsonObject } from '../../../model/json.ts';
import type { Catalogue } from '../../../ontology/catalogue.ts';
import { isCurve, isRecord, isText, namedList } from './properties.ts';
import type { Element, IncompleteNetwork, LinkElement, Place, WaterModel } from './water-model.ts';
import { settingsOf } from './water-settings.ts';

/** DTMI of what is simulated: a network of `ontology/water`. */
export const waterNetwork = 'dtmi:linchpin:water:WaterNetwork;1';

const nodeModels = { junction: 'Junction', reservoir: 'Reservoir', tank: 'Tank' } as const;
const linkModels = { pipe: 'Pipe', pump: 'Pump', valve: 'Valve' } as const;

export interface WaterNetworks {
  readonly complete: readonly WaterModel[];
  readonly incomplete: readonly IncompleteNetwork[];
}

/**
 * The networks of a graph by twin id, made once for each graph and catalogue. Nodes are those
 * `partOf` a network; links belong where they begin. A network is complete when it states its
 * `times` (as an import from EPANET does), has a reservoir or tank and a junction, and each twin has
 * what EPANET cannot do without: see `needs`.
 */
export const waterNetworks = keptPerGraph(build);

function build(graph: TwinGraph, catalogue: Catalogue): WaterNetworks {
  const read = (name: string) => behaviourOf(graph, catalogue, `dtmi:linchpin:water:${name};1`);
  const complete: WaterModel[] = [];
  const incomplete: IncompleteNetwork[] = [];
  const networks = placesOf(graph, read('WaterNetwork'));
  if (networks.length === 0) return { complete, incomplete };
  const elements = {
    nodes: elementsOf(graph, read, nodeModels),
    links: elementsOf(graph, read, linkModels),
  };
  for (const network of networks) {
    const model = modelOf(graph, network, elements);
    const lacks = lacksOf(model);
    if (lacks.length === 0) complete.push(model);
    else incomplete.push({ network, lacks });
  }
  return { complete, incomplete };
}

interface Elements {
  readonly nodes: readonly Element[];
  readonly links: readonly Element[];
}

/** The elements of the kinds, kind by kind, of each kind by twin id. */
function elementsOf(
  graph: TwinGraph,
  read: (name: string) => Behaviour,
  kinds: Readonly<Partial<Record<Element['kind'], string>>>,
): Element[] {
  return Object.entries(kinds).flatMap(([kind, model]) =>
    placesOf(graph, read(model)).map((place) => {
      const properties = graph.twinAt(place.node)?.properties ?? {};
      return { ...place, kind: kind as Element['kind'], name: '', properties };
    }),
  );
}

function placesOf(graph: TwinGraph, behaviour: Behaviour): Place[] {
  const places = behaviour.nodes().map((node) => ({ twin: graph.idAt(node) ?? '', node }));
  return places.sort((a, b) => compareText(a.twin, b.twin));
}

function modelOf(graph: TwinGraph, network: Place, elements: Elements): WaterModel {
  const isOwn = ({ node }: Place) => targetOf(graph, node, 'partOf') === network.node;
  const nodes = withNames(elements.nodes.filter(isOwn), 'n');
  const indexOf = new Map(nodes.map(({ node }, index) => [node, index]));
  const links: LinkElement[] = [];
  for (const link of elements.links) {
    const from = indexOf.get(targetOf(graph, link.node, 'connectsFrom'));
    const to = indexOf.get(targetOf(graph, link.node, 'connectsTo'));
    if (from !== undefined && to !== undefined) links.push({ ...link, from, to });
  }
  const properties = graph.twinAt(network.node)?.properties ?? {};
  return {
    network,
    properties,
    nodes,
    junctionCount: nodes.filter(({ kind }) => kind === 'junction').length,
    links: withNames(links, 'l'),
    settings: settingsOf(properties),
  };
}

/**
 * The name of a twin where EPANET can take it, else its id, so that controls and rules may name
 * either; a number where EPANET can take neither.
 */
function withNames<T extends Element>(elements: readonly T[], letter: string): T[] {
  const taken = new Set<string>();
  const take = (text: Json | undefined): string => {
    if (!isText(text) || !/^[^\s;"[\]]{1,31}$/.test(text)) return '';
    if (taken.has(text.toUpperCase())) return '';
    taken.add(text.toUpperCase());
    return text;
  };
  const named = elements.map((element) => ({ ...element, name: take(element.properties.name) }));
  let next = 0;
  return named.map((element) => {
    const name = element.name || take(element.twin);
    if (name !== '') return { ...element, name };
    do next++;
    while (taken.has(`${letter}${next}`.toUpperCase()));
    return { ...element, name: `${letter}${next}` };
  });
}

type Need = (properties: JsonObject, network: JsonObject) => string | undefined;

const positive =
  (...names: readonly string[]): Need =>
  (properties) =>
    names.find((name) => !(Number(properties[name]) > 0));

/** What a twin of a kind cannot do without: gives the first property that it lacks. */
const needs: Readonly<Record<Element['kind'], Need>> = {
  junction: (properties) => missing(properties, 'elevation'),
  reservoir: (properties) => missing(properties, 'totalHead'),
  tank: (properties, network) =>
    missing(properties, 'elevation', 'minimumLevel', 'maximumLevel') ??
    (Number(properties.minimumLevel) < Number(properties.maximumLevel)
      ? undefined
      : 'maximumLevel above its minimumLevel') ??
    (properties.level === undefined ? missing(properties, 'initialLevel') : undefined) ??
    (hasCurve(network, properties.volumeCurve)
      ? undefined
      : positive('diameter')(properties, network)),
  pipe: positive('length', 'diameter', 'roughness'),
  pump: (properties, network) =>
    hasCurve(network, properties.headCurve) || Number(properties.power) > 0
      ? undefined
      : 'headCurve or power',
  valve: (properties, network) =>
    (isText(properties.valveType) ? undefined : 'valveType') ??
    (properties.valveType !== 'general' || hasCurve(network, properties.headlossCurve)
      ? positive('diameter')(properties, network)
      : 'headlossCurve'),
};

function missing(properties: JsonObject, ...names: readonly string[]): string | undefined {
  return names.find((name) => typeof properties[name] !== 'number');
}

function hasCurve(network: JsonObject, name: unknown): boolean {
  return namedList(network.curves).some((curve) => curve.name === name && isCurve(curve));
}

function lacksOf({ network, properties, nodes, links, junctionCount }: WaterModel) {
  const lacks: { twin: string; what: string }[] = [];
  if (!isRecord(properties.times)) lacks.push({ twin: network.twin, what: 'times' });
  if (junctionCount === 0) lacks.push({ twin: network.twin, what: 'junction' });
  if (junctionCount === nodes.length) lacks.push({ twin: network.twin, what: 'reservoir or tank' });
  for (const element of [...nodes, ...links]) {
    const what = needs[element.kind](element.properties, properties);
    if (what !== undefined) lacks.push({ twin: element.twin, what });
  }
  return lacks;
}

function targetOf(graph: TwinGraph, node: number, name: string): number {
  const edges = graph.outEdges(node);
  for (let i = 0; i < edges.length; i++) {
    if (graph.nameAt(edges[i] as number) === name) return graph.targetOf(edges[i] as number);
  }
  return -1;
}
