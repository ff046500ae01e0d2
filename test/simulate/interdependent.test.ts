/**
 * Two random networks whose nodes need each other: the cascade of Buldyrev, Parshani, Paul, Stanley
 * and Havlin, "Catastrophic cascade of failures in interdependent networks", Nature 464 (2010).
 */
import { expect, test } from 'vitest';
import type { DependencyNetwork } from '../../src/behaviour/dependency-network.ts';
import { RandomStream } from '../../src/model/random.ts';
import { steadyState } from '../../src/simulate/mechanisms/dependency/cascade.ts';

const nodes = 100_000;
const meanDegree = 4;
const random = new RandomStream(3);

/** Ends of the edges of an Erdős–Rényi graph with a fixed number of edges. */
function randomEdges(): Int32Array {
  return Int32Array.from({ length: nodes * meanDegree }, () => random.integer(nodes));
}

const layers = [randomEdges(), randomEdges()];
/** In which order nodes are taken out: of a share 1 − p, those with a rank of p times all or more. */
const draws = Float64Array.from({ length: nodes }, () => random.uniform());
const ranks = new Int32Array(nodes);
[...draws.keys()]
  .sort((a, b) => (draws[a] as number) - (draws[b] as number))
  .forEach((node, rank) => {
    ranks[node] = rank;
  });

/** The pair with the most neighbours: it feeds both networks, so that the others must reach it. */
const root = (() => {
  const degree = new Int32Array(nodes);
  const fewer = new Int32Array(nodes).fill(meanDegree * nodes);
  for (const edges of layers) {
    degree.fill(0);
    for (const node of edges) degree[node] = (degree[node] as number) + 1;
    fewer.forEach((known, node) => {
      fewer[node] = Math.min(known, degree[node] as number);
    });
  }
  return fewer.indexOf(fewer.reduce((most, each) => Math.max(most, each)));
})();

/** Each node needs a way to the root in its own network, and its partner in the other. */
function network(p: number): DependencyNetwork {
  const groups: { owner: number; need: number; grounded: number; supports: number[] }[] = [];
  const failed = new Uint8Array(2 * nodes);
  layers.forEach((edges, layer) => {
    const neighbours = Array.from({ length: nodes }, (): number[] => []);
    for (let e = 0; e < edges.length; e += 2) {
      const [a, b] = [edges[e] as number, edges[e + 1] as number];
      neighbours[a]?.push(layer * nodes + b);
      neighbours[b]?.push(layer * nodes + a);
    }
    neighbours.forEach((supports, node) => {
      const owner = layer * nodes + node;
      if ((ranks[node] as number) >= p * nodes) failed[owner] = 1;
      if (node === root) return;
      groups.push({ owner, need: 1, grounded: 1, supports });
      groups.push({ owner, need: 1, grounded: 0, supports: [(1 - layer) * nodes + node] });
    });
  });
  failed[root] = failed[nodes + root] = 0;
  return laidOut(groups, failed);
}

function laidOut(
  groups: readonly { owner: number; need: number; grounded: number; supports: number[] }[],
  failed: Uint8Array,
): DependencyNetwork {
  const nodeCount = failed.length;
  const supportGroup = Int32Array.from(groups.flatMap(({ supports }, g) => supports.map(() => g)));
  const supportNode = Int32Array.from(groups.flatMap(({ supports }) => supports));
  const order = Int32Array.from(supportNode.keys());
  order.sort((a, b) => (supportNode[a] as number) - (supportNode[b] as number) || a - b);
  return {
    nodeCount,
    groupCount: groups.length,
    groupOffsets: offsets(
      nodeCount,
      groups.map(({ owner }) => owner),
    ),
    groupOwner: Int32Array.from(groups, ({ owner }) => owner),
    groupNeed: Float64Array.from(groups, ({ need }) => need),
    groupGrounded: Uint8Array.from(groups, ({ grounded }) => grounded),
    groupName: [],
    supportOffsets: offsets(groups.length, supportGroup),
    supportNode,
    supportWeight: new Float64Array(supportNode.length).fill(1),
    supportEdge: new Int32Array(supportNode.length),
    dependentOffsets: offsets(nodeCount, supportNode),
    dependentSupport: order,
    supportGroup,
    delaySeconds: new Float64Array(nodeCount),
    recoverySeconds: new Float64Array(nodeCount),
    failed,
  };
}

function offsets(count: number, owners: ArrayLike<number>): Int32Array {
  const result = new Int32Array(count + 1);
  for (let i = 0; i < owners.length; i++) {
    const next = (owners[i] as number) + 1;
    result[next] = (result[next] as number) + 1;
  }
  for (let i = 0; i < count; i++) result[i + 1] = (result[i + 1] as number) + (result[i] as number);
  return result;
}

/** The share of pairs that work in the end. */
function size(p: number): number {
  const works = steadyState(network(p));
  return works.subarray(0, nodes).reduce((sum, each) => sum + each, 0) / nodes;
}

/** The largest solution of P = p (1 − exp(−k P))². */
function theory(p: number): number {
  let P = 1;
  for (let i = 0; i < 100_000; i++) P = p * (1 - Math.exp(-meanDegree * P)) ** 2;
  return P;
}

const title = 'two networks that need each other collapse at once between p = 0.610 and 0.614';
test(title, { timeout: 120_000 }, () => {
  expect(size(0.61)).toBeLessThan(0.001);
  expect(size(0.614)).toBeCloseTo(theory(0.614), 1);
  expect(size(0.65)).toBeCloseTo(theory(0.65), 2);
});
