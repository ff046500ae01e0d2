/**
 * The working arrays of the network simplex: arcs with their flows, and the spanning tree as parents
 * and lists of children. Beside the arcs given there is, by node, one for what it gives or asks
 * for, to or from the outside, and one for what no arc can carry (artificial). Used by `NetworkSimplex`.
 */
import type { FlowNetwork } from './flow-network.ts';

/** Where an arc outside the tree stands: at its lower bound, or full. */
export const atLower = 1;
export const atUpper = -1;
/** Of an arc in the tree, and one that can carry nothing: neither may enter. */
export const fixed = 0;

export interface SimplexBasis {
  /** Nodes without the outside, whose index this is: the root of the tree. */
  readonly root: number;
  /** Arcs given; the balance of node `v` is arc `given + v`, its artificial one `given + root + v`. */
  readonly given: number;
  readonly from: Int32Array;
  readonly to: Int32Array;
  /** Capacity less lower bound. */
  readonly room: Float64Array;
  readonly cost: Float64Array;
  /** Flow above the lower bound. */
  readonly flow: Float64Array;
  readonly state: Int8Array;
  /** By node: the next one towards the root, -1 of the root itself, and the arc that leads there. */
  readonly parent: Int32Array;
  readonly arc: Int32Array;
  readonly depth: Int32Array;
  /** By node: what one more unit there costs; 0 at the root. */
  readonly potential: Float64Array;
  readonly firstChild: Int32Array;
  readonly nextChild: Int32Array;
  readonly previousChild: Int32Array;
}

/** A tree to begin from, and where the other arcs stand: what a solved network keeps. */
export interface Start {
  readonly state: Int8Array;
  readonly parent: Int32Array;
  readonly arc: Int32Array;
}

/** The arrays of a network, as yet without a tree; see `plantTree`. */
export function emptyBasis(network: FlowNetwork): SimplexBasis {
  const root = network.nodeCount;
  const given = network.from.length;
  const arcs = given + 2 * root;
  const basis = {
    root,
    given,
    from: new Int32Array(arcs),
    to: new Int32Array(arcs),
    room: new Float64Array(arcs),
    cost: new Float64Array(arcs),
    flow: new Float64Array(arcs),
    state: new Int8Array(arcs),
    parent: new Int32Array(root + 1),
    arc: new Int32Array(root + 1),
    depth: new Int32Array(root + 1),
    potential: new Float64Array(root + 1),
    firstChild: new Int32Array(root + 1),
    nextChild: new Int32Array(root + 1),
    previousChild: new Int32Array(root + 1),
  };
  basis.from.set(network.from);
  basis.to.set(network.to);
  return basis;
}

/** Builds the lists of children, by descending index, from the parents. */
export function listChildren({ root, parent, firstChild, nextChild, previousChild }: SimplexBasis) {
  firstChild.fill(-1);
  nextChild.fill(-1);
  previousChild.fill(-1);
  for (let node = 0; node < root; node++) {
    const above = parent[node] as number;
    const first = firstChild[above] as number;
    nextChild[node] = first;
    if (first >= 0) previousChild[first] = node;
    firstChild[above] = node;
  }
}

/** Takes a node from its parent's children and puts it first among another's. */
export function hang(basis: SimplexBasis, node: number, under: number): void {
  const { parent, firstChild, nextChild, previousChild } = basis;
  const before = previousChild[node] as number;
  const after = nextChild[node] as number;
  if (before >= 0) nextChild[before] = after;
  else firstChild[parent[node] as number] = after;
  if (after >= 0) previousChild[after] = before;
  const first = firstChild[under] as number;
  nextChild[node] = first;
  previousChild[node] = -1;
  if (first >= 0) previousChild[first] = node;
  firstChild[under] = node;
  parent[node] = under;
}

/** Sets depths and potentials below a node, from its parent's; its own too, unless it is the root. */
export function price(basis: SimplexBasis, top: number): void {
  const { root, from, cost, parent, arc, depth, potential, firstChild, nextChild } = basis;
  let node = top;
  if (top === root) {
    depth[root] = 0;
    potential[root] = 0;
    node = firstChild[root] as number;
    if (node < 0) return;
  }
  while (true) {
    const above = parent[node] as number;
    const by = arc[node] as number;
    const toll = from[by] === node ? -(cost[by] as number) : (cost[by] as number);
    depth[node] = (depth[above] as number) + 1;
    potential[node] = (potential[above] as number) + toll;
    const child = firstChild[node] as number;
    if (child >= 0) {
      node = child;
      continue;
    }
    while (node !== top && (nextChild[node] as number) < 0) node = parent[node] as number;
    if (node === top) return;
    node = nextChild[node] as number;
  }
}
