/** Collects nodes and groups and lays them out as a dependency network; used by the generated families. */
import type { DependencyNetwork } from '../../src/behaviour/dependency-network.ts';

export interface Support {
  readonly node: number;
  readonly weight: number;
}

export interface DraftGroup {
  readonly owner: number;
  /** A commodity such as `power`. */
  readonly name: string;
  readonly supports: readonly Support[];
  /** Weight of working supports that it needs. */
  readonly need: number;
  /** Whether support must come from a source; false where all supports are needed. */
  readonly grounded: boolean;
}

/** Declared rules, as in `ontology/core`; `fraction` is of the weight. */
export type Rule = 'all' | 'any' | { readonly kOfN: number } | { readonly fraction: number };

export class NetworkDraft {
  readonly delays: number[] = [];
  readonly groups: DraftGroup[] = [];

  /** A new node that goes on for `delaySeconds` without support; gives its index. */
  node(delaySeconds = 0): number {
    return this.delays.push(delaySeconds) - 1;
  }

  /** Makes `owner` depend on supports of one commodity; without supports there is no group. */
  depend(owner: number, name: string, rule: Rule, supports: readonly Support[]): void {
    if (supports.length === 0) return;
    const total = supports.reduce((sum, { weight }) => sum + weight, 0);
    const need = Math.min(total, needOf(rule, supports, total));
    const grounded = rule !== 'all' && need < total;
    this.groups.push({ owner, name, supports, need: grounded ? need : total, grounded });
  }

  network(): DependencyNetwork {
    const groups = this.groups
      .map((group, index) => ({ group, index }))
      .sort((a, b) => a.group.owner - b.group.owner || a.index - b.index)
      .map(({ group }) => group);
    const supports = groups.flatMap((group) => group.supports);
    const groupOf = groups.flatMap((group, index) => group.supports.map(() => index));
    const byNode = supports.map((_, index) => index);
    byNode.sort((a, b) => nodeAt(supports, a) - nodeAt(supports, b) || a - b);
    const nodeCount = this.delays.length;
    return {
      nodeCount,
      groupCount: groups.length,
      groupOffsets: offsets(nodeCount, groups, (group) => group.owner),
      groupOwner: Int32Array.from(groups, (group) => group.owner),
      groupNeed: Float64Array.from(groups, (group) => group.need),
      groupGrounded: Uint8Array.from(groups, (group) => Number(group.grounded)),
      groupName: groups.map((group) => group.name),
      supportOffsets: offsets(groups.length, groupOf, (group) => group),
      supportNode: Int32Array.from(supports, (support) => support.node),
      supportWeight: Float64Array.from(supports, (support) => support.weight),
      supportEdge: Int32Array.from(supports.keys()),
      dependentOffsets: offsets(nodeCount, supports, (support) => support.node),
      dependentSupport: Int32Array.from(byNode),
      supportGroup: Int32Array.from(groupOf),
      delaySeconds: Float64Array.from(this.delays),
      recoverySeconds: new Float64Array(nodeCount),
      failed: new Uint8Array(nodeCount),
    };
  }
}

/** Supports of equal weight. */
export function evenly(nodes: readonly number[]): Support[] {
  return nodes.map((node) => ({ node, weight: 1 }));
}

function needOf(rule: Rule, supports: readonly Support[], total: number): number {
  if (rule === 'all') return total;
  if (rule === 'any') return Math.min(...supports.map(({ weight }) => weight));
  return 'kOfN' in rule ? rule.kOfN : rule.fraction * total;
}

function nodeAt(supports: readonly Support[], index: number): number {
  return (supports[index] as Support).node;
}

/** Where each of `count` buckets starts when the items are ordered by bucket. `[count + 1]` */
function offsets<T>(count: number, items: readonly T[], bucket: (item: T) => number): Int32Array {
  const starts = new Int32Array(count + 1);
  for (const item of items) {
    const next = bucket(item) + 1;
    starts[next] = (starts[next] as number) + 1;
  }
  for (let i = 0; i < count; i++) starts[i + 1] = (starts[i + 1] as number) + (starts[i] as number);
  return starts;
}
