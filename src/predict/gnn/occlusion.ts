/**
 * Occlusion: what a node's risk would be if one of its supports could not fail. For each question a
 * copy of the node, whose support is replaced by a sound one, is put beside the graph, so that one
 * run answers all of them. Used for the causes of a forecast.
 */
import type { DependencyNetwork } from '../../behaviour/dependency-network.ts';
import { declaredSteps } from '../declared-rule.ts';
import { hopsFrom, spanOf } from '../dependency-walk.ts';
import { type View, viewOf } from './view.ts';

/** A node and the support of it that is taken as sound. */
export interface Occlusion {
  readonly node: number;
  readonly support: number;
}

/** The index of the copy for an occlusion, by its position in the list. */
export function copyOf(network: DependencyNetwork, position: number): number {
  return network.nodeCount + 1 + position;
}

/**
 * The view with a copy for each occlusion, behind the nodes of the graph and one sound source.
 * Nothing depends on the copies, so that the nodes of the graph are seen as they were.
 */
export function occludedView(view: View, occlusions: readonly Occlusion[]): View {
  const { network, awaited } = view;
  const copies = copiesOf(network, occlusions);
  const failed = new Uint8Array(copies.nodeCount);
  failed.set(view.failed);
  // The rules reach a copy through what it depends on; its own place is that of the original.
  const reached = { ...copies, ...dependentsFrom(copies) };
  const placed = { ...copies, ...dependentsLike(network, occlusions) };
  return {
    ...viewOf(placed, failed, awaited),
    declared: declaredSteps(reached, failed),
    fromFailed: hopsFrom(reached, (node) => failed[node] === 1),
    fromSources: hopsFrom(reached, (node) => spanOf(reached.groupOffsets, node) === 0),
  };
}

/** Nodes, groups and supports; the sound source is node `nodeCount` of the network. */
function copiesOf(network: DependencyNetwork, occlusions: readonly Occlusion[]): DependencyNetwork {
  const lists = extendedLists(network, occlusions);
  const { groups, supports } = lists;
  const ofNodes = (values: Float64Array) =>
    Float64Array.from([...values, 0, ...occlusions.map(({ node }) => at(values, node))]);
  return {
    ...network,
    nodeCount: network.nodeCount + 1 + occlusions.length,
    groupCount: groups.length,
    groupOffsets: Int32Array.from(lists.groupOffsets),
    groupOwner: Int32Array.from(lists.groupOwner),
    groupNeed: Float64Array.from(groups, (g) => at(network.groupNeed, g)),
    groupGrounded: Uint8Array.from(groups, (g) => at(network.groupGrounded, g)),
    groupName: groups.map((g) => network.groupName[g] ?? ''),
    supportOffsets: Int32Array.from(lists.supportOffsets),
    supportNode: Int32Array.from(lists.supportNode),
    supportWeight: Float64Array.from(supports, (s) => at(network.supportWeight, s)),
    supportEdge: Int32Array.from(supports, (s) => at(network.supportEdge, s)),
    supportGroup: Int32Array.from(lists.supportGroup),
    delaySeconds: ofNodes(network.delaySeconds),
    recoverySeconds: ofNodes(network.recoverySeconds),
  };
}

/** `groups` and `supports` name the originals of what they list. */
function extendedLists(network: DependencyNetwork, occlusions: readonly Occlusion[]) {
  const groups: number[] = [...network.groupOwner.keys()];
  const supports: number[] = [...network.supportNode.keys()];
  const groupOwner: number[] = [...network.groupOwner];
  const groupOffsets: number[] = [...network.groupOffsets, groups.length];
  const supportNode: number[] = [...network.supportNode];
  const supportGroup: number[] = [...network.supportGroup];
  const supportOffsets: number[] = [...network.supportOffsets];
  for (const [position, { node, support }] of occlusions.entries()) {
    for (let g = at(network.groupOffsets, node); g < at(network.groupOffsets, node + 1); g++) {
      for (let s = at(network.supportOffsets, g); s < at(network.supportOffsets, g + 1); s++) {
        const original = at(network.supportNode, s);
        supports.push(s);
        supportNode.push(original === support ? network.nodeCount : original);
        supportGroup.push(groups.length);
      }
      groupOwner.push(copyOf(network, position));
      groups.push(g);
      supportOffsets.push(supports.length);
    }
    groupOffsets.push(groups.length);
  }
  return { groups, supports, groupOwner, groupOffsets, supportNode, supportGroup, supportOffsets };
}

type Dependents = Pick<DependencyNetwork, 'dependentOffsets' | 'dependentSupport'>;

/** Who depends on whom, the copies among them. */
function dependentsFrom({ nodeCount, supportNode }: DependencyNetwork): Dependents {
  const lists = Array.from({ length: nodeCount }, (): number[] => []);
  for (const [support, node] of supportNode.entries()) lists[node]?.push(support);
  return laidOut(lists);
}

/** Without the copies; but a copy has the dependents of its original. */
function dependentsLike(
  { nodeCount, dependentOffsets, dependentSupport }: DependencyNetwork,
  occlusions: readonly Occlusion[],
): Dependents {
  const listOf = (node: number) => [
    ...dependentSupport.subarray(at(dependentOffsets, node), at(dependentOffsets, node + 1)),
  ];
  const originals = Array.from({ length: nodeCount }, (_, node) => listOf(node));
  return laidOut([...originals, [], ...occlusions.map(({ node }) => listOf(node))]);
}

function laidOut(lists: readonly (readonly number[])[]): Dependents {
  const dependentOffsets = new Int32Array(lists.length + 1);
  for (const [node, list] of lists.entries()) {
    dependentOffsets[node + 1] = at(dependentOffsets, node) + list.length;
  }
  return { dependentOffsets, dependentSupport: Int32Array.from(lists.flat()) };
}

function at(values: ArrayLike<number>, index: number): number {
  return values[index] as number;
}
