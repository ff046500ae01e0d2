/** Every baseline as what it says of an onset: the rows of a table beside the predictor. */
import type { Onset, StressNetwork } from '../../../gnn/model/stress-network.ts';
import { superposed } from '../../predict/gnn/superposition.ts';
import { likely, type Said } from '../said.ts';
import { type FailureScoreName, failureScores, failureVerdicts } from './failure-scores.ts';
import {
  type FittedBaseline,
  fittedProbabilities,
  learnedNames,
  type TaskBaselines,
} from './fitted-baselines.ts';

export interface Contender {
  readonly name: string;
  /** Scores know the network alone: they rank its elements by themselves. */
  readonly ofNetwork: boolean;
  says(network: StressNetwork, onset: Onset): Said;
}

const ofNetwork: ReadonlySet<FailureScoreName> = new Set([
  'prevalence',
  'degree',
  'pageRank',
  'betweenness',
  'utilisation',
]);

/** What is said beside the scores by those who say who fails, and when. */
const verdicts: Readonly<
  Partial<Record<FailureScoreName, (network: StressNetwork, onset: Onset) => Partial<Said>>>
> = {
  prevalence: ({ elementCount }) => ({ fails: new Uint8Array(elementCount) }),
  oneStep: (network, onset) => {
    const fails = failureVerdicts.oneStep(network, onset);
    return { fails, inSet: fails, step: new Float64Array(fails.length).fill(1) };
  },
  outageShifts: (network, onset) => {
    const fails = failureVerdicts.outageShifts(network, onset);
    return { fails, inSet: fails, step: stepsByShifts(network, onset) };
  },
};

/** The baselines in the order of tables. */
export function contenders(learned: TaskBaselines): readonly Contender[] {
  const simple = Object.entries(failureScores).map(([key, score]): Contender => {
    const name = key as FailureScoreName;
    return {
      name,
      ofNetwork: ofNetwork.has(name),
      says: (network, onset) => ({
        scores: score(network, onset),
        ...verdicts[name]?.(network, onset),
      }),
    };
  });
  const fitted = learnedNames.map((name): Contender => {
    return {
      name,
      ofNetwork: false,
      says: (network, onset) => saidByFitted(learned[name], network, onset),
    };
  });
  return [...simple, ...fitted];
}

/** Probabilities, who is likely, and the set of who may fail. */
export function saidByFitted(
  fitted: Pick<FittedBaseline, 'model' | 'cooling' | 'setThreshold'>,
  network: StressNetwork,
  onset: Onset,
): Said & Required<Pick<Said, 'probability' | 'inSet'>> {
  const probability = fittedProbabilities(fitted, network, onset);
  const inSet = Uint8Array.from(probability, (p) => (p >= fitted.setThreshold ? 1 : 0));
  return { scores: probability, probability, fails: likely(probability), inSet };
}

/** Step by superposed shifts; one after the last for who does not fail by them. `[elements]` */
export function stepsByShifts(network: StressNetwork, onset: Onset): Float64Array {
  const { steps } = superposed(network, onset);
  const last = steps.reduce((most, step) => Math.max(most, step), 0);
  return Float64Array.from(steps, (step) => (step > 0 ? step : last + 1));
}
