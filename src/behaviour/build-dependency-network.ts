/**
 * Builds the dependency network of a graph: from `dependsOn` relationships, and from those that
 * bindings say are dependencies. Called by the dependency mechanism and by the predictor.
 */
import type { TwinGraph } from '../model/graph.ts';
import { asNumber } from '../model/json.ts';
import type { Relationship } from '../model/relationship.ts';
import type { Catalogue, RelationshipBinding } from '../ontology/catalogue.ts';
import { type Behaviour, behaviourOf, behaviours } from './behaviours.ts';
import type { DependencyNetwork } from './dependency-network.ts';
import { rulesOf } from './dependency-rules.ts';

/** One support: `node` needs `support` in a group, says `edge`. */
interface Support {
  readonly node: number;
  readonly group: string;
  readonly support: number;
  readonly weight: number;
  readonly edge: number;
}

interface Group {
  readonly owner: number;
  readonly name: string;
  readonly need: number;
  readonly grounded: boolean;
  readonly supports: readonly Support[];
  readonly weights: readonly number[];
}

const networks = new WeakMap<TwinGraph, WeakMap<Catalogue, DependencyNetwork>>();

/**
 * The dependency network of a graph; made once for each graph and catalogue. A twin is never its
 * own support, a weight that is not a positive number counts as 1, and a negative delay as 0.
 */
export function dependencyNetwork(graph: TwinGraph, catalogue: Catalogue): DependencyNetwork {
  let byCatalogue = networks.get(graph);
  if (byCatalogue === undefined) {
    byCatalogue = new WeakMap();
    networks.set(graph, byCatalogue);
  }
  let network = byCatalogue.get(catalogue);
  if (network === undefined) {
    network = build(graph, catalogue);
    byCatalogue.set(catalogue, network);
  }
  return network;
}

function build(graph: TwinGraph, catalogue: Catalogue): DependencyNetwork {
  const dependent = behaviourOf(graph, catalogue, behaviours.dependent);
  const groups = groupsOf(graph, dependent, supportsOf(graph, catalogue, dependent));
  const seconds = (property: string) =>
    Float64Array.from({ length: graph.nodeCount }, (_, node) => {
      const value = dependent.number(node, property);
      return Number.isNaN(value) ? 0 : Math.max(0, value);
    });
  return {
    ...layOut(graph.nodeCount, groups),
    delaySeconds: seconds('failureDelay'),
    recoverySeconds: seconds('recoveryDelay'),
    failed: failedNodes(graph, catalogue),
  };
}

/** Nodes that do not work of themselves. A removed twin's index supports nothing. */
function failedNodes(graph: TwinGraph, catalogue: Catalogue): Uint8Array {
  const asset = behaviourOf(graph, catalogue, behaviours.asset);
  return Uint8Array.from({ length: graph.nodeCount }, (_, node) => {
    if (graph.twinAt(node) === undefined) return 1;
    return asset.value(node, 'operational') === false ? 1 : 0;
  });
}

function supportsOf(graph: TwinGraph, catalogue: Catalogue, dependent: Behaviour): Support[] {
  const bindings = groupBy(
    catalogue.bindings.filter((binding) => 'relationship' in binding),
    (binding) => binding.relationship,
  );
  const supports: Support[] = [];
  for (let edge = 0; edge < graph.edgeCount; edge++) {
    const relationship = graph.relationshipAt(edge);
    if (relationship === undefined) continue;
    const [source, target] = [graph.sourceOf(edge), graph.targetOf(edge)];
    const model = graph.twinAt(source)?.model ?? '';
    if (source === target) continue;
    if (relationship.name === 'dependsOn' && dependent.has(model)) {
      const { group, weight } = declared(relationship);
      supports.push({ node: source, support: target, group, weight, edge });
    }
    for (const binding of bindings.get(relationship.name) ?? []) {
      if (!catalogue.isA(model, binding.interface)) continue;
      supports.push(...boundSupports(binding, { source, target, edge }));
    }
  }
  return supports;
}

function declared({ properties }: Relationship): { group: string; weight: number } {
  const weight = asNumber(properties.weight);
  return {
    group: typeof properties.group === 'string' ? properties.group : '',
    weight: weight > 0 && weight < Number.POSITIVE_INFINITY ? weight : 1,
  };
}

function boundSupports(
  { dependent, group }: RelationshipBinding,
  { source, target, edge }: { source: number; target: number; edge: number },
): Support[] {
  const supports: Support[] = [];
  const shared = { group, weight: 1, edge };
  if (dependent !== 'target') supports.push({ node: source, support: target, ...shared });
  if (dependent !== 'source') supports.push({ node: target, support: source, ...shared });
  return supports;
}

/** Groups by owner, then name. */
function groupsOf(graph: TwinGraph, dependent: Behaviour, supports: readonly Support[]): Group[] {
  const byNode = groupBy(supports, (support) => support.node);
  const groups: Group[] = [];
  for (let owner = 0; owner < graph.nodeCount; owner++) {
    if (graph.twinAt(owner) === undefined) continue;
    const rules = rulesOf(dependent, owner);
    const byName = groupBy(byNode.get(owner) ?? [], (support) => support.group);
    for (const name of [...new Set([...rules.named, ...byName.keys()])].sort()) {
      const members = byName.get(name) ?? [];
      const need = rules.need(
        name,
        members.map((support) => support.weight),
      );
      groups.push({ owner, name, supports: members, ...need });
    }
  }
  return groups;
}

type Layout = Omit<DependencyNetwork, 'delaySeconds' | 'recoverySeconds' | 'failed'>;

function layOut(nodeCount: number, groups: readonly Group[]): Layout {
  const supports = groups.flatMap((group, index) =>
    group.supports.map(({ support, edge }, i) => ({
      group: index,
      support,
      edge,
      weight: group.weights[i] as number,
    })),
  );
  const order = supports.map((_, index) => index);
  order.sort(
    (a, b) =>
      (supports[a] as { group: number; support: number; edge: number; weight: number }).support -
        (supports[b] as { group: number; support: number; edge: number; weight: number }).support ||
      a - b,
  );
  return {
    nodeCount,
    groupCount: groups.length,
    groupOffsets: offsets(nodeCount, groups, (group) => group.owner),
    groupOwner: Int32Array.from(groups, (group) => group.owner),
    groupNeed: Float64Array.from(groups, (group) => group.need),
    groupGrounded: Uint8Array.from(groups, (group) => (group.grounded ? 1 : 0)),
    groupName: groups.map((group) => group.name),
    supportOffsets: offsets(groups.length, supports, (support) => support.group),
    supportNode: Int32Array.from(supports, (support) => support.support),
    supportWeight: Float64Array.from(supports, (support) => support.weight),
    supportEdge: Int32Array.from(supports, (support) => support.edge),
    dependentOffsets: offsets(nodeCount, supports, (support) => support.support),
    dependentSupport: Int32Array.from(order),
    supportGroup: Int32Array.from(supports, (support) => support.group),
  };
}

/** Where the rows of each owner begin. `[count + 1]` */
function offsets<T>(count: number, items: readonly T[], ownerOf: (item: T) => number): Int32Array {
  const result = new Int32Array(count + 1);
  for (const item of items) {
    const next = ownerOf(item) + 1;
    result[next] = (result[next] as number) + 1;
  }
  for (let i = 0; i < count; i++) result[i + 1] = (result[i + 1] as number) + (result[i] as number);
  return result;
}

function groupBy<T, K>(items: readonly T[], keyOf: (item: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group === undefined) groups.set(keyOf(item), [item]);
    else group.push(item);
  }
  return groups;
}
