/**
 * Puts a basis in order for a network whose numbers may have changed since: costs, directions of
 * balances, flows of the tree. A node whose way to the root can no longer carry what it must is hung
 * on the root by its artificial arc, so that any old tree is a feasible start. Used by `NetworkSimplex`.
 *
 * The tree it leaves is strongly feasible: every node could send more towards the root, which is
 * what keeps the simplex from cycling (Cunningham 1976, "A network simplex method").
 */
import type { FlowNetwork } from './flow-network.ts';
import {
  atLower,
  atUpper,
  fixed,
  listChildren,
  price,
  type SimplexBasis,
} from './simplex-basis.ts';

/** What one unit costs that is not served (`unmet`), and what no arc can carry (twice that). */
export interface Dominance {
  /** A power of two, more than twice what any simple way can cost. */
  readonly unmet: number;
  /** Reduced costs of less than this are rounding; 0 when all costs are whole numbers. */
  readonly tolerance: number;
}

/** Makes the basis fit the network; the pivots can begin after it. */
export function settle(basis: SimplexBasis, network: FlowNetwork): Dominance {
  const dominance = dominanceOf(network);
  setArcs(basis, network, dominance.unmet);
  const excess = standFlows(basis, network);
  flowThroughTree(basis, excess);
  listChildren(basis);
  price(basis, basis.root);
  return dominance;
}

function dominanceOf({ nodeCount, cost }: FlowNetwork): Dominance {
  let largest = 0;
  let whole = true;
  for (let arc = 0; arc < cost.length; arc++) {
    const each = Math.abs(cost[arc] as number);
    if (each > largest) largest = each;
    if (each !== Math.floor(each)) whole = false;
  }
  const unmet = 2 ** Math.ceil(Math.log2(2 * (nodeCount + 1) * largest + 2));
  const exact = whole && unmet < 2 ** 49;
  return { unmet, tolerance: exact ? 0 : unmet * 1e-13 };
}

function setArcs(basis: SimplexBasis, network: FlowNetwork, unmet: number): void {
  const { root, given, from, to, room, cost } = basis;
  const { lower, capacity, supply } = network;
  for (let arc = 0; arc < given; arc++)
    room[arc] = (capacity[arc] as number) - (lower[arc] as number);
  cost.set(network.cost);
  for (let node = 0; node < root; node++) {
    const balance = given + node;
    const gives = supply[node] as number;
    from[balance] = gives >= 0 ? root : node;
    to[balance] = gives >= 0 ? node : root;
    room[balance] = Math.abs(gives);
    cost[balance] = gives >= 0 ? 0 : -unmet;
    const artificial = balance + root;
    room[artificial] = Number.POSITIVE_INFINITY;
    cost[artificial] = 2 * unmet;
  }
}

/** Sets the flows outside the tree; gives, by node, what the tree must carry away. */
function standFlows(basis: SimplexBasis, { lower }: FlowNetwork): Float64Array {
  const { root, given, from, to, room, flow, state, arc: treeArc } = basis;
  const excess = new Float64Array(root + 1);
  const inTree = new Uint8Array(flow.length);
  for (let node = 0; node < root; node++) inTree[treeArc[node] as number] = 1;
  for (let arc = 0; arc < flow.length; arc++) {
    const space = room[arc] as number;
    const isLoop = from[arc] === to[arc];
    let carried = arc < given && !isLoop ? (lower[arc] as number) : 0;
    if (inTree[arc] === 1) state[arc] = fixed;
    else if (space === 0 || isLoop) {
      state[arc] = fixed;
      flow[arc] = 0;
    } else {
      if (state[arc] !== atUpper || space === Number.POSITIVE_INFINITY) state[arc] = atLower;
      flow[arc] = state[arc] === atUpper ? space : 0;
      carried += flow[arc] as number;
    }
    if (carried === 0) continue;
    excess[from[arc] as number] = (excess[from[arc] as number] as number) - carried;
    excess[to[arc] as number] = (excess[to[arc] as number] as number) + carried;
  }
  return excess;
}

/** From the leaves to the root: what each node passes on, as far as its arc can carry it. */
function flowThroughTree(basis: SimplexBasis, excess: Float64Array): void {
  const { root, given, from, room, flow, state, parent, arc } = basis;
  const order = nodesFromRoot(basis);
  for (let i = order.length - 1; i > 0; i--) {
    const node = order[i] as number;
    const by = arc[node] as number;
    const rest = excess[node] as number;
    if (by >= given + root) {
      hangOnRoot(basis, node, rest);
      continue;
    }
    const outwards = from[by] === node;
    const space = room[by] as number;
    const wanted = outwards ? rest : -rest;
    const carried = Math.max(0, Math.min(space, wanted));
    flow[by] = carried;
    const above = parent[node] as number;
    excess[above] = (excess[above] as number) + (outwards ? carried : -carried);
    if (wanted === carried && (outwards ? carried < space : carried > 0)) continue;
    state[by] = space === 0 ? fixed : carried === 0 ? atLower : atUpper;
    hangOnRoot(basis, node, outwards ? rest - carried : rest + carried);
  }
}

/** By the artificial arc, in the direction of what is left over. */
function hangOnRoot(basis: SimplexBasis, node: number, rest: number): void {
  const { root, given, from, to, flow, state, parent, arc } = basis;
  const artificial = given + root + node;
  from[artificial] = rest >= 0 ? node : root;
  to[artificial] = rest >= 0 ? root : node;
  flow[artificial] = Math.abs(rest);
  state[artificial] = fixed;
  parent[node] = root;
  arc[node] = artificial;
}

function nodesFromRoot(basis: SimplexBasis): Int32Array {
  const { root, firstChild, nextChild } = basis;
  listChildren(basis);
  const order = new Int32Array(root + 1);
  let end = 0;
  order[end++] = root;
  for (let i = 0; i < end; i++) {
    for (let child = firstChild[order[i] as number] as number; child >= 0; ) {
      order[end++] = child;
      child = nextChild[child] as number;
    }
  }
  return order;
}
