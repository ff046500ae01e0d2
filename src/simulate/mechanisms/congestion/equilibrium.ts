/**
 * User equilibrium on roads: no one gets there faster by another way (Wardrop 1952). Finds the
 * minimum of Beckmann's objective over path flows by gradient projection (Jayakrishnan et al.,
 * "A Faster Path-Based Algorithm for Traffic Assignment", 1994): shortest paths join those in use,
 * and trips move from dearer paths to the cheapest of their pair by a Newton step. Used by the
 * congestion mechanism; knows nothing of twins.
 */
import { LinkLoads } from './link-loads.ts';
import { PathPool } from './path-pool.ts';
import type { RoadNetwork } from './road-network.ts';
import { ShortestPaths } from './shortest-paths.ts';
import { beckmannTerm } from './travel-time.ts';

export interface EquilibriumOptions {
  /** Relative gap at which it is done; 1e-6 by default. */
  readonly gap?: number;
  /** Searches of all shortest paths after which it gives up; 300 by default. */
  readonly maxRounds?: number;
  /** By link: 1 where it is closed. */
  readonly closed?: Uint8Array;
  /** An equilibrium of the same network to begin from, whatever was closed then. */
  readonly from?: Equilibrium;
}

export interface Equilibrium {
  /** By link: trips on it, and the time to pass it. */
  readonly flow: Float64Array;
  readonly time: Float64Array;
  /**
   * How much shorter all trips would be, if each took the way that is shortest at these times: 1 less
   * the cost of that over the cost of the trips, 0 … 1.
   */
  readonly relativeGap: number;
  /** Sum of flow times travel time. */
  readonly totalTime: number;
  /** Beckmann's objective. */
  readonly objective: number;
  /** By pair: trips that find no way. */
  readonly unserved: Float64Array;
  readonly rounds: number;
  readonly paths: PathPool;
}

/** The equilibrium to a relative gap, or as near as the rounds allow: the gap tells. */
export function userEquilibrium(
  network: RoadNetwork,
  options: EquilibriumOptions = {},
): Equilibrium {
  const { gap = 1e-6, maxRounds = 300, closed, from } = options;
  const assignment = new Assignment(network, closed, from?.paths);
  let [found, best, stuck] = [assignment.search(), Number.POSITIVE_INFINITY, 0];
  let rounds = 1;
  while (found > gap && rounds < maxRounds && stuck < patience) {
    assignment.balance(Math.min(found, 1), gap);
    found = assignment.search();
    stuck = found < best ? 0 : stuck + 1;
    best = Math.min(best, found);
    rounds++;
  }
  return { ...assignment.result(), relativeGap: Math.max(0, found), rounds };
}

/** Rounds without a smaller gap after which rounding allows no better. */
const patience = 25;
/** Sweeps over all pairs between two searches. */
const maxSweeps = 12;

class Assignment {
  readonly #network: RoadNetwork;
  readonly #loads: LinkLoads;
  readonly #pool: PathPool;
  readonly #search: ShortestPaths;
  readonly #unserved: Float64Array;
  /** By link: the path last looked at that has it. */
  readonly #mark: Int32Array;
  #stamp = 0;

  constructor(network: RoadNetwork, closed: Uint8Array | undefined, paths: PathPool | undefined) {
    this.#network = network;
    this.#loads = new LinkLoads(network, closed);
    this.#pool = paths?.copy() ?? new PathPool(network.trips.length);
    this.#search = new ShortestPaths(network);
    this.#unserved = new Float64Array(network.trips.length);
    this.#mark = new Int32Array(network.linkCount);
    if (paths !== undefined && closed !== undefined) this.#pool.leave(closed);
    this.#loads.load(this.#pool);
  }

  /**
   * Finds the shortest paths at the present costs, adds those that are shorter than any in use, and
   * gives the relative gap. Pairs without a path get one with all their trips: then the gap is not
   * known yet, and is infinite.
   */
  search(): number {
    const { origins, firstPair, trips } = this.#network;
    const { cost } = this.#loads;
    let [shortest, isNew] = [0, false];
    for (let origin = 0; origin < origins.length; origin++) {
      this.#search.find(origin, cost);
      const end = firstPair[origin + 1] as number;
      for (let pair = firstPair[origin] as number; pair < end; pair++) {
        const least = this.#reach(pair);
        if (least < 0) isNew = true;
        else if (least < Number.POSITIVE_INFINITY) shortest += least * (trips[pair] as number);
      }
    }
    const total = this.#loads.totalCost();
    if (isNew) return Number.POSITIVE_INFINITY;
    return total > 0 ? (total - shortest) / total : 0;
  }

