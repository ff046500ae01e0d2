/**
 * The learned baselines as they are shipped: for each task the four models, cooled on validation,
 * with what they were fitted to. Made by `gnn/train/train-baselines.ts`, read from a file and
 * asked by the evaluations.
 */
import type { Onset, StressNetwork } from '../../../gnn/model/stress-network.ts';
import {
  type LearnedModel,
  type LearnedScoreName,
  learnedProbabilities,
} from './learned-scores.ts';

/** The kinds of cascades that are judged. */
export const cascadeTasks = ['motter-lai', 'dc-cascade'] as const;
export type CascadeTask = (typeof cascadeTasks)[number];

/** In the order of tables. */
export const learnedNames: readonly LearnedScoreName[] = [
  'logisticRegression',
  'logisticRegressionNeighbours',
  'boostedTrees',
  'boostedTreesNeighbours',
];

export function usesNeighbours(name: LearnedScoreName): boolean {
  return name.endsWith('Neighbours');
}

/** What a model says becomes `σ(slope · logit + intercept)` (Platt 1999). */
export interface Cooling {
  readonly slope: number;
  readonly intercept: number;
}

/** Which cascades a model was fitted to: those of both tasks, or of its own. */
export type Fit = 'both' | 'own';

export interface FittedBaseline {
  readonly model: LearnedModel;
  readonly cooling: Cooling;
  /** Who may fail: probability at or above this holds 90 % of those who failed in validation. */
  readonly setThreshold: number;
  readonly fit: Fit;
  /** Average precision on validation of either fit: the better one is kept. */
  readonly validation: Readonly<Record<Fit, number>>;
}

export type TaskBaselines = Readonly<Record<LearnedScoreName, FittedBaseline>>;

/** Probability that each element fails; 1 for what has failed. `[elements]` */
export function fittedProbabilities(
  { model, cooling }: Pick<FittedBaseline, 'model' | 'cooling'>,
  network: StressNetwork,
  onset: Onset,
): Float64Array {
  const raw = learnedProbabilities(model, network, onset);
  return raw.map((probability, n) => (onset.failed[n] === 1 ? 1 : cooled(probability, cooling)));
}

/** Log-odds, bounded where a probability is rounded to 0 or 1. */
export function logOdds(probability: number): number {
  return Math.max(-30, Math.min(30, Math.log(probability / (1 - probability))));
}

export function cooled(probability: number, { slope, intercept }: Cooling): number {
  return 1 / (1 + Math.exp(-(slope * logOdds(probability) + intercept)));
}
