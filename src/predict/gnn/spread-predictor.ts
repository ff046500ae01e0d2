/**
 * The shipped network on any stress network: who fails after each onset, when, and in which sets.
 * Called by evaluations and by whoever has a network that is not one of twins.
 */
import type { Onset, StressNetwork } from '../../../gnn/model/stress-network.ts';
import { outlookOf } from './ensemble.ts';
import { featuresOf, messagesOf } from './features.ts';
import { readEnsemble, shippedWeights } from './read-ensemble.ts';
import { superposed } from './superposition.ts';
import { networkView, viewOf } from './view.ts';

/** What is said of the elements after one onset. */
export interface SpreadForecast {
  /** That it fails, 0 … 1; 1 for what has. `[elements]` */
  readonly probability: Float64Array;
  /** Expected step, given that it fails; 0 for what has. `[elements]` */
  readonly step: Float64Array;
  /** 1 where the calibrated set of who may fail holds the element. `[elements]` */
  readonly inSet: Uint8Array;
}

export interface SpreadPredictor {
  readonly modelVersion: string;
  /** One forecast for each onset, in their order. */
  forecast(network: StressNetwork, onsets: readonly Onset[]): Promise<readonly SpreadForecast[]>;
}

/** Steps that are looked ahead: beyond, cascades of training were not recorded. */
const steps = 16;

/** Onsets times elements that are looked at side by side. */
const mostRows = 20_000;

/** Throws as `readEnsemble` does. */
export async function spreadPredictor(folder = shippedWeights()): Promise<SpreadPredictor> {
  const { checkpoint, ensemble } = await readEnsemble(folder);
  const { temperature, setLevel } = checkpoint.calibration.overload;
  return {
    modelVersion: `${checkpoint.task}/${checkpoint.version}`,
    async forecast(network, onsets) {
      const base = networkView(network);
      const messages = messagesOf(network);
      const atOnce = Math.max(1, Math.floor(mostRows / Math.max(1, network.elementCount)));
      const found: SpreadForecast[] = [];
      for (let first = 0; first < onsets.length; first += atOnce) {
        const some = onsets.slice(first, first + atOnce);
        const views = some.map((onset) => {
          return viewOf(base, {
            ...onset,
            declared: superposed(network, onset).steps,
            awaitedAmong: 0,
          });
        });
        const features = featuresOf(views, messages);
        const outlook = await outlookOf(ensemble, features, { steps, temperature });
        for (const [i, onset] of some.entries()) {
          const ofRow = (values: Float64Array) =>
            Float64Array.from(onset.failed, (_, n) => values[n * some.length + i] as number);
          const probability = ofRow(outlook.probability).map((p, n) =>
            onset.failed[n] === 1 ? 1 : p,
          );
          const inSet = Uint8Array.from(probability, (p) => Number(p >= setLevel));
          found.push({ probability, step: ofRow(outlook.step), inSet });
        }
      }
      return found;
    },
  };
}
