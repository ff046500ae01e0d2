/**
 * What a predictor of failures has to beat without learning: simple scores of who fails next.
 * Used by the evaluations, each in a row of its own.
 */
import type { Onset, StressNetwork } from '../../../gnn/model/stress-network.ts';
import { elementStress, exceeds, superposed } from '../../predict/gnn/superposition.ts';
import { Betweenness } from '../motter-lai/betweenness.ts';
import { hopsFrom } from './hops.ts';
import { pageRank } from './page-rank.ts';
import { stressIndex } from './stress-index.ts';

/** Higher for what is more likely to fail; only the order means something. `[elements]` */
export type FailureScore = (network: StressNetwork, onset: Onset) => Float64Array;

/** A score that knows the network alone is reckoned once. */
function ofNetwork(score: (network: StressNetwork) => Float64Array): FailureScore {
  const known = new WeakMap<StressNetwork, Float64Array>();
  return (network) => {
    const values = known.get(network) ?? score(network);
    known.set(network, values);
    return values;
  };
}

/** Everyone alike: its average precision is the share of those who fail. */
const prevalence = ofNetwork(({ elementCount }) => new Float64Array(elementCount).fill(1));

/** The nearer to what has failed, the riskier. */
const distance: FailureScore = ({ neighbours }, { failed }) => {
  return hopsFrom(neighbours, failed).map((hops) => 1 / (1 + hops));
};

/** Who exceeds after the outage, by how much; then who is nearest to it. */
const oneStep: FailureScore = (network, { stress }) => {
  return elementStress(network, stress);
};

/** Who fails by superposed shifts, sooner and further above first; then who came nearest. */
const outageShifts: FailureScore = (network, onset) => {
  const { steps, peak } = superposed(network, onset);
  return peak.map((most, n) => {
    const step = steps[n] as number;
    return step < 1 ? Math.min(1, most) : 1 + 1 / (step + 1 / (1 + most));
  });
};

export type FailureScoreName =
  | 'prevalence'
  | 'degree'
  | 'pageRank'
  | 'betweenness'
  | 'distance'
  | 'utilisation'
  | 'oneStep'
  | 'outageShifts';

/** The scores by the name that tables give them. */
export const failureScores: Readonly<Record<FailureScoreName, FailureScore>> = {
  prevalence,
  degree: ofNetwork((network) => stressIndex(network).degree),
  pageRank: ofNetwork(({ neighbours }) => pageRank(neighbours)),
  betweenness: ofNetwork(({ elementCount, neighbours }) => {
    return new Betweenness(neighbours).loads(new Uint8Array(elementCount));
  }),
  distance,
  utilisation: ofNetwork((network) => stressIndex(network).base),
  oneStep,
  outageShifts,
};

/** A forecast that is certain: 1 for who fails, what had failed before among them. `[elements]` */
export type FailureVerdict = (network: StressNetwork, onset: Onset) => Uint8Array;

/** Verdicts of the two that have one, for rankings and for errors of the final state. */
export const failureVerdicts: Readonly<Record<'oneStep' | 'outageShifts', FailureVerdict>> = {
  oneStep: (network, onset) => {
    const stress = elementStress(network, onset.stress);
    return onset.failed.map((flag, n) => (flag === 1 || exceeds(stress[n] as number) ? 1 : 0));
  },
  outageShifts: (network, onset) => {
    return Uint8Array.from(superposed(network, onset).steps, (step) => (step < 0 ? 0 : 1));
  },
};
