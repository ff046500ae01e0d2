/** A fitted baseline as a predictor, for tests of evaluations. */

import { saidByFitted, stepsByShifts } from '../../src/evaluate/baselines/contenders.ts';
import type { FittedBaseline } from '../../src/evaluate/baselines/fitted-baselines.ts';
import type { SpreadPredictor } from '../../src/predict/gnn/spread-predictor.ts';

/** Steps are those of superposed shifts. */
export function baselinePredictor(name: string, fitted: FittedBaseline): SpreadPredictor {
  return {
    modelVersion: name,
    forecast: async (network, onsets) =>
      onsets.map((onset) => {
        const { probability, inSet } = saidByFitted(fitted, network, onset);
        return { probability, step: stepsByShifts(network, onset), inSet };
      }),
  };
}
