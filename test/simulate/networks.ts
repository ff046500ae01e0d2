/** Dependency networks for tests: written out by hand, or arbitrary for fast-check. */
import fc from 'fast-check';
import type { DependencyNetwork } from '../../src/behaviour/dependency-network.ts';

export interface GroupSpec {
  readonly owner: number;
  readonly supports: readonly number[];
  /** All supports where absent. */
  readonly need?: number;
  readonly weights?: readonly number[];
}

export interface NetworkSpec {
  readonly nodes: number;
  readonly groups: readonly GroupSpec[];
  readonly delays?: readonly number[];
  readonly recoveries?: readonly number[];
  readonly failed?: readonly number[];
}

/** A network in flat arrays; groups may come in any order. */
export function networkOf(spec: NetworkSpec): DependencyNetwork {
  const groups = [...spec.groups].sort((a, b) => a.owner - b.owner);
  const supports = groups.flatMap((group, g) =>
    group.supports.map((node, i) => ({ g, node, weight: group.weights?.[i] ?? 1 })),
  );
  const byNode = supports.map((_, s) => s).sort((a, b) => nodeAt(a) - nodeAt(b) || a - b);
  function nodeAt(support: number): number {
    return supports[support]?.node ?? -1;
  }
  return {
    nodeCount: spec.nodes,
    groupCount: groups.length,
    groupOffsets: offsets(
      groups.map((group) => group.owner),
      spec.nodes,
    ),
    groupOwner: Int32Array.from(groups, (group) => group.owner),
    groupNeed: Float64Array.from(groups, (group) => group.need ?? group.supports.length),
    groupGrounded: Uint8Array.from(groups, (group) => (group.need === undefined ? 0 : 1)),
    groupName: groups.map(() => ''),
    supportOffsets: offsets(
      supports.map((support) => support.g),
      groups.length,
    ),
    supportNode: Int32Array.from(supports, (support) => support.node),
    supportWeight: Float64Array.from(supports, (support) => support.weight),
    supportEdge: Int32Array.from(supports, (_, s) => s),
    dependentOffsets: offsets(
      byNode.map((s) => nodeAt(s)),
      spec.nodes,
    ),
    dependentSupport: Int32Array.from(byNode),
    supportGroup: Int32Array.from(supports, (support) => support.g),
    delaySeconds: Float64Array.from({ length: spec.nodes }, (_, n) => spec.delays?.[n] ?? 0),
    recoverySeconds: Float64Array.from({ length: spec.nodes }, (_, n) => spec.recoveries?.[n] ?? 0),
    failed: Uint8Array.from({ length: spec.nodes }, (_, n) => (spec.failed?.includes(n) ? 1 : 0)),
  };
}

function offsets(owners: readonly number[], count: number): Int32Array {
  const result = new Int32Array(count + 1);
  for (const owner of owners) result[owner + 1] = (result[owner + 1] as number) + 1;
  for (let i = 0; i < count; i++) {
    result[i + 1] = (result[i + 1] as number) + (result[i] as number);
  }
  return result;
}

/** Networks with cycles, every rule, delays and recovery times. */
export function networks(nodes: number): fc.Arbitrary<NetworkSpec> {
  const node = fc.nat(nodes - 1);
  const group = fc
    .record({
      owner: node,
      supports: fc.array(node, { minLength: 1, maxLength: 4 }),
      need: fc.option(fc.integer({ min: 1, max: 3 }), { nil: undefined, freq: 4 }),
      heavy: fc.boolean(),
    })
    .map(({ owner, supports, need, heavy }) => ({
      owner,
      supports,
      ...(need === undefined ? {} : { need }),
      ...(heavy ? { weights: supports.map((_, i) => 1 + (i % 2)) } : {}),
    }));
  const seconds = (...values: number[]) =>
    fc.array(fc.constantFrom(...values), { minLength: nodes, maxLength: nodes });
  return fc.record({
    nodes: fc.constant(nodes),
    groups: fc.array(group, { maxLength: nodes * 2 }),
    delays: seconds(0, 0, 0, 2, 5),
    recoveries: seconds(0, 0, 0, 3),
    failed: fc.array(node, { maxLength: 2 }),
  });
}