  /** The cost of a pair's shortest path; infinite when there is none, -1 when it is its first. */
  #reach(pair: number): number {
    const { destination, trips } = this.#network;
    const node = destination[pair] as number;
    const least = this.#search.distance[node] as number;
    if (least === Number.POSITIVE_INFINITY) {
      this.#unserved[pair] = trips[pair] as number;
      return least;
    }
    const reached = { network: this.#network, via: this.#search.via };
    if ((this.#pool.head[pair] as number) < 0) {
      const path = this.#pool.add(pair, node, reached);
      this.#move(path, trips[pair] as number);
      return -1;
    }
    const cheapest = this.#cost(this.#cheapest(pair));
    if (least < cheapest * (1 - 1e-15)) this.#pool.add(pair, node, reached);
    return least;
  }

  /** Moves trips between the paths of each pair, until little is left to be won by that. */
  balance(gap: number, target: number): void {
    const pairCount = this.#network.trips.length;
    const { head, next } = this.#pool;
    const enough = Math.max(0.1 * gap, 0.3 * target);
    for (let sweep = 0; sweep < maxSweeps; sweep++) {
      let excess = 0;
      for (let pair = 0; pair < pairCount; pair++) {
        const first = head[pair] as number;
        if (first >= 0 && (next[first] as number) >= 0) excess += this.#balancePair(pair);
      }
      if (excess <= enough * this.#loads.totalCost()) break;
    }
    for (let pair = 0; pair < pairCount; pair++) this.#pool.drop(pair);
    this.#loads.load(this.#pool);
  }

  /** Gives what the pair's trips cost more than on its cheapest path, before they moved. */
  #balancePair(pair: number): number {
    const { head, next, flow } = this.#pool;
    const best = this.#cheapest(pair);
    const stamp = this.#stampLinks(best);
    let excess = 0;
    for (let path = head[pair] as number; path >= 0; path = next[path] as number) {
      const trips = flow[path] as number;
      if (path === best || trips === 0) continue;
      const over = this.#cost(path) - this.#cost(best);
      if (!(over > 0)) continue;
      excess += over * trips;
      const slope = this.#slope(path, best, stamp);
      const moved = slope > 0 ? Math.min(trips, over / slope) : trips;
      this.#move(path, -moved);
      this.#move(best, moved);
    }
    return excess;
  }

  #cheapest(pair: number): number {
    const { head, next } = this.#pool;
    let best = head[pair] as number;
    if ((next[best] as number) < 0) return best;
    let least = Number.POSITIVE_INFINITY;
    for (let path = best; path >= 0; path = next[path] as number) {
      const cost = this.#cost(path);
      if (cost < least) [best, least] = [path, cost];
    }
    return best;
  }

  #cost(path: number): number {
    const { first, links } = this.#pool;
    const { cost } = this.#loads;
    const end = first[path + 1] as number;
    let sum = 0;
    for (let i = first[path] as number; i < end; i++) sum += cost[links[i] as number] as number;
    return sum;
  }

  #stampLinks(path: number): number {
    const { first, links } = this.#pool;
    const stamp = ++this.#stamp;
    const end = first[path + 1] as number;
    for (let i = first[path] as number; i < end; i++) this.#mark[links[i] as number] = stamp;
    return stamp;
  }

  /** Sum of the derivatives of the links that only one of two paths has; the second's are stamped. */
  #slope(path: number, stamped: number, stamp: number): number {
    const { first, links } = this.#pool;
    const { slope } = this.#loads;
    let [own, shared, other] = [0, 0, 0];
    for (let i = first[path] as number; i < (first[path + 1] as number); i++) {
      const link = links[i] as number;
      if (this.#mark[link] === stamp) shared += slope[link] as number;
      else own += slope[link] as number;
    }
    for (let i = first[stamped] as number; i < (first[stamped + 1] as number); i++) {
      other += slope[links[i] as number] as number;
    }
    return own + Math.max(0, other - shared);
  }

  #move(path: number, trips: number): void {
    const { first, links, flow } = this.#pool;
    flow[path] = Math.max(0, (flow[path] as number) + trips);
    this.#loads.add(links, first[path] as number, first[path + 1] as number, trips);
  }

  result(): Omit<Equilibrium, 'relativeGap' | 'rounds'> {
    const { flow, time } = this.#loads;
    let [totalTime, objective] = [0, 0];
    for (let link = 0; link < flow.length; link++) {
      totalTime += (flow[link] as number) * (time[link] as number);
      objective += beckmannTerm(this.#network, link, flow[link] as number);
    }
    return { flow, time, totalTime, objective, unserved: this.#unserved, paths: this.#pool };
  }
}
