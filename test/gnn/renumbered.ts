/** The same dependency network with its nodes in another order. */
import { NetworkDraft } from '../../gnn/train/network-draft.ts';
import type { DependencyNetwork } from '../../src/behaviour/dependency-network.ts';
import type { RandomStream } from '../../src/model/random.ts';

export interface Renumbered {
  readonly network: DependencyNetwork;
  /** The new index of a node. */
  to(node: number): number;
  /** Flags of the old order in the new one. */
  move(flags: Uint8Array): Uint8Array;
}

export function renumbered(network: DependencyNetwork, random: RandomStream): Renumbered {
  const order = [...network.delaySeconds.keys()].map((node) => ({ node, key: random.uniform() }));
  order.sort((a, b) => a.key - b.key);
  const place = new Int32Array(network.nodeCount);
  for (const [index, { node }] of order.entries()) place[node] = index;
  const draft = new NetworkDraft();
  for (const { node } of order) draft.node(network.delaySeconds[node]);
  for (let g = 0; g < network.groupCount; g++) {
    const supports = [];
    const end = network.supportOffsets[g + 1] ?? 0;
    for (let s = network.supportOffsets[g] ?? 0; s < end; s++) {
      const node = place[network.supportNode[s] ?? 0] ?? 0;
      supports.push({ node, weight: network.supportWeight[s] ?? 0 });
    }
    draft.groups.push({
      owner: place[network.groupOwner[g] ?? 0] ?? 0,
      name: network.groupName[g] ?? '',
      supports,
      need: network.groupNeed[g] ?? 0,
      grounded: network.groupGrounded[g] === 1,
    });
  }
  return {
    network: draft.network(),
    to: (node) => place[node] ?? -1,
    move: (flags) => Uint8Array.from(order, ({ node }) => flags[node] ?? 0),
  };
}
