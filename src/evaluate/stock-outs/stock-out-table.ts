/**
 * What a predictor of stock-outs has to beat, on samples that nothing was fitted to: a row for each
 * simple score, each learned baseline, and the simulator itself as the ceiling. Printed by
 * evaluations; a predictor's own row is made by `figuresOf`.
 */
import { type BoostedTrees, treeProbabilities } from '../baselines/boosted-trees/boosted-trees.ts';
import {
  type BoostingOptions,
  fitBoostedTrees,
} from '../baselines/boosted-trees/fit-boosted-trees.ts';
import {
  fitLearnedBaselines,
  type LearnedBaselines,
  type LearnedScoreName,
  learnedProbabilities,
} from '../baselines/learned-scores.ts';
import {
  fitLogistic,
  type LogisticModel,
  logisticProbabilities,
} from '../baselines/logistic-regression.ts';
import { type FailureFigures, failureFigures } from '../metrics/failure-figures.ts';
import { judgedSample, type StockOutSample } from './stock-out-sample.ts';
import { type StockOutScore, simulatedShares, stockOutScores } from './stock-out-scores.ts';
import { supplyCaseTable, supplyFeatures } from './supply-case-table.ts';

export interface StockOutBaselines {
  /** On the columns that every cascade has. */
  readonly general: LearnedBaselines;
  /** With all that the network sees of a chain. */
  readonly supplyLogisticRegression: LogisticModel;
  readonly supplyBoostedTrees: BoostedTrees;
}

/** Fits all that learn; the number of trees is chosen on validation. */
export function fitStockOutBaselines(
  training: readonly StockOutSample[],
  validation: readonly StockOutSample[],
  options: BoostingOptions = {},
): StockOutBaselines {
  const [learn, watch] = [training.map(judgedSample), validation.map(judgedSample)];
  const table = supplyCaseTable(learn);
  return {
    general: fitLearnedBaselines(learn, watch, options),
    supplyLogisticRegression: fitLogistic(table),
    supplyBoostedTrees: fitBoostedTrees(table, { validation: supplyCaseTable(watch), ...options }),
  };
}

export interface StockOutRow {
  readonly name: string;
  readonly figures: FailureFigures;
}

/** Figures of one score over all outages of all samples. */
export function figuresOf(
  samples: readonly StockOutSample[],
  score: StockOutScore,
): FailureFigures {
  return failureFigures(
    samples.map(judgedSample).flatMap(({ network, onsets, outcomes }) =>
      onsets.map((onset, i) => ({
        scores: score(network, onset),
        outcome: outcomes[i] as Int16Array,
      })),
    ),
  );
}

/** Simple scores first, then what learned; the order is that of the names. */
export function stockOutTable(
  samples: readonly StockOutSample[],
  baselines?: StockOutBaselines,
): StockOutRow[] {
  const scores: Record<string, StockOutScore> = {
    ...stockOutScores,
    ...(baselines === undefined ? {} : learnedScores(baselines)),
  };
  return Object.entries(scores).map(([name, score]) => ({
    name,
    figures: figuresOf(samples, score),
  }));
}

/** The simulator with other draws of demand: what no forecast can pass by much. */
export function simulatorRow(samples: readonly StockOutSample[], runs = 8): StockOutRow {
  const judged = samples.map(judgedSample).flatMap((sample) =>
    simulatedShares(sample, runs).map((scores, i) => ({
      scores,
      outcome: sample.outcomes[i] as Int16Array,
    })),
  );
  return { name: 'simulator', figures: failureFigures(judged) };
}

function learnedScores(baselines: StockOutBaselines): Record<string, StockOutScore> {
  const { general, supplyLogisticRegression, supplyBoostedTrees } = baselines;
  const names = Object.keys(general) as LearnedScoreName[];
  const ofGeneral = names.map((name): [string, StockOutScore] => [
    name,
    (network, onset) => learnedProbabilities(general[name], network, onset),
  ]);
  return {
    ...Object.fromEntries(ofGeneral),
    supplyLogisticRegression: (network, onset) =>
      logisticProbabilities(supplyLogisticRegression, supplyFeatures(network, onset)),
    supplyBoostedTrees: (network, onset) =>
      treeProbabilities(supplyBoostedTrees, supplyFeatures(network, onset)),
  };
}
