/**
 * Minimum-cost flow by the primal network simplex method: strongly feasible spanning trees
 * (Cunningham 1976) and block search for the arc that enters (Ahuja, Magnanti and Orlin 1993,
 * "Network Flows", chapter 11; Kovács 2015). Called by the flow mechanism. What is asked for is
 * served as far as it goes, whatever that costs; with whole numbers every result is exact.
 */

import { endless, unbounded } from './endless-flow.ts';
import { plantTree } from './first-tree.ts';
import {
  checkBounds,
  checkCost,
  checkNetwork,
  checkSupply,
  type FlowNetwork,
} from './flow-network.ts';
import { type FlowSolution, readSolution } from './flow-solution.ts';
import { type Dominance, settle } from './settle-basis.ts';
import {
  atLower,
  atUpper,
  emptyBasis,
  fixed,
  hang,
  price,
  type SimplexBasis,
  type Start,
} from './simplex-basis.ts';

export class NetworkSimplex {
  readonly #network: FlowNetwork;
  readonly #basis: SimplexBasis;
  #dominance: Dominance = { unmet: 1, tolerance: 0 };
  /** Whether there is a tree to begin from. */
  #isWarm = false;
  #pivots = 0;
  #next = 0;
  /** Of the pivot at hand: the arc that enters, the top of its cycle, the node cut off, the amount. */
  #entering = 0;
  #join = 0;
  #cutOff = -1;
  #amount = 0;
  /** Whether the node cut off is on the side where the cycle's flow comes from the top. */
  #onFirst = false;

