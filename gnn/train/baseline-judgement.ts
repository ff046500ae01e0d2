/**
 * Learned baselines beside validation cascades: which fit is better, how far its probabilities are
 * to be cooled, and from which one on it names who may fail. Called by `train-baselines.ts`.
 */
import {
  type Cooling,
  cooled,
  type FittedBaseline,
  fittedProbabilities,
  logOdds,
} from '../../src/evaluate/baselines/fitted-baselines.ts';
import type { LearnedModel } from '../../src/evaluate/baselines/learned-scores.ts';
import { fitLogistic } from '../../src/evaluate/baselines/logistic-regression.ts';
import type { SpreadSample } from '../../src/evaluate/spread.ts';
import { averagePrecision } from '../../src/statistics/average-precision.ts';
import { descendingOrder } from '../../src/statistics/order.ts';
import type { Onset } from '../model/stress-network.ts';

/** Share of who fails that the sets are to hold, cascade by cascade. */
const heldShare = 0.9;

/** Pairs of all cascades, one after another. */
interface Judged {
  readonly probability: Float64Array;
  readonly labels: Uint8Array;
  /** Number of the cascade of each pair. */
  readonly cascade: Int32Array;
}

const asItIs: Cooling = { slope: 1, intercept: 0 };

export function judge(model: LearnedModel, samples: readonly SpreadSample[]) {
  const judged = judgedPairs(model, samples);
  const cooling = coolingOf(judged);
  return {
    ap: averagePrecision(judged.probability, judged.labels),
    cooling,
    setThreshold: thresholdOf(judged, cooling),
  } satisfies Pick<FittedBaseline, 'cooling' | 'setThreshold'> & { readonly ap: number };
}

function judgedPairs(model: LearnedModel, samples: readonly SpreadSample[]): Judged {
  const [probability, labels, cascades]: [number[], number[], number[]] = [[], [], []];
  let cascade = 0;
  for (const { network, onsets, outcomes } of samples)
    for (const [index, outcome] of outcomes.entries()) {
      const said = fittedProbabilities({ model, cooling: asItIs }, network, onsets[index] as Onset);
      for (const [element, step] of outcome.entries()) {
        if (step === 0) continue;
        probability.push(said[element] as number);
        labels.push(step > 0 ? 1 : 0);
        cascades.push(cascade);
      }
      cascade++;
    }
  return {
    probability: Float64Array.from(probability),
    labels: Uint8Array.from(labels),
    cascade: Int32Array.from(cascades),
  };
}

/** Logistic regression on the log-odds alone. */
function coolingOf({ probability, labels }: Judged): Cooling {
  const model = fitLogistic({
    columns: ['logOdds'],
    rows: labels.length,
    values: Float32Array.from(probability, logOdds),
    labels,
  });
  const slope = (model.weights[0] as number) / (model.deviation[0] as number);
  return { slope, intercept: model.intercept - slope * (model.mean[0] as number) };
}

/** The greatest at which the mean share of who fails, over cascades with any, is held. */
function thresholdOf({ probability, labels, cascade }: Judged, cooling: Cooling): number {
  const failures = new Map<number, number>();
  for (const [pair, label] of labels.entries())
    if (label === 1)
      failures.set(cascade[pair] as number, (failures.get(cascade[pair] as number) ?? 0) + 1);
  let held = 0;
  for (const pair of descendingOrder(probability)) {
    if (labels[pair] !== 1) continue;
    held += 1 / (failures.get(cascade[pair] as number) as number);
    if (held >= heldShare * failures.size - 1e-9)
      return cooled(probability[pair] as number, cooling);
  }
  return 0;
}
