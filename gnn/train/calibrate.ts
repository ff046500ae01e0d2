/** Finds temperature and set level on validation graphs and measures their error on test graphs. */
import { joined } from '../../src/predict/gnn/ensemble.ts';
import { calibrationError } from '../../src/statistics/calibration.ts';
import type { CalibrationRecord } from '../model/checkpoint.ts';
import { coverageAt, setLevel } from './conformal.ts';
import type { Trial } from './trial.ts';

export interface HeldOut {
  readonly validation: readonly Trial[];
  readonly test: readonly Trial[];
}

/** The temperature with the least log loss on validation, and the sets of what is then said. */
export function calibrate({ validation, test }: HeldOut): CalibrationRecord {
  const temperature = bestTemperature(validation);
  const cooled = (trials: readonly Trial[]) =>
    trials.map(({ said, outcome }) => ({ ...joined(said, temperature), outcome }));
  const level = setLevel(cooled(validation));
  const judged = cooled(test);
  const probabilities = judged.flatMap(({ probability }) => [...probability]);
  const outcomes = judged.flatMap(({ outcome }) => [...outcome]);
  return {
    temperature,
    setLevel: rounded(level),
    error: rounded(calibrationError(probabilities, outcomes)),
    coverage: rounded(coverageAt(judged, level)),
    scenarios: test.length,
  };
}

function bestTemperature(trials: readonly Trial[]): number {
  let best = { temperature: 1, loss: Number.POSITIVE_INFINITY };
  for (let temperature = 0.6; temperature < 1.8; temperature += 0.02) {
    const loss = trials.reduce((sum, { said, outcome }) => {
      return sum + logLoss(joined(said, temperature).probability, outcome);
    }, 0);
    if (loss < best.loss) best = { temperature, loss };
  }
  return Number(best.temperature.toFixed(2));
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

function rounded(value: number): number {
  return Number(value.toFixed(5));
}
