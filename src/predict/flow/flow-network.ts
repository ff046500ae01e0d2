/**
 * Links with capacities and the trips that use them, as flat arrays: what saturation is forecast on.
 * A road network of the congestion mechanism is one as it is; made by readers, families and tests.
 */
import { LinchpinError } from '../../model/errors.ts';

/** Arrays are by link unless said; times in one unit, trips and capacities in another. */
export interface FlowNetwork {
  readonly nodeCount: number;
  readonly linkCount: number;
  readonly from: Int32Array;
  readonly to: Int32Array;
  /** t0 ≥ 0 of the delay t0 (1 + b (v/c)^p), Bureau of Public Roads 1964. */
  readonly freeFlowTime: Float64Array;
  /** b ≥ 0 */
  readonly delayCoefficient: Float64Array;
  /** p ≥ 0 */
  readonly delayExponent: Float64Array;
  /** > 0, infinite where nothing limits. */
  readonly capacity: Float64Array;
  /** ≥ 0, in units of time. */
  readonly fixedCost: Float64Array;
  /** By node: 1 where trips that do not begin or end there may pass. */
  readonly passable: Uint8Array;
  /** The links that leave node n are `out[firstOut[n]] … out[firstOut[n + 1] - 1]`. */
  readonly firstOut: Int32Array;
  readonly out: Int32Array;
  /** Nodes where trips begin; the pairs of origin o are `firstPair[o] … firstPair[o + 1] - 1`. */
  readonly origins: Int32Array;
  readonly firstPair: Int32Array;
  /** By pair: where to, and how many. */
  readonly destination: Int32Array;
  readonly trips: Float64Array;
}

/** `BAD_USER_INPUT` for numbers that cannot be meant, naming the link by `nameOf`. */
export function checkFlowNetwork(
  network: FlowNetwork,
  nameOf: (link: number) => string = (link) => `link ${link}`,
): void {
  for (let link = 0; link < network.linkCount; link++) {
    const capacity = network.capacity[link] as number;
    if (!(capacity > 0)) throw refusal(nameOf(link), 'capacity', capacity, 'a number above zero');
    for (const name of [
      'freeFlowTime',
      'delayCoefficient',
      'delayExponent',
      'fixedCost',
    ] as const) {
      const value = network[name][link] as number;
      if (!(value >= 0 && value < Number.POSITIVE_INFINITY)) {
        throw refusal(nameOf(link), name, value, 'a number that is not below zero');
      }
    }
  }
  for (const [pair, trips] of network.trips.entries()) {
    if (trips >= 0 && trips < Number.POSITIVE_INFINITY) continue;
    throw refusal(`pair ${pair}`, 'trips', trips, 'a number that is not below zero');
  }
}

function refusal(where: string, name: string, value: number, expected: string): LinchpinError {
  const action = 'correct it in the graph, or close the link by an edit of the scenario';
  const message = `its ${name} is ${value}`;
  return new LinchpinError({ code: 'BAD_USER_INPUT', where, message, expected, action });
}

/** The links that enter node n are `into[firstIn[n]] … into[firstIn[n + 1] - 1]`. */
export interface Entering {
  readonly firstIn: Int32Array;
  readonly into: Int32Array;
}

export function entering({ nodeCount, linkCount, to }: FlowNetwork): Entering {
  const firstIn = new Int32Array(nodeCount + 1);
  for (const node of to) firstIn[node + 1] = (firstIn[node + 1] as number) + 1;
  for (let n = 0; n < nodeCount; n++) {
    firstIn[n + 1] = (firstIn[n + 1] as number) + (firstIn[n] as number);
  }
  const next = firstIn.slice();
  const into = new Int32Array(linkCount);
  for (let link = 0; link < linkCount; link++) {
    const node = to[link] as number;
    into[next[node] as number] = link;
    next[node] = (next[node] as number) + 1;
  }
  return { firstIn, into };
}

/** Cost of each link at some flow: t0 (1 + b (v/c)^p) and what is fixed. `[links]` */
export function linkCosts(network: FlowNetwork, flow: ArrayLike<number>): Float64Array {
  const { freeFlowTime, delayCoefficient, delayExponent, capacity, fixedCost } = network;
  const costs = new Float64Array(network.linkCount);
  for (let link = 0; link < costs.length; link++) {
    const ratio = (flow[link] as number) / (capacity[link] as number);
    const b = delayCoefficient[link] as number;
    const delay = b === 0 || ratio === 0 ? 0 : b * ratio ** (delayExponent[link] as number);
    costs[link] = (fixedCost[link] as number) + (freeFlowTime[link] as number) * (1 + delay);
  }
  return costs;
}
