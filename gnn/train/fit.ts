/** Fits one member of the ensemble by gradient descent; called by `train.ts` and the tests. */
import * as tf from '@tensorflow/tfjs';
import { RandomStream } from '../../src/model/random.ts';
import type { SparseTensor } from '../kernels/csr-mat-mul.ts';
import { type Rows, tensorAlgebra, whole } from '../kernels/tensor-algebra.ts';
import { type Architecture, rollOut, type Weights } from '../model/architecture.ts';
import { type Matrix, matrix } from '../model/array-algebra.ts';
import { mapWeights, startingWeights } from '../model/weights.ts';
import { type Batch, batchOf } from './batch.ts';
import { recordedSteps } from './example.ts';
import { drawnByWeight } from './families/weighted-draw.ts';
import type { Lesson, Scales } from './lesson.ts';

export interface FitOptions {
  readonly architecture: Architecture;
  readonly scales: Scales;
  readonly seed: number;
  /** Gradient steps; each takes lessons of one course, the courses in turn. */
  readonly steps: number;
  /** Elements times onsets that a step looks at, or one lesson. */
  readonly rowsPerStep: number;
  /** Peak of the learning rate, which then falls to zero as a cosine. */
  readonly learningRate: number;
  /** Called after each step with its loss. */
  readonly onStep?: (step: number, loss: number) => void;
}

const gradientLimit = 1;

/** Lessons of one kind. */
export type Course = readonly Lesson[];

/** The fitted weights; the same for the same courses, options and backend. */
export function fitWeights(courses: readonly Course[], options: FitOptions): Weights<Matrix> {
  const { architecture, steps, learningRate } = options;
  const random = new RandomStream(options.seed);
  const start = startingWeights(architecture, () => random.uniform());
  const weights = mapWeights(architecture, (name, shape) =>
    tf.tidy(() => tf.variable(tf.tensor2d(start[name].values, shape))),
  );
  const optimizer = tf.train.adam(learningRate);
  const orders = courses.map((lessons) => endlessly(lessons, random));
  for (let step = 0; step < steps; step++) {
    const order = orders[step % orders.length] as Generator<Lesson, never>;
    const batch = nextBatch(order, options, random);
    // At first what truly fails leads on, then more and more what the network makes of it.
    const isTaught = random.uniform() < mostTaught - step / steps;
    const length = random.uniform() < wholeShare ? recordedSteps : batch.last + quietSteps;
    setRate(optimizer, learningRate * scheduled(step / steps));
    const loss = descend(optimizer, () =>
      lossOf(weights as Weights<tf.Tensor2D>, batch, { isTaught, length }),
    );
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

/** Share of steps that are taught at first. */
const mostTaught = 0.6;

/** Share of steps that look at all recorded steps; the others end so long after the last failure. */
const wholeShare = 0.25;
const quietSteps = 2;

/** Onsets of one lesson in a step. */
const mostOnsets = 32;

/** Lessons until there are enough rows, as many onsets of each, drawn by their weights. */
function nextBatch(
  order: Generator<Lesson, never>,
  { rowsPerStep, scales }: FitOptions,
  random: RandomStream,
): Batch {
  const lessons = [order.next().value];
  const first = (lessons[0] as Lesson).sample;
  const fitting = Math.floor(rowsPerStep / Math.max(1, first.network.elementCount));
  const count = Math.max(1, Math.min(first.onsets.length, mostOnsets, fitting));
  let rows = count * first.network.elementCount;
  for (;;) {
    const { value } = order.next();
    rows += count * value.sample.network.elementCount;
    if (rows > rowsPerStep || value.sample.onsets.length < count) break;
    lessons.push(value);
  }
  const picked = lessons.map((lesson) => {
    const { onsets, weight } = lesson.sample;
    const weights = onsets.map((_, onset) => weight(onset));
    return { lesson, onsets: drawnByWeight(random, weights, count) };
  });
  return batchOf(picked, scales);
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

/**
 * Negative log-likelihood per element of when each fails, in discrete time (Gensheimer and
 * Narasimhan 2019): Σ_t atRisk · softplus(l) - failsAt · l, with l the logit of the hazard.
 */
function lossOf(
  weights: Weights<tf.Tensor2D>,
  batch: Batch,
  { isTaught, length }: { readonly isTaught: boolean; readonly length: number },
): tf.Scalar {
  const { inputs, offset, failsAt, atRisk, count } = batch;
  const truth = isTaught ? (t: number) => failsAt[t - 1] : undefined;
  const steps = rollOut<Rows, SparseTensor>(tensorAlgebra, weights, inputs, truth);
  const terms: tf.Tensor[] = [];
  for (let t = 0; t < Math.min(recordedSteps, length); t++) {
    const logits = tf.add(whole(steps.next().value.logits), offset); // [nK, 1]
    const survive = tf.mul(atRisk[t] as tf.Tensor2D, tf.softplus(logits));
    terms.push(tf.sum(tf.sub(survive, tf.mul(failsAt[t] as tf.Tensor2D, logits))));
  }
  return tf.div(tf.addN(terms), Math.max(1, count)) as tf.Scalar;
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
