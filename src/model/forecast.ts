/** A forecast: what a predictor expects of each twin, and on what grounds. */

/** How a predictor's probabilities were adjusted, and on what they were measured. */
export interface Calibration {
  readonly method: 'none' | 'temperature' | 'isotonic';
  /** Expected calibration error on held-out scenarios, 0 … 1. */
  readonly error?: number;
  /** How many held-out scenarios it was measured on. */
  readonly scenarios?: number;
}

/** One reason for a twin's risk: an upstream twin, and how it reaches here. */
export interface Cause {
  readonly twin: string;
  /** The relationship over which the risk arrives, `source` and `id`; absent for the twin itself. */
  readonly relationship?: { readonly source: string; readonly id: string };
  /** Share of this twin's risk that goes with the cause, 0 … 1. */
  readonly weight: number;
}

/** What is expected of one twin. */
export interface TwinForecast {
  readonly twin: string;
  /** Probability that the twin fails within the horizon, 0 … 1. */
  readonly probability: number;
  /** Interval for the probability, from the ensemble's spread. */
  readonly interval: readonly [number, number];
  /** Expected number of steps until it fails, given that it does; 0 for one that has failed now. */
  readonly step: number;
  readonly causes: readonly Cause[];
}

/** What a predictor says of a graph. */
export interface Forecast {
  /** Revision of the graph that was looked at. */
  readonly revision: number;
  readonly modelVersion: string;
  readonly calibration: Calibration;
  /** The twins that have failed now, from which risk spreads. */
  readonly failed: readonly string[];
  /** By falling probability, ties by id. */
  readonly twins: readonly TwinForecast[];
}
