/** Finds the temperature on validation graphs and measures its error on test graphs. */
import type { Ensemble } from '../../src/predict/gnn/ensemble.ts';
import { calibrationError } from '../../src/statistics/calibration.ts';
import type { TemperatureScale } from '../model/checkpoint.ts';
import { joined, memberProbabilities, type Trial } from './trial.ts';

export interface HeldOut {
  readonly validation: readonly Trial[];
  readonly test: readonly Trial[];
}

/** The temperature with the least log loss on validation; `error` is of the test trials. */
export function calibrate(ensemble: Ensemble, { validation, test }: HeldOut): TemperatureScale {
  const said = validation.map((trial) => memberProbabilities(ensemble, trial));
  let best = { temperature: 1, loss: Number.POSITIVE_INFINITY };
  for (let temperature = 0.6; temperature < 1.8; temperature += 0.02) {
    const loss = validation.reduce((sum, trial, index) => {
      return sum + logLoss(joined(said[index] ?? [], temperature), trial.outcome);
    }, 0);
    if (loss < best.loss) best = { temperature, loss };
  }
  const temperature = Number(best.temperature.toFixed(2));
  const probabilities = test.flatMap((trial) => [
    ...joined(memberProbabilities(ensemble, trial), temperature),
  ]);
  const outcomes = test.flatMap((trial) => [...trial.outcome]);
  const error = Number(calibrationError(probabilities, outcomes).toFixed(5));
  return { temperature, error, scenarios: test.length };
}

/** Σ -y log p - (1 - y) log(1 - p) */
function logLoss(probabilities: Float64Array, outcomes: Float64Array): number {
  let sum = 0;
  for (const [i, value] of probabilities.entries()) {
    const p = Math.min(1 - 1e-7, Math.max(1e-7, value));
    const y = outcomes[i] ?? 0;
    sum -= y * Math.log(p) + (1 - y) * Math.log(1 - p);
  }
  return sum;
}
