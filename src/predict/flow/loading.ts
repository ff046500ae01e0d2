/**
 * Trips put on links at fixed costs, in one search of shortest paths: all on the shortest (those that
 * tie share by number of paths), and spread over ways that lead on, the shorter the more (Dial, "A
 * probabilistic multipath traffic assignment model", Transp. Res. 5 (1971) 83). Called by features
 * and by the baselines; no result depends on how nodes or links are numbered.
 */
import { type Entering, entering, type FlowNetwork } from './flow-network.ts';
import { PathSearch } from './path-search.ts';

/** Trips by link, and what is known of them. */
export interface LoadedFlow {
  /** `[links]` */
  readonly flow: Float64Array;
  /** Sum over the trips on a link of the cost of the whole trip. `[links]` */
  readonly tripCost: Float64Array;
  /** Trips that take two links one after the other, by `Turns`. `[turns]` */
  readonly turn: Float64Array;
}

/**
 * The turns from link e: `first[e] … first[e + 1] - 1`, one for each link that leaves its end, in
 * their order there.
 */
export interface Turns {
  readonly first: Int32Array;
  readonly onto: Int32Array;
}

export interface BothLoadings {
  readonly shortest: LoadedFlow;
  readonly spread: LoadedFlow;
  /** Trips that find no way. */
  readonly unserved: number;
}

/** A way this share of the mean trip longer is e times less likely. */
const spreadShare = 0.06;
/** Ways whose costs differ by rounding alone tie. */
const rounding = 1e-9;
/** Counts of paths stay finite. */
const mostPaths = 1e200;

export class Loading {
  readonly turns: Turns;
  readonly #network: FlowNetwork;
  readonly #entering: Entering;
  readonly #search: PathSearch;
  readonly #wanted: Uint8Array;
  /** By node: weight of its ways from the origin, trips that come to it, their cost. */
  readonly #ways: Float64Array;
  readonly #load: Float64Array;
  readonly #loadCost: Float64Array;
  /** By link: its part of the ways to its end, and trips from the present origin. */
  readonly #part: Float64Array;
  readonly #own: Float64Array;

  constructor(network: FlowNetwork) {
    this.#network = network;
    this.#entering = entering(network);
    this.turns = turnsOf(network);
    this.#search = new PathSearch(network);
    this.#wanted = new Uint8Array(network.nodeCount);
    this.#ways = new Float64Array(network.nodeCount);
    this.#load = new Float64Array(network.nodeCount);
    this.#loadCost = new Float64Array(network.nodeCount);
    this.#part = new Float64Array(network.linkCount);
    this.#own = new Float64Array(network.linkCount);
  }

  /** Costs ≥ 0, infinite where a link is closed. `[links]` */
  load(cost: Float64Array): BothLoadings {
    const [shortest, spread] = [this.#empty(), this.#empty()];
    let unserved = 0;
    for (let origin = 0; origin < this.#network.origins.length; origin++) {
      const { served, total, meanCost } = this.#find(origin, cost);
      unserved += total - served;
      this.#assign(origin, { cost, scale: 0, into: shortest });
      this.#assign(origin, { cost, scale: spreadShare * meanCost, into: spread });
    }
    return { shortest, spread, unserved };
  }

  #empty(): LoadedFlow {
    const { linkCount } = this.#network;
    return {
      flow: new Float64Array(linkCount),
      tripCost: new Float64Array(linkCount),
      turn: new Float64Array(this.turns.onto.length),
    };
  }

