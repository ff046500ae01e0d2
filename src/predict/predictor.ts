/**
 * The port of a predictor: forecasts which twins fail, when and why, on a snapshot.
 * Adapters: `gnn`, and under `baseline` what it has to beat.
 */
import type { Forecast } from '../model/forecast.ts';
import type { TwinGraph } from '../model/graph.ts';
import type { Catalogue } from '../ontology/catalogue.ts';

export interface Predictor {
  /** Name and version, as in `fault-propagation/1`. */
  readonly modelVersion: string;
  forecast(request: ForecastRequest): Promise<Forecast>;
}

export interface ForecastRequest {
  readonly graph: TwinGraph;
  readonly catalogue: Catalogue;
  /** Twins taken as failed beside those whose `operational` is false. `NOT_FOUND` for unknown ones. */
  readonly failed?: readonly string[];
  /** Steps to look ahead, 1 … 64; 16 by default. */
  readonly steps?: number;
  /**
   * Twins to answer for, also those with no part in any dependency; by default all that have one.
   * `NOT_FOUND` for unknown ones.
   */
  readonly twins?: readonly string[];
  /** False leaves the causes of every twin empty, for a caller that only ranks. */
  readonly causes?: boolean;
}
