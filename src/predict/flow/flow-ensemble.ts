/**
 * What the trained networks say of the links of a flow network: how likely each is saturated, and
 * between which flows. Called by the flow predictor, by calibration and by evaluation.
 */
import { arrayAlgebra, type Matrix } from '../../../gnn/model/array-algebra.ts';
import {
  type FlowArchitecture,
  type FlowWeights,
  flowOutputs,
  iterateFlow,
} from '../../../gnn/model/flow-architecture.ts';
import type { FlowCalibration } from '../../../gnn/model/flow-checkpoint.ts';
import { type Normalisation, normalise } from '../../../gnn/model/normalisation.ts';
import type { FlowFeatures } from './features.ts';
import { saturationOf } from './saturation-scale.ts';

export interface FlowEnsemble {
  readonly architecture: FlowArchitecture;
  readonly normalisation: Normalisation;
  readonly members: readonly FlowWeights<Matrix>[];
}

/** All `[links]`. */
export interface FlowForecast {
  /** Of flow above capacity, 0 … 1. */
  readonly probability: Float64Array;
  /** Quantiles 0.1, 0.5 and 0.9 of flow over capacity, ascending, at least 0. */
  readonly low: Float64Array;
  readonly median: Float64Array;
  readonly high: Float64Array;
  /** Standard deviation of the members' probabilities: how far they disagree. */
  readonly disagreement: Float64Array;
}

/** Before any calibration. */
export const uncalibrated: FlowCalibration = { temperature: 1, widening: 0 };

/** Each member's output after the last iteration. `[links, flowOutputs]` each */
export function flowOutputsOf(ensemble: FlowEnsemble, features: FlowFeatures): Matrix[] {
  const { architecture, normalisation, members } = ensemble;
  const inputs = { links: normalise(features.links, normalisation), relations: features.relations };
  return members.map((weights) => {
    const steps = iterateFlow(arrayAlgebra, weights, inputs);
    for (let t = 1; t < architecture.iterations; t++) steps.next();
    return steps.next().value();
  });
}

/** The mean over members of cooled probabilities and of quantiles, these widened to hold as often as promised. */
export function flowForecast(
  outputs: readonly Matrix[],
  { reference }: FlowFeatures,
  { temperature, widening }: FlowCalibration,
): FlowForecast {
  const count = reference.length;
  const column = () => new Float64Array(count);
  const [probability, low, median, high] = [column(), column(), column(), column()];
  const disagreement = column();
  for (let link = 0; link < count; link++) {
    const said = outputs.map((output) => outputAt(output, 0, link) / temperature).map(sigmoid);
    const mean = average(said);
    probability[link] = mean;
    disagreement[link] = Math.sqrt(average(said.map((p) => (p - mean) ** 2)));
    // Quantiles that cross are put in order (Chernozhukov et al., Econometrica 78 (2010) 1093).
    const [q1 = 0, q2 = 0, q3 = 0] = [1, 2, 3]
      .map((c) => average(outputs.map((output) => outputAt(output, c, link))))
      .sort((a, b) => a - b);
    const base = reference[link] as number;
    low[link] = saturationOf(base + Math.min(q1 - widening, q2));
    median[link] = saturationOf(base + q2);
    high[link] = saturationOf(base + Math.max(q3 + widening, q2));
  }
  return { probability, low, median, high, disagreement };
}

function outputAt({ values }: Matrix, column: number, link: number): number {
  return values[link * flowOutputs + column] as number;
}

function average(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function sigmoid(logit: number): number {
  return 1 / (1 + Math.exp(-logit));
}
