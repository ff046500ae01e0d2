/** What is shipped to be judged on cascades: the predictor and the baselines. Called by the command line. */
import { join } from 'node:path';
import { shippedWeights } from '../predict/gnn/read-ensemble.ts';
import { type SpreadPredictor, spreadPredictor } from '../predict/gnn/spread-predictor.ts';
import { baselinesFile, readBaselines } from './baselines/baselines-file.ts';
import type { CascadeTask, TaskBaselines } from './baselines/fitted-baselines.ts';

export interface ShippedContest {
  readonly predictor: SpreadPredictor;
  readonly baselines: TaskBaselines;
}

/** Throws NOT_FOUND or VALIDATION_FAILED for files that are missing or not as they were made. */
export async function shippedContest(
  task: CascadeTask,
  folder: string = shippedWeights(),
): Promise<ShippedContest> {
  const baselines = readBaselines(join(folder, baselinesFile))[task];
  return { predictor: await spreadPredictor(folder), baselines };
}
