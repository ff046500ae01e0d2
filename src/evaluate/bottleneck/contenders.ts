/**
 * All that ranks links by how likely they are over capacity without having been trained: the rows of
 * the table beside the network. Called by `evaluate bottleneck` and by training.
 */
import type { FlowNetwork } from '../../predict/flow/flow-network.ts';
import { earlyEquilibrium } from './early-equilibrium.ts';
import { type FlowTrial, saturation } from './flow-trial.ts';
import {
  allOrNothing,
  linkBetweenness,
  linkDegree,
  spreadLoading,
  successiveAverages,
} from './loaded-flows.ts';

/** What a contender says of the links of a network. `[links]` */
export interface BottleneckAnswer {
  /** Higher where a link is more likely over capacity. */
  readonly scores: ArrayLike<number>;
  /** In trips, from those that give one. */
  readonly flow?: ArrayLike<number>;
}

export type BottleneckContender = (network: FlowNetwork) => BottleneckAnswer;

/** By flow over capacity. */
function byFlow(flowOf: (network: FlowNetwork) => Float64Array): BottleneckContender {
  return (network) => {
    const flow = flowOf(network);
    return { scores: saturation(network, flow), flow };
  };
}

/** By name; those by flow cost as many searches of all shortest paths as their name says, else one. */
export const bottleneckContenders: Readonly<Record<string, BottleneckContender>> = {
  allOrNothing: byFlow(allOrNothing),
  spreadLoading: byFlow(spreadLoading),
  successiveAverages2: byFlow((network) => successiveAverages(network, 2)),
  successiveAverages4: byFlow((network) => successiveAverages(network, 4)),
  equilibriumAfter2: byFlow((network) => earlyEquilibrium(network, 2)),
  equilibriumAfter4: byFlow((network) => earlyEquilibrium(network, 4)),
  equilibriumAfter6: byFlow((network) => earlyEquilibrium(network, 6)),
  betweenness: (network) => ({ scores: linkBetweenness(network) }),
  betweennessOverCapacity: (network) => ({
    scores: saturation(network, linkBetweenness(network)),
  }),
  degree: (network) => ({ scores: linkDegree(network) }),
  capacity: ({ capacity }) => ({ scores: capacity.map((limit) => -limit) }),
  prevalence: ({ linkCount }) => ({ scores: new Float64Array(linkCount) }),
};

/** Every contender on one trial. */
export function answersOf({ network }: FlowTrial): Readonly<Record<string, BottleneckAnswer>> {
  const answers = Object.entries(bottleneckContenders).map(
    ([name, contender]) => [name, contender(network)] as const,
  );
  return Object.fromEntries(answers);
}
