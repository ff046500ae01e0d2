/** What the network has to beat: simple scores of who fails next, between 0 and 1. */
import type { DependencyNetwork } from '../../behaviour/dependency-network.ts';
import { declaredSteps } from '../declared-rule.ts';
import { dependentsOf, hopsFrom, spanOf } from '../dependency-walk.ts';
import { betweenness } from './betweenness.ts';

/** Higher for what is more likely to fail. `[nodes]` */
export type Score = (network: DependencyNetwork, failed: Uint8Array) => Float64Array;

/** Everyone alike. Its average precision is the share of those who fail. */
const prevalence: Score = ({ nodeCount }) => new Float64Array(nodeCount).fill(prevalenceInTraining);

/** Share of twins that fail, over the validation graphs. */
const prevalenceInTraining = 0.07;

/** How many others a node is tied to, both ways. */
const degree: Score = (network) => {
  const tied = Float64Array.from({ length: network.nodeCount }, (_, node) => {
    const from = network.supportOffsets[network.groupOffsets[node] ?? 0] ?? 0;
    const to = network.supportOffsets[network.groupOffsets[node + 1] ?? 0] ?? 0;
    return to - from + spanOf(network.dependentOffsets, node);
  });
  const most = tied.reduce((a, b) => Math.max(a, b), 1);
  return tied.map((count) => count / most);
};

/** The nearer to what has failed, along the dependencies. */
const distance: Score = (network, failed) => {
  return hopsFrom(network, (node) => failed[node] === 1).map((hops) => 1 / (1 + hops));
};

/** One step of the declared rules: who lacks what it needs as soon as the failed ones are gone. */
const oneStep: Score = (network, failed) => {
  return byFailure(network, failed, (step) => (step === 1 ? 1 : 0));
};

/** The declared rules to their end, sooner being riskier: the simulator with declared parameters. */
const declaredRules: Score = (network, failed) => {
  return byFailure(network, failed, (step) => (step > 0 ? 1 / step : 0));
};

/** Nothing has failed: how many single failures would take a node down in one step. */
function byFailure(
  network: DependencyNetwork,
  failed: Uint8Array,
  score: (step: number) => number,
): Float64Array {
  if (failed.includes(1)) return Float64Array.from(declaredSteps(network, failed), score);
  const sum = new Float64Array(network.nodeCount);
  for (let seed = 0; seed < network.nodeCount; seed++) {
    if (dependentsOf(network, seed).length === 0) continue;
    const one = new Uint8Array(network.nodeCount);
    one[seed] = 1;
    for (const [node, step] of declaredSteps(network, one).entries()) {
      sum[node] = (sum[node] ?? 0) + score(step) / network.nodeCount;
    }
  }
  return sum;
}

export type ScoreName =
  | 'prevalence'
  | 'degree'
  | 'betweenness'
  | 'distance'
  | 'oneStep'
  | 'declaredRules';

/** The scores by the name that tables give them. */
export const scores: Readonly<Record<ScoreName, Score>> = {
  prevalence,
  degree,
  betweenness,
  distance,
  oneStep,
  declaredRules,
};
