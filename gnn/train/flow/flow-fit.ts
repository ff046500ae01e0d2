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
import { type FlowBatch, flowBatch } from './flow-batch.ts';
import type { FlowLesson } from './flow-lesson.ts';

export interface FlowFitOptions {
  readonly architecture: FlowArchitecture;
  readonly scale: Normalisation;
  readonly seed: number;
  /** Gradient steps. */
  readonly steps: number;
  readonly lessonsPerStep: number;
  /** Peak of the learning rate, which then falls to zero as a cosine. */
  readonly learningRate: number;
  /** Called after each step with its loss. */
  readonly onStep?: (step: number, loss: number) => void;
}

/** Length that a gradient is limited to. */
const gradientLimit = 1;
/** Weight of the output after half of the iterations. */
const halfwayWeight = 0.3;
/** The quantiles that are learned. */
const levels = [0.1, 0.5, 0.9];

/** The fitted weights; the same for the same lessons, options and backend. */
export function fitFlowWeights(
  lessons: readonly FlowLesson[],
  options: FlowFitOptions,
): FlowWeights<Matrix> {
  const { architecture, steps, learningRate } = options;
  const random = new RandomStream(options.seed);
  const start = startingFlowWeights(architecture, () => random.uniform());
  const weights = mapFlowWeights(architecture, (name, shape) =>
    tf.tidy(() => tf.variable(tf.tensor2d(start[name].values, shape))),
  );
  const optimizer = tf.train.adam(learningRate);
  const order = endlessly(lessons, random);
  for (let step = 0; step < steps; step++) {
    const chosen = Array.from({ length: options.lessonsPerStep }, () => order.next().value);
    const batch = flowBatch(chosen, options.scale);
    setRate(optimizer, learningRate * scheduled(step / steps));
    const loss = descend(optimizer, () =>
      lossOf(weights as FlowWeights<tf.Tensor2D>, batch, architecture.iterations),
    );
    batch.dispose();
    options.onStep?.(step, loss);
  }
  const fitted = mapFlowWeights(architecture, (name, [rows, columns]) =>
    matrix(rows, columns, weights[name].dataSync() as Float32Array),
  );
  tf.dispose(weights as unknown as tf.TensorContainer);
  optimizer.dispose();
  return fitted;
}

/** One step against the gradient, whose length is limited. Gives the loss before it. */
function descend(optimizer: tf.Optimizer, loss: () => tf.Scalar): number {
  const { value, grads } = tf.variableGrads(loss);
  const limited = tf.tidy(() => {
    const squares = Object.values(grads).map((gradient) => tf.sum(tf.square(gradient)));
    const length = tf.sqrt(tf.addN(squares));
    const factor = tf.div(gradientLimit, tf.maximum(length, gradientLimit));
    return Object.fromEntries(
      Object.entries(grads).map(([name, gradient]) => [name, tf.mul(gradient, factor)]),
    ) as tf.NamedTensorMap;
  });
  optimizer.applyGradients(limited);
  const before = value.dataSync()[0] as number;
  tf.dispose([value, grads, limited] as unknown as tf.TensorContainer);
  return before;
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

/** Up from zero over the first twentieth, then down as a cosine. */
function scheduled(progress: number): number {
  return Math.min(1, 0.02 + progress * 20) * 0.5 * (1 + Math.cos(Math.PI * progress));
}

/** The rate is a protected field that the optimizer reads anew at each step. */
function setRate(optimizer: tf.AdamOptimizer, rate: number): void {
  (optimizer as unknown as { learningRate: number }).learningRate = rate;
}

/** Every item once per round, each round in a new order. */
function* endlessly<T>(items: readonly T[], random: RandomStream): Generator<T, never> {
  const order = [...items];
  for (;;) {
    for (let i = order.length - 1; i > 0; i--) {
      const j = random.integer(i + 1);
      [order[i], order[j]] = [order[j] as T, order[i] as T];
    }
    yield* order;
  }
}
