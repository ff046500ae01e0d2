/** What links carry, and what that makes them cost. Used by the equilibrium's kernel. */
import type { PathPool } from './path-pool.ts';
import type { RoadNetwork } from './road-network.ts';
import { travelTime, travelTimeSlope } from './travel-time.ts';

export class LinkLoads {
  readonly flow: Float64Array;
  readonly time: Float64Array;
  /** Time and fixed cost; infinite on closed links. */
  readonly cost: Float64Array;
  /** Derivative of the cost by the flow. */
  readonly slope: Float64Array;
  readonly #network: RoadNetwork;
  readonly #closed: Uint8Array;

  constructor(network: RoadNetwork, closed: Uint8Array = new Uint8Array(network.linkCount)) {
    const { linkCount } = network;
    this.#network = network;
    this.#closed = closed;
    this.flow = new Float64Array(linkCount);
    this.time = new Float64Array(linkCount);
    this.cost = new Float64Array(linkCount);
    this.slope = new Float64Array(linkCount);
  }

  /** Takes the flows of paths instead of what was there. */
  load({ head, next, flow, first, links }: PathPool): void {
    this.flow.fill(0);
    for (let pair = 0; pair < head.length; pair++) {
      for (let path = head[pair] as number; path >= 0; path = next[path] as number) {
        const trips = flow[path] as number;
        const end = first[path + 1] as number;
        for (let i = first[path] as number; i < end; i++) {
          const link = links[i] as number;
          this.flow[link] = (this.flow[link] as number) + trips;
        }
      }
    }
    for (let link = 0; link < this.flow.length; link++) this.#price(link);
  }

  /** Adds trips, or takes them away, on the links from one place of a list to another. */
  add(links: Int32Array, from: number, until: number, trips: number): void {
    for (let i = from; i < until; i++) {
      const link = links[i] as number;
      this.flow[link] = Math.max(0, (this.flow[link] as number) + trips);
      this.#price(link);
    }
  }

  /** Sum of flow times cost. */
  totalCost(): number {
    let total = 0;
    for (let link = 0; link < this.flow.length; link++) {
      const flow = this.flow[link] as number;
      if (flow > 0) total += flow * (this.cost[link] as number);
    }
    return total;
  }

  #price(link: number): void {
    const flow = this.flow[link] as number;
    const time = travelTime(this.#network, link, flow);
    this.time[link] = time;
    this.cost[link] =
      this.#closed[link] === 1
        ? Number.POSITIVE_INFINITY
        : time + (this.#network.fixedCost[link] as number);
    this.slope[link] = travelTimeSlope(this.#network, link, flow);
  }
}