  #find(origin: number, cost: Float64Array) {
    const { origins, firstPair, destination, trips } = this.#network;
    const [first, end] = [firstPair[origin] as number, firstPair[origin + 1] as number];
    for (let pair = first; pair < end; pair++) this.#wanted[destination[pair] as number] = 1;
    const source = origins[origin] as number;
    this.#search.find(cost, { source, wanted: this.#wanted, count: end - first });
    let [served, total, spent] = [0, 0, 0];
    for (let pair = first; pair < end; pair++) {
      const node = destination[pair] as number;
      this.#wanted[node] = 0;
      total += trips[pair] as number;
      if ((this.#search.rank[node] as number) < 0) continue;
      served += trips[pair] as number;
      spent += (trips[pair] as number) * (this.#search.distance[node] as number);
    }
    return { served, total, meanCost: served > 0 ? spent / served : 0 };
  }

  /** Puts the trips of one origin on the ways found; `scale` 0 is for the shortest alone. */
  #assign(origin: number, how: Assigned): void {
    const { distance, settled, order } = this.#search;
    const { firstPair, destination, trips, origins } = this.#network;
    const source = origins[origin] as number;
    this.#countWays(source, how);
    for (let i = 0; i < settled; i++) {
      this.#load[order[i] as number] = 0;
      this.#loadCost[order[i] as number] = 0;
    }
    const end = firstPair[origin + 1] as number;
    for (let pair = firstPair[origin] as number; pair < end; pair++) {
      const node = destination[pair] as number;
      if ((this.#search.rank[node] as number) < 0) continue;
      const count = trips[pair] as number;
      this.#load[node] = (this.#load[node] as number) + count;
      const spent = count * (distance[node] as number);
      this.#loadCost[node] = (this.#loadCost[node] as number) + spent;
    }
    // From the farthest: all that leaves a node is known before it is shared out to what enters.
    for (let i = settled - 1; i > 0; i--) this.#shareOut(order[i] as number, how.into);
    this.#turn(source, how.into);
  }

  /** From the nearest node on: the weight of all ways to each, and each entering link's part. */
  #countWays(source: number, { cost, scale }: Assigned): void {
    const { distance, rank, order, settled } = this.#search;
    const { from, passable } = this.#network;
    const { firstIn, into } = this.#entering;
    const ways = this.#ways;
    ways[source] = 1;
    for (let i = firstIn[source] as number; i < (firstIn[source + 1] as number); i++) {
      this.#part[into[i] as number] = 0;
    }
    for (let i = 1; i < settled; i++) {
      const node = order[i] as number;
      const least = distance[node] as number;
      let sum = 0;
      for (let k = firstIn[node] as number; k < (firstIn[node + 1] as number); k++) {
        const link = into[k] as number;
        const before = from[link] as number;
        const isBefore = (rank[before] as number) >= 0 && (rank[before] as number) < i;
        let part = 0;
        if (isBefore && (passable[before] === 1 || before === source)) {
          const over = (distance[before] as number) + (cost[link] as number) - least;
          part = (ways[before] as number) * likelihood(over, least, scale);
        }
        this.#part[link] = part;
        sum += part;
      }
      ways[node] = Math.min(sum, mostPaths);
      for (let k = firstIn[node] as number; sum > 0 && k < (firstIn[node + 1] as number); k++) {
        const link = into[k] as number;
        this.#part[link] = (this.#part[link] as number) / sum;
      }
    }
  }

  #shareOut(node: number, { flow, tripCost, turn }: LoadedFlow): void {
    const { from } = this.#network;
    const { firstIn, into } = this.#entering;
    const [load, loadCost] = [this.#load[node] as number, this.#loadCost[node] as number];
    const end = firstIn[node + 1] as number;
    for (let k = firstIn[node] as number; k < end; k++) {
      const link = into[k] as number;
      const part = this.#part[link] as number;
      const own = load * part;
      this.#own[link] = own;
      if (own === 0) continue;
      const before = from[link] as number;
      flow[link] = (flow[link] as number) + own;
      tripCost[link] = (tripCost[link] as number) + loadCost * part;
      this.#load[before] = (this.#load[before] as number) + own;
      this.#loadCost[before] = (this.#loadCost[before] as number) + loadCost * part;
    }
    if (load > 0) this.#turn(node, { flow, tripCost, turn });
  }

  /** Trips that go on from the links that enter a node to those that leave it. */
  #turn(node: number, { turn }: LoadedFlow): void {
    const { firstOut, out, to } = this.#network;
    const { rank } = this.#search;
    const { firstIn, into } = this.#entering;
    const place = rank[node] as number;
    const [start, end] = [firstOut[node] as number, firstOut[node + 1] as number];
    for (let k = start; k < end; k++) {
      const link = out[k] as number;
      // What was not reached later than this node was not reached through it.
      if ((rank[to[link] as number] as number) <= place) continue;
      const own = this.#own[link] as number;
      for (let j = firstIn[node] as number; own > 0 && j < (firstIn[node + 1] as number); j++) {
        const part = this.#part[into[j] as number] as number;
        if (part === 0) continue;
        const at = (this.turns.first[into[j] as number] as number) + k - start;
        turn[at] = (turn[at] as number) + own * part;
      }
    }
  }
}

interface Assigned {
  readonly cost: Float64Array;
  readonly scale: number;
  readonly into: LoadedFlow;
}

function likelihood(over: number, least: number, scale: number): number {
  if (over <= rounding * least) return 1;
  return scale > 0 && over < Number.POSITIVE_INFINITY ? Math.exp(-over / scale) : 0;
}

function turnsOf({ linkCount, to, firstOut, out }: FlowNetwork): Turns {
  const first = new Int32Array(linkCount + 1);
  const onto: number[] = [];
  for (let link = 0; link < linkCount; link++) {
    const node = to[link] as number;
    for (let k = firstOut[node] as number; k < (firstOut[node + 1] as number); k++) {
      onto.push(out[k] as number);
    }
    first[link + 1] = onto.length;
  }
  return { first, onto: Int32Array.from(onto) };
}
