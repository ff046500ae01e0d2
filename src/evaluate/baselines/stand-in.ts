/** A fitted baseline as a predictor: what is evaluated where no network is, and what tests use. */
import type { SpreadPredictor } from '../spread-predictor.ts';
import { saidByFitted, stepsByShifts } from './contenders.ts';
import type { FittedBaseline } from './fitted-baselines.ts';

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
