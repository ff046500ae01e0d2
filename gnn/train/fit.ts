/** Fits one member of the ensemble by gradient descent; called by `train.ts` and the tests. */
import * as tf from '@tensorflow/tfjs';
import { RandomStream } from '../../src/model/random.ts';
import { tensorAlgebra } from '../kernels/tensor-algebra.ts';
import { type Architecture, rollOut, type Weights } from '../model/architecture.ts';
import { type Matrix, matrix } from '../model/array-algebra.ts';
import { mapWeights, startingWeights } from '../model/weights.ts';
import { type Batch, batchOf } from './batch.ts';
import { recordedSteps } from './example.ts';
import type { Lesson, Scales } from './lesson.ts';

export interface FitOptions {
  readonly architecture: Architecture;
  readonly scales: Scales;
  readonly seed: number;
  /** Gradient steps. */
  readonly steps: number;
  readonly lessonsPerStep: number;
  /** Peak of the learning rate, which then falls to zero as a cosine. */
  readonly learningRate: number;
  /** Called after each step with its loss. */
  readonly onStep?: (step: number, loss: number) => void;
}

const gradientLimit = 1;

/** The fitted weights; the same for the same lessons, options and backend. */
export function fitWeights(lessons: readonly Lesson[], options: FitOptions): Weights<Matrix> {
  const { architecture, steps, learningRate } = options;
  const random = new RandomStream(options.seed);
  const start = startingWeights(architecture, () => random.uniform());
  const weights = mapWeights(architecture, (name, shape) =>
    tf.tidy(() => tf.variable(tf.tensor2d(start[name].values, shape))),
  );
  const optimizer = tf.train.adam(learningRate);
  const order = endlessly(lessons, random);
  for (let step = 0; step < steps; step++) {
    const batch = batchOf(take(order, options.lessonsPerStep), options.scales);
    setRate(optimizer, learningRate * scheduled(step / steps));
    const loss = descend(optimizer, weights, batch);
    batch.dispose();
    options.onStep?.(step, loss);
  }
  const fitted = mapWeights(architecture, (name, [rows, columns]) =>
    matrix(rows, columns, weights[name].dataSync() as Float32Array),
  );
  tf.dispose(weights as unknown as tf.TensorContainer);
  optimizer.dispose();
  return fitted;
}

/** One step against the gradient, whose length is limited. Gives the loss before it. */
function descend(optimizer: tf.Optimizer, weights: Weights<tf.Variable>, batch: Batch): number {
  const { value, grads } = tf.variableGrads(() => lossOf(weights as Weights<tf.Tensor2D>, batch));
  const limited = tf.tidy(() => {
    const squares = Object.values(grads).map((gradient) => tf.sum(tf.square(gradient)));
    const length = tf.sqrt(tf.addN(squares));
    const factor = tf.div(gradientLimit, tf.maximum(length, gradientLimit));
    return Object.fromEntries(
      Object.entries(grads).map(([name, gradient]) => [name, tf.mul(gradient, factor)]),
    ) as tf.NamedTensorMap;
  });
  optimizer.applyGradients(limited);
  const loss = value.dataSync()[0] as number;
  tf.dispose([value, grads, limited] as unknown as tf.TensorContainer);
  return loss;
}

/**
 * Negative log-likelihood per node of when each fails, in discrete time (Gensheimer and
 * Narasimhan 2019): Σ_t atRisk · softplus(l) - failsAt · l, with l the logit of the hazard.
 */
function lossOf(weights: Weights<tf.Tensor2D>, batch: Batch): tf.Scalar {
  const steps = rollOut(tensorAlgebra, weights, batch.inputs);
  const terms: tf.Tensor[] = [];
  for (let t = 0; t < recordedSteps; t++) {
    const logits = tf.add(steps.next().value.logits, batch.offset); // [nodes, 1]
    const survive = tf.mul(batch.atRisk[t] as tf.Tensor2D, tf.softplus(logits));
    terms.push(tf.sum(tf.sub(survive, tf.mul(batch.failsAt[t] as tf.Tensor2D, logits))));
  }
  return tf.div(tf.addN(terms), batch.count) as tf.Scalar;
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

function take<T>(items: Generator<T, never>, count: number): T[] {
  return Array.from({ length: count }, () => items.next().value);
}
