/** What is shipped to be judged on cascades: the predictor and the baselines. Called by the command line. */
import { join } from 'node:path';
import { packageRoot } from '../package-root.ts';
import { baselinesFile, readBaselines } from './baselines/baselines-file.ts';
import {
  type CascadeTask,
  learnedNames,
  type TaskBaselines,
} from './baselines/fitted-baselines.ts';
import { baselinePredictor } from './baselines/stand-in.ts';
import type { SpreadPredictor } from './spread-predictor.ts';

export interface ShippedContest {
  readonly predictor: SpreadPredictor;
  readonly baselines: TaskBaselines;
}

function weightsFolder(): string {
  return join(packageRoot(), 'gnn', 'weights', 'fault-propagation');
}

/** Throws NOT_FOUND or VALIDATION_FAILED for files that are missing or not as they were made. */
export async function shippedContest(
  task: CascadeTask,
  folder: string = weightsFolder(),
): Promise<ShippedContest> {
  const baselines = readBaselines(join(folder, baselinesFile))[task];
  return { predictor: strongestBaseline(baselines), baselines };
}

/** Until the network is here: what was best in validation. */
function strongestBaseline(baselines: TaskBaselines): SpreadPredictor {
  const precision = (name: (typeof learnedNames)[number]) => {
    return Math.max(...Object.values(baselines[name].validation));
  };
  const [first, ...others] = learnedNames as [
    (typeof learnedNames)[number],
    ...typeof learnedNames,
  ];
  const best = others.reduce((a, b) => (precision(b) > precision(a) ? b : a), first);
  return baselinePredictor(`stand-in ${best}`, baselines[best]);
}
