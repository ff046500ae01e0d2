/**
 * What a few searches of shortest paths tell of each link: loads at free flow, flows after a few
 * rounds towards equilibrium, and where trips would go from there. The physics of the features.
 */
import { type Detours, detours } from './detours.ts';
import { type FlowNetwork, linkCosts } from './flow-network.ts';
import { type LoadedFlow, Loading, type Turns } from './loading.ts';

/** Flows on the way to equilibrium. `[links]` */
export interface EarlyFlows {
  readonly before: Float64Array;
  readonly last: Float64Array;
  /** Of the last: 1 less the cost of shortest ways over the cost of the trips; infinite if unknown. */
  readonly relativeGap: number;
}

/** A solver of equilibria, stopped after two rounds and after four. */
export type EarlyAssignment = (network: FlowNetwork) => EarlyFlows;

export interface LinkMeasures {
  readonly network: FlowNetwork;
  /** At free flow, and at the costs of the last round: where trips would go next. */
  readonly free: LoadPair;
  readonly next: LoadPair;
  readonly early: EarlyFlows;
  /** Cost of each link when it is empty, and after the last round. */
  readonly freeCost: Float64Array;
  readonly cost: Float64Array;
  readonly turns: Turns;
  /** Trips spread over ways, by both loadings, on each link and on each turn. */
  readonly sum: Float64Array;
  readonly turnSum: Float64Array;
  /** At the costs of the last round. */
  readonly detours: Detours;
  /** Trips in all that find a way. */
  readonly total: number;
}

interface LoadPair {
  readonly shortest: LoadedFlow;
  readonly spread: LoadedFlow;
}

export function linkMeasures(network: FlowNetwork, assign: EarlyAssignment): LinkMeasures {
  const loading = new Loading(network);
  const freeCost = linkCosts(network, new Float64Array(network.linkCount));
  const free = loading.load(freeCost);
  const early = assign(network);
  const cost = linkCosts(network, early.last);
  const next = loading.load(cost);
  return {
    network,
    free,
    next,
    early,
    freeCost,
    cost,
    turns: loading.turns,
    sum: added(free.spread.flow, next.spread.flow),
    turnSum: added(free.spread.turn, next.spread.turn),
    detours: detours(network, cost),
    total: network.trips.reduce((sum, trips) => sum + trips, 0) - free.unserved,
  };
}

function added(a: Float64Array, b: Float64Array): Float64Array {
  return a.map((value, i) => value + (b[i] as number));
}
