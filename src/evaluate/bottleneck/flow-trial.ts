/** A network with the flow that its equilibrium has: what forecasts of saturation are judged on. */
import type { FlowNetwork } from '../../predict/flow/flow-network.ts';

export interface FlowTrial {
  readonly network: FlowNetwork;
  /** Trips on each link at equilibrium. `[links]` */
  readonly flow: Float64Array;
}

/** Flow over capacity; 0 where capacity is unlimited. `[links]` */
export function saturation({ capacity }: FlowNetwork, flow: ArrayLike<number>): Float64Array {
  return Float64Array.from(capacity, (limit, link) => (flow[link] as number) / limit);
}

/** 1 where flow is above capacity. `[links]` */
export function saturated(network: FlowNetwork, flow: ArrayLike<number>): Uint8Array {
  return Uint8Array.from(saturation(network, flow), (ratio) => (ratio > 1 ? 1 : 0));
}
