/**
 * Which twins of a graph make up its electrical networks: nodes, links and what stands at nodes. Parts are
 * what is connected, or part of the same network twin. Called by `power-models.ts`.
 *
 * A link that another link names as its end (a switch at the end of a line) is a node as well. A
 * part counts where some link has a reactance and a demand stands at one of its nodes: a drawing of
 * busbars without either is not a network to compute.
 */
import { type Behaviour, behaviourOf, behaviours } from '../../../behaviour/behaviours.ts';
import { compareText } from '../../../model/compare-text.ts';
import { DisjointSets } from '../../../model/disjoint-sets.ts';
import type { TwinGraph } from '../../../model/graph.ts';
import type { Catalogue } from '../../../ontology/catalogue.ts';
import { hasReactance } from './link-values.ts';

export type Reading = Readonly<
  Record<'node' | 'link' | 'source' | 'demand' | 'shunt' | 'network', Behaviour>
>;

export function readingOf(graph: TwinGraph, catalogue: Catalogue): Reading {
  const read = (id: string) => behaviourOf(graph, catalogue, id);
  return {
    node: read(behaviours.potentialNode),
    link: read(behaviours.potentialLink),
    source: read(behaviours.potentialSource),
    demand: read(behaviours.demand),
    shunt: read(behaviours.potentialShunt),
    network: read(behaviours.potentialNetwork),
  };
}

/** What is connected or part of one network, all by graph index and in the order of ids. */
export interface NetworkPart {
  /** Nodes, and links that are ends of links. */
  readonly nodes: readonly number[];
  readonly links: readonly number[];
  readonly sources: readonly number[];
  readonly loads: readonly number[];
  readonly shunts: readonly number[];
}

/** The ends of a link that are nodes or links: its first, its second, -1 where there is none. */
export function endsOf(graph: TwinGraph, reading: Reading, link: number): [number, number] {
  const end = (name: string) => {
    const target = targetOf(graph, link, name);
    const model = target < 0 ? undefined : graph.modelAt(target);
    if (model === undefined || target === link) return -1;
    return reading.node.has(model) || reading.link.has(model) ? target : -1;
  };
  return [end('connectsFrom'), end('connectsTo')];
}

/** The network that a node is part of; -1 for none. */
export function networkOf(graph: TwinGraph, reading: Reading, node: number): number {
  const network = targetOf(graph, node, 'partOf');
  const model = network < 0 ? undefined : graph.modelAt(network);
  return model !== undefined && reading.network.has(model) ? network : -1;
}

export function targetOf(graph: TwinGraph, node: number, name: string): number {
  const edges = graph.outEdges(node);
  for (let i = 0; i < edges.length; i++) {
    const edge = edges[i] as number;
    if (graph.nameAt(edge) === name) return graph.targetOf(edge);
  }
  return -1;
}

export function networkParts(graph: TwinGraph, reading: Reading): NetworkPart[] {
  const byId = (nodes: number[]) =>
    nodes.sort((a, b) => compareText(graph.idAt(a) ?? '', graph.idAt(b) ?? ''));
  const links = byId(reading.link.nodes());
  const sets = new DisjointSets(graph.nodeCount);
  const nodes = new Set(reading.node.nodes());
  for (const link of links) {
    for (const end of endsOf(graph, reading, link)) {
      if (end < 0) continue;
      sets.join(link, end);
      nodes.add(end);
    }
  }
  for (const node of nodes) {
    const network = networkOf(graph, reading, node);
    if (network >= 0) sets.join(node, network);
  }
  const standing = (behaviour: Behaviour) =>
    byId(behaviour.nodes().filter((node) => nodes.has(targetOf(graph, node, 'connectsTo'))));
  const at = (node: number) => sets.find(targetOf(graph, node, 'connectsTo'));
  const [sources, demands, shunts] = [reading.source, reading.demand, reading.shunt].map(standing);
  const loads = (demands ?? []).filter((node) => isElectric(reading, node));
  const parts = new Map<number, NetworkPart & { readonly nodes: number[] }>();
  const withReactance = new Set(
    links
      .filter((node) =>
        hasReactance({ twin: graph.idAt(node) ?? '', node, behaviour: reading.link }),
      )
      .map((node) => sets.find(node)),
  );
  const taking = new Set(loads.map(at));
  for (const node of byId([...nodes])) {
    const root = sets.find(node);
    if (!withReactance.has(root) || !taking.has(root)) continue;
    const part = parts.get(root);
    if (part !== undefined) part.nodes.push(node);
    else {
      const its = (list: readonly number[] | undefined) =>
        (list ?? []).filter((e) => at(e) === root);
      parts.set(root, {
        nodes: [node],
        links: links.filter((link) => sets.find(link) === root),
        sources: its(sources),
        loads: its(loads),
        shunts: its(shunts),
      });
    }
  }
  return [...parts.values()];
}

/** What takes something else than power at a node, such as heat, is none of a network's loads. */
function isElectric({ demand }: Reading, node: number): boolean {
  const commodity = demand.value(node, 'commodity');
  return commodity === undefined || commodity === 'power';
}
