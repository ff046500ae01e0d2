/** A predictor that knows what happens: what the figures of a perfect forecast are read from. */
import type { Onset, Outcome } from '../../gnn/model/stress-network.ts';
import type { SpreadPredictor } from '../../src/predict/gnn/spread-predictor.ts';

/** `truth` is asked for the outcome after an onset. */
export function truePredictor(truth: (onset: Onset) => Outcome): SpreadPredictor {
  return {
    modelVersion: 'truth',
    forecast: async (_, onsets) =>
      onsets.map((onset) => {
        const outcome = truth(onset);
        const fails = Uint8Array.from(outcome, (step) => (step < 0 ? 0 : 1));
        return {
          probability: Float64Array.from(fails),
          step: Float64Array.from(outcome, (step) => Math.max(0, step)),
          inSet: fails,
        };
      }),
  };
}