  /** Throws `BAD_USER_INPUT` for numbers that cannot be meant; copies what may be changed later. */
  constructor(network: FlowNetwork) {
    checkNetwork(network);
    this.#network = {
      ...network,
      lower: network.lower.slice(),
      capacity: network.capacity.slice(),
      cost: network.cost.slice(),
      supply: network.supply.slice(),
    };
    this.#basis = emptyBasis(network);
  }

  setBounds(arc: number, lower: number, capacity: number): void {
    checkBounds(arc, lower, capacity);
    this.#network.lower[arc] = lower;
    this.#network.capacity[arc] = capacity;
  }

  setCost(arc: number, cost: number): void {
    checkCost(arc, cost);
    this.#network.cost[arc] = cost;
  }

  setSupply(node: number, supply: number): void {
    checkSupply(node, supply);
    this.#network.supply[node] = supply;
  }

  /** The tree at which the last solve ended, for `startFrom` of a solver of the same arcs. */
  tree(): Start {
    const { state, parent, arc } = this.#basis;
    return { state: state.slice(), parent: parent.slice(), arc: arc.slice() };
  }

  startFrom({ state, parent, arc }: Start): void {
    this.#basis.state.set(state);
    this.#basis.parent.set(parent);
    this.#basis.arc.set(arc);
    this.#isWarm = true;
  }

  /**
   * Begins at the tree where the last solve ended. Throws `BAD_USER_INPUT` where a circle of arcs
   * without limit costs less than nothing.
   */
  solve(): FlowSolution {
    this.#pivots = 0;
    if (!this.#isWarm) plantTree(this.#basis, this.#network);
    this.#isWarm = true;
    this.#dominance = settle(this.#basis, this.#network);
    this.#next = 0;
    const most = 1000 + 100 * this.#basis.flow.length;
    while (this.#findEntering()) {
      this.#findLeaving();
      this.#augment();
      if (++this.#pivots > most) throw endless(most);
    }
    const { unmet } = this.#dominance;
    return readSolution(this.#network, this.#basis, { unmet, pivots: this.#pivots });
  }

  /** The arc of the next block that saves most; blocks go round until none saves anything. */
  #findEntering(): boolean {
    const { given, root, from, to, cost, state, potential } = this.#basis;
    const count = given + root;
    const block = Math.max(10, Math.ceil(Math.sqrt(count)));
    let least = -this.#dominance.tolerance;
    let found = -1;
    let arc = this.#next;
    let left = block;
    for (let seen = 0; seen < count; seen++) {
      const sense = state[arc] as number;
      if (sense !== fixed) {
        const reduced =
          (cost[arc] as number) +
          (potential[from[arc] as number] as number) -
          (potential[to[arc] as number] as number);
        if (sense * reduced < least) {
          least = sense * reduced;
          found = arc;
        }
      }
      if (++arc === count) arc = 0;
      if (--left === 0) {
        if (found >= 0) break;
        left = block;
      }
    }
    this.#next = arc;
    this.#entering = found;
    return found >= 0;
  }

  /** The last arc that blocks, going round the cycle from its top in the direction of the flow. */
  #findLeaving(): void {
    const { from, to, room, flow, state, parent, arc, depth } = this.#basis;
    const entering = this.#entering;
    const forward = state[entering] === atLower;
    let first = (forward ? from[entering] : to[entering]) as number;
    let second = (forward ? to[entering] : from[entering]) as number;
    let amount = room[entering] as number;
    let amountFirst = Number.POSITIVE_INFINITY;
    let cutFirst = -1;
    let cutSecond = -1;
    while (first !== second) {
      if ((depth[first] as number) >= (depth[second] as number)) {
        const by = arc[first] as number;
        const can = from[by] === first ? flow[by] : (room[by] as number) - (flow[by] as number);
        if ((can as number) < amountFirst) {
          amountFirst = can as number;
          cutFirst = first;
        }
        first = parent[first] as number;
      } else {
        const by = arc[second] as number;
        const can = from[by] === second ? (room[by] as number) - (flow[by] as number) : flow[by];
        if ((can as number) <= amount) {
          amount = can as number;
          cutSecond = second;
        }
        second = parent[second] as number;
      }
    }
    this.#onFirst = amountFirst < amount;
    this.#cutOff = this.#onFirst ? cutFirst : cutSecond;
    this.#amount = this.#onFirst ? amountFirst : amount;
    this.#join = first;
  }

  #augment(): void {
    const { from, to, flow, room, state } = this.#basis;
    const entering = this.#entering;
    const amount = this.#amount;
    if (amount === Number.POSITIVE_INFINITY) throw unbounded(entering);
    const forward = state[entering] === atLower;
    const first = (forward ? from[entering] : to[entering]) as number;
    const second = (forward ? to[entering] : from[entering]) as number;
    if (amount > 0) {
      flow[entering] = forward
        ? (flow[entering] as number) + amount
        : (flow[entering] as number) - amount;
      this.#push(first, -amount);
      this.#push(second, amount);
    }
    if (this.#cutOff < 0) {
      state[entering] = forward ? atUpper : atLower;
      flow[entering] = forward ? (room[entering] as number) : 0;
      return;
    }
    this.#exchange(this.#onFirst ? first : second, this.#onFirst ? second : first);
  }

  /** Adds to the flow from a node up to the cycle's top; negative: from the top to the node. */
  #push(below: number, amount: number): void {
    const { from, flow, parent, arc } = this.#basis;
    for (let node = below; node !== this.#join; node = parent[node] as number) {
      const by = arc[node] as number;
      flow[by] = (flow[by] as number) + (from[by] === node ? amount : -amount);
    }
  }

  /** Hangs the part that is cut off on the entering arc: from its `inner` end under the `outer`. */
  #exchange(inner: number, outer: number): void {
    const basis = this.#basis;
    const { given, root, from, flow, room, state, parent, arc } = basis;
    const cutOff = this.#cutOff;
    const leaving = arc[cutOff] as number;
    // On the first side flow comes down, on the second it goes up: which bound it ran into.
    const fills = (from[leaving] === cutOff) !== this.#onFirst;
    const space = room[leaving] as number;
    flow[leaving] = fills ? space : 0;
    state[leaving] = space === 0 || leaving >= given + root ? fixed : fills ? atUpper : atLower;
    state[this.#entering] = fixed;
    let node = inner;
    let under = outer;
    let by = this.#entering;
    while (true) {
      const above = parent[node] as number;
      const before = arc[node] as number;
      hang(basis, node, under);
      arc[node] = by;
      if (node === cutOff) break;
      under = node;
      by = before;
      node = above;
    }
    price(basis, inner);
  }
}
