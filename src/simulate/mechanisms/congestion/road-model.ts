/** Roads and trips of a graph beside the arrays that are computed on. */
import type { RoadNetwork } from './road-network.ts';

export interface RoadModel {
  readonly network: RoadNetwork;
  /** By link, in the order of twin ids. */
  readonly roads: readonly Road[];
  /** By node of the network, in the order of twin ids. */
  readonly places: readonly Place[];
  /** By link: 1 where nothing may ever pass, because its capacity is 0. */
  readonly impassable: Uint8Array;
}

export interface Road {
  readonly twin: string;
  /** Its node in the graph. */
  readonly node: number;
}

/** Where roads meet and trips begin and end. */
export interface Place {
  readonly twin: string;
  readonly node: number;
}
