/**
 * The port of contenders that forecast spreads: the shipped network, or a baseline that stands in
 * for it. Asked by the evaluations of cascades.
 */
import type { Onset, StressNetwork } from '../../gnn/model/stress-network.ts';

/** What is said of the elements after one onset; of what has failed before, nothing is read. */
export interface SpreadForecast {
  /** That it fails, 0 … 1. `[elements]` */
  readonly probability: Float64Array;
  /** Expected step, given that it fails. `[elements]` */
  readonly step: Float64Array;
  /** 1 where the calibrated set of who may fail holds the element. `[elements]` */
  readonly inSet: Uint8Array;
}

export interface SpreadPredictor {
  /** Names the weights, in reports. */
  readonly modelVersion: string;
  /** One forecast for each onset, in their order. */
  forecast(network: StressNetwork, onsets: readonly Onset[]): Promise<readonly SpreadForecast[]>;
}
