/**
 * The baselines that learn, fitted together and asked for who fails. Models are plain data, to be
 * kept in a file. Used by training and by the evaluations.
 */
import type { Onset, StressNetwork } from '../../../gnn/model/stress-network.ts';
import type { SpreadSample } from '../spread.ts';
import { type BoostedTrees, treeProbabilities } from './boosted-trees/boosted-trees.ts';
import { type BoostingOptions, fitBoostedTrees } from './boosted-trees/fit-boosted-trees.ts';
import { caseTable, type LabelledTable } from './case-table.ts';
import { columnNames, features } from './features.ts';
import { fitLogistic, type LogisticModel, logisticProbabilities } from './logistic-regression.ts';

export type LearnedModel = LogisticModel | BoostedTrees;

/** Each on an element's own columns, and with the means over its neighbours as well. */
export interface LearnedBaselines {
  readonly logisticRegression: LearnedModel;
  readonly logisticRegressionNeighbours: LearnedModel;
  readonly boostedTrees: LearnedModel;
  readonly boostedTreesNeighbours: LearnedModel;
}

export type LearnedScoreName = keyof LearnedBaselines;

/** Fits all four; the number of trees is chosen on validation. */
export function fitLearnedBaselines(
  training: readonly SpreadSample[],
  validation: readonly SpreadSample[],
  options: BoostingOptions = {},
): LearnedBaselines {
  const [own, withNeighbours] = [false, true].map((neighbours) => {
    const table = caseTable(training, neighbours);
    const judge = caseTable(validation, neighbours);
    const logistic = fitLogistic(table);
    const trees = fitBoostedTrees(table, { ...options, ...watched(judge) });
    return { logistic, trees };
  }) as [FittedPair, FittedPair];
  return {
    logisticRegression: own.logistic,
    logisticRegressionNeighbours: withNeighbours.logistic,
    boostedTrees: own.trees,
    boostedTreesNeighbours: withNeighbours.trees,
  };
}

interface FittedPair {
  readonly logistic: LogisticModel;
  readonly trees: BoostedTrees;
}

function watched(table: LabelledTable): Pick<BoostingOptions, 'validation'> {
  return table.rows === 0 ? {} : { validation: table };
}

/**
 * Probability that each element fails; 1 for what has failed. `[elements]` A `TypeError` for a
 * model of other columns than the present feature table's.
 */
export function learnedProbabilities(
  model: LearnedModel,
  network: StressNetwork,
  onset: Onset,
): Float64Array {
  const neighbours = model.columns.length > columnNames(false).length;
  const columns = columnNames(neighbours);
  if (columns.join() !== model.columns.join()) {
    throw new TypeError('the model was fitted to other columns than the feature table has');
  }
  const values = features(network, onset, neighbours);
  const table = { columns, rows: network.elementCount, values };
  const probabilities =
    model.kind === 'boosted-trees'
      ? treeProbabilities(model, table)
      : logisticProbabilities(model, table);
  return probabilities.map((probability, n) => (onset.failed[n] === 1 ? 1 : probability));
}
