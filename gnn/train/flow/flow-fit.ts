/** Fits one member of the flow ensemble by gradient descent; called by `train-flow.ts` and the tests. */
import * as tf from '@tensorflow/tfjs';
import { RandomStream } from '../../../src/model/random.ts';
import type { SparseTensor } from '../../kernels/csr-mat-mul.ts';
import { type Rows, tensorAlgebra, whole } from '../../kernels/tensor-algebra.ts';
import { type Matrix, matrix } from '../../model/array-algebra.ts';
import {
  type FlowArchitecture,
  type FlowWeights,
  iterateFlow,
} from '../../model/flow-architecture.ts';
import { mapFlowWeights, startingFlowWeights } from '../../model/flow-weights.ts';
import type { Normalisation } from '../../model/normalisation.ts';
import { Descent, type DescentPlan, endlessly } from '../descent.ts';
import { type FlowBatch, flowBatch } from './flow-batch.ts';
import type { FlowLesson } from './flow-lesson.ts';

export interface FlowFitOptions extends DescentPlan {
  readonly architecture: FlowArchitecture;
  readonly scale: Normalisation;
  readonly seed: number;
  readonly lessonsPerStep: number;
  /** Called after each step with its loss. */
  readonly onStep?: (step: number, loss: number) => void;
}

/** Weight of the output after half of the iterations. */
const halfwayWeight = 0.3;
/** The quantiles that are learned. */
const levels = [0.1, 0.5, 0.9];

/** The fitted weights; the same for the same lessons, options and backend. */
export function fitFlowWeights(
  lessons: readonly FlowLesson[],
  options: FlowFitOptions,
): FlowWeights<Matrix> {
  const { architecture, steps } = options;
  const random = new RandomStream(options.seed);
  const start = startingFlowWeights(architecture, () => random.uniform());
  const weights = mapFlowWeights(architecture, (name, shape) =>
    tf.tidy(() => tf.variable(tf.tensor2d(start[name].values, shape))),
  );
  const descent = new Descent(options);
  const order = endlessly(lessons, random);
  for (let step = 0; step < steps; step++) {
    const chosen = Array.from({ length: options.lessonsPerStep }, () => order.next().value);
    const batch = flowBatch(chosen, options.scale);
    const loss = descent.step(step, () =>
      lossOf(weights as FlowWeights<tf.Tensor2D>, batch, architecture.iterations),
    );
    batch.dispose();
    options.onStep?.(step, loss);
  }
  const fitted = mapFlowWeights(architecture, (name, [rows, columns]) =>
    matrix(rows, columns, weights[name].dataSync() as Float32Array),
  );
  tf.dispose(weights as unknown as tf.TensorContainer);
  descent.dispose();
  return fitted;
}

/** Of the last iteration, and of that half way there, so that early ones learn as well. */
function lossOf(
  weights: FlowWeights<tf.Tensor2D>,
  batch: FlowBatch,
  iterations: number,
): tf.Scalar {
  const steps = iterateFlow<Rows, SparseTensor>(tensorAlgebra, weights, batch.inputs);
  const half = Math.ceil(iterations / 2);
  let loss: tf.Scalar = tf.scalar(0);
  for (let t = 1; t <= iterations; t++) {
    const output = steps.next().value;
    if (t === iterations) loss = tf.add(loss, lossAt(whole(output()), batch));
    else if (t === half) loss = tf.mul(halfwayWeight, lossAt(whole(output()), batch));
  }
  return loss;
}

/** Logistic loss softplus(l) - y l, and the pinball loss of each quantile (Koenker and Bassett 1978). */
function lossAt(output: tf.Tensor2D, { saturated, residual, weight }: FlowBatch): tf.Scalar {
  const logits = tf.slice(output, [0, 0], [-1, 1]); // [links, 1]
  const logistic = tf.sub(tf.softplus(logits), tf.mul(saturated, logits));
  const over = tf.sub(residual, tf.slice(output, [0, 1], [-1, levels.length])); // [links, 3]
  const level = tf.tensor2d([levels]);
  const pinball = tf.maximum(tf.mul(level, over), tf.mul(tf.sub(level, 1), over));
  return tf.sum(tf.mul(tf.add(logistic, tf.sum(pinball, 1, true)), weight)) as tf.Scalar;
}
