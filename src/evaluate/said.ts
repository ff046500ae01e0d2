/**
 * What a contender says of one onset, in as much detail as it has: figures are made from what is
 * there. Said by the predictor and by every baseline; judged by `metrics/spread-figures.ts`.
 */

import type { SpreadForecast, SpreadPredictor } from '../predict/gnn/spread-predictor.ts';
import type { SpreadSample } from './spread.ts';

/** All `[elements]`; of what has failed before, nothing is read. */
export interface Said {
  /** Higher for what is more likely to fail; only the order means something. */
  readonly scores: Float64Array;
  /** That it fails, 0 … 1. */
  readonly probability?: Float64Array;
  /** 1 for what is said to fail. */
  readonly fails?: Uint8Array;
  /** Expected step of what is said to fail. */
  readonly step?: Float64Array;
  /** 1 for what may fail. */
  readonly inSet?: Uint8Array;
}

/** What more likely fails than not. */
export function likely(probability: Float64Array): Uint8Array {
  return Uint8Array.from(probability, (chance) => (chance >= 0.5 ? 1 : 0));
}

/** What a predictor says of the onsets; a `TypeError` where that does not fit the network. */
export async function predicted(
  predictor: SpreadPredictor,
  { network, onsets }: Pick<SpreadSample, 'network' | 'onsets'>,
): Promise<readonly Said[]> {
  const forecasts = await predictor.forecast(network, onsets);
  if (forecasts.length !== onsets.length)
    throw new TypeError(`there are ${forecasts.length} forecasts for ${onsets.length} onsets`);
  return forecasts.map((forecast) => saidBy(forecast, network.elementCount));
}

function saidBy({ probability, step, inSet }: SpreadForecast, elementCount: number): Said {
  if ([probability, step, inSet].some(({ length }) => length !== elementCount))
    throw new TypeError(`a forecast speaks of each of ${elementCount} elements`);
  if (!probability.every((chance) => chance >= 0 && chance <= 1))
    throw new TypeError('the probabilities of a forecast lie between 0 and 1');
  if (!step.every(Number.isFinite)) throw new TypeError('the steps of a forecast are finite');
  return { scores: probability, probability, fails: likely(probability), step, inSet };
}
