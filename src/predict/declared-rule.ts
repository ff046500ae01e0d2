/**
 * What the declared rules alone say: who stops working once some nodes have failed, and after how
 * many steps. Rules are taken as true and delays as passed. Used by the baselines that the network
 * must beat, and by its features, so that it learns what the rules leave over.
 */
import type { DependencyNetwork } from '../behaviour/dependency-network.ts';

/** Step at which each node stops: 0 for one that has failed now, -1 for one that goes on. */
export function declaredSteps(network: DependencyNetwork, failed: Uint8Array): Int32Array {
  const works = workingSet(network, failed);
  const steps = Int32Array.from(failed, (flag) => (flag ? 0 : -1));
  const lost = remainingWeight(network);
  let frontier = nodesWhere(network, (node) => failed[node] === 1);
  let open = nodesWhere(network, (node) => !works[node] && !failed[node]);
  for (let step = 1; open.length > 0; step++) {
    let next = spread(network, { frontier, steps, lost });
    if (next.length === 0) next = open.filter((node) => touchesFailure(network, node, steps));
    // What never had support, and no failure next to it, is down at once.
    frontier = next.length === 0 ? open : next;
    for (const node of frontier) steps[node] = step;
    open = open.filter((node) => steps[node] === -1);
  }
  return steps;
}

/** Weight of the supports of each group. `[groups]` */
function remainingWeight({ groupCount, supportOffsets, supportWeight }: DependencyNetwork) {
  const remaining = new Float64Array(groupCount);
  for (let g = 0; g < groupCount; g++) {
    for (let s = supportOffsets[g] ?? 0; s < (supportOffsets[g + 1] ?? 0); s++) {
      remaining[g] = (remaining[g] ?? 0) + (supportWeight[s] ?? 0);
    }
  }
  return remaining;
}

interface Spread {
  readonly frontier: readonly number[];
  readonly steps: Int32Array;
  readonly lost: Float64Array;
}

/** The owners of groups that fall below their need as the frontier's weight is taken away. */
function spread(network: DependencyNetwork, { frontier, steps, lost }: Spread): number[] {
  const found = new Set<number>();
  for (const node of frontier) {
    const end = network.dependentOffsets[node + 1] ?? 0;
    for (let d = network.dependentOffsets[node] ?? 0; d < end; d++) {
      const support = network.dependentSupport[d] ?? 0;
      const group = network.supportGroup[support] ?? 0;
      lost[group] = (lost[group] ?? 0) - (network.supportWeight[support] ?? 0);
      const owner = network.groupOwner[group] ?? 0;
      if (steps[owner] === -1 && !reaches(lost[group] ?? 0, needOf(network, group))) {
        found.add(owner);
      }
    }
  }
  return [...found].sort((a, b) => a - b);
}

function touchesFailure(network: DependencyNetwork, node: number, steps: Int32Array): boolean {
  const from = network.supportOffsets[network.groupOffsets[node] ?? 0] ?? 0;
  const to = network.supportOffsets[network.groupOffsets[node + 1] ?? 0] ?? 0;
  for (let s = from; s < to; s++) if ((steps[network.supportNode[s] ?? 0] ?? -1) >= 0) return true;
  return false;
}

/**
 * 1 where a node works: the nested fix-point of `behaviour/dependency-network.ts`, greatest over
 * groups that need all of their supports, least over those that must be grounded. `[nodes]`
 */
export function workingSet(network: DependencyNetwork, failed: Uint8Array): Uint8Array {
  let assumed: Uint8Array = Uint8Array.from(failed, (flag) => 1 - flag);
  for (;;) {
    const derived = derive(network, assumed);
    if (derived.every((flag, node) => flag === assumed[node])) return derived;
    assumed = derived;
  }
}

/** Least fix-point of the grounded groups, with all-groups judged by what is assumed. */
function derive(network: DependencyNetwork, assumed: Uint8Array): Uint8Array {
  const derived = new Uint8Array(network.nodeCount);
  const held = new Float64Array(network.groupCount);
  const waiting = new Int32Array(network.nodeCount);
  const ready: number[] = [];
  for (let node = 0; node < network.nodeCount; node++) {
    waiting[node] = groundedGroups(network, node);
    if (assumed[node] && !allGroupsHold(network, node, assumed)) waiting[node] = -1;
    if (assumed[node] && waiting[node] === 0) ready.push(node);
  }
  for (let i = 0; i < ready.length; i++) {
    const node = ready[i] ?? 0;
    derived[node] = 1;
    const end = network.dependentOffsets[node + 1] ?? 0;
    for (let d = network.dependentOffsets[node] ?? 0; d < end; d++) {
      const support = network.dependentSupport[d] ?? 0;
      const group = network.supportGroup[support] ?? 0;
      if (!network.groupGrounded[group]) continue;
      const before = held[group] ?? 0;
      held[group] = before + (network.supportWeight[support] ?? 0);
      const need = needOf(network, group);
      if (reaches(before, need) || !reaches(held[group] ?? 0, need)) continue;
      const owner = network.groupOwner[group] ?? 0;
      waiting[owner] = (waiting[owner] ?? 0) - 1;
      if (waiting[owner] === 0 && assumed[owner]) ready.push(owner);
    }
  }
  return derived;
}

function groundedGroups(network: DependencyNetwork, node: number): number {
  let count = 0;
  for (let g = network.groupOffsets[node] ?? 0; g < (network.groupOffsets[node + 1] ?? 0); g++) {
    // A group that needs nothing is satisfied from the start.
    if (network.groupGrounded[g] && !reaches(0, needOf(network, g))) count++;
  }
  return count;
}

function allGroupsHold(network: DependencyNetwork, node: number, assumed: Uint8Array): boolean {
  for (let g = network.groupOffsets[node] ?? 0; g < (network.groupOffsets[node + 1] ?? 0); g++) {
    if (network.groupGrounded[g]) continue;
    const end = network.supportOffsets[g + 1] ?? 0;
    for (let s = network.supportOffsets[g] ?? 0; s < end; s++) {
      if (!assumed[network.supportNode[s] ?? 0]) return false;
    }
  }
  return true;
}

function needOf(network: DependencyNetwork, group: number): number {
  return network.groupNeed[group] ?? 0;
}

/** Whether weights sum to a need, but for rounding. */
function reaches(weight: number, need: number): boolean {
  return weight >= need - 1e-9 * Math.max(1, need);
}

function nodesWhere(network: DependencyNetwork, test: (node: number) => boolean): number[] {
  return Array.from({ length: network.nodeCount }, (_, node) => node).filter(test);
}
