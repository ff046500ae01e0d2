/** Fits one member of the ensemble by gradient descent; called by `train.ts` and the tests. */
import * as tf from '@tensorflow/tfjs';
import { RandomStream } from '../../src/model/random.ts';
import type { SparseTensor } from '../kernels/csr-mat-mul.ts';
import { type Rows, tensorAlgebra, whole } from '../kernels/tensor-algebra.ts';
import { type Architecture, rollOut, type Weights } from '../model/architecture.ts';
import { type Matrix, matrix } from '../model/array-algebra.ts';
import { mapWeights, startingWeights } from '../model/weights.ts';
import { type Batch, batchOf } from './batch.ts';
import { Descent, type DescentPlan, endlessly } from './descent.ts';
import { recordedSteps } from './example.ts';
import { drawnByWeight } from './families/weighted-draw.ts';
import type { Lesson, Scales } from './lesson.ts';

/** Each step takes lessons of one course, the courses in turn. */
export interface FitOptions extends DescentPlan {
  readonly architecture: Architecture;
  readonly scales: Scales;
  readonly seed: number;
  /** Elements times onsets that a step looks at, or one lesson. */
  readonly rowsPerStep: number;
  /** Called after each step with its loss. */
  readonly onStep?: (step: number, loss: number) => void;
}

/** Lessons of one kind. */
export type Course = readonly Lesson[];

/** The fitted weights; the same for the same courses, options and backend. */
export function fitWeights(courses: readonly Course[], options: FitOptions): Weights<Matrix> {
  const { architecture, steps } = options;
  const random = new RandomStream(options.seed);
  const start = startingWeights(architecture, () => random.uniform());
  const weights = mapWeights(architecture, (name, shape) =>
    tf.tidy(() => tf.variable(tf.tensor2d(start[name].values, shape))),
  );
  const descent = new Descent(options);
  const orders = courses.map((lessons) => endlessly(lessons, random));
  for (let step = 0; step < steps; step++) {
    const order = orders[step % orders.length] as Generator<Lesson, never>;
    const batch = nextBatch(order, options, random);
    // At first what truly fails leads on, then more and more what the network makes of it.
    const isTaught = random.uniform() < mostTaught - step / steps;
    const length = random.uniform() < wholeShare ? recordedSteps : batch.last + quietSteps;
    const loss = descent.step(step, () =>
      lossOf(weights as Weights<tf.Tensor2D>, batch, { isTaught, length }),
    );
    batch.dispose();
    options.onStep?.(step, loss);
  }
  const fitted = mapWeights(architecture, (name, [rows, columns]) =>
    matrix(rows, columns, weights[name].dataSync() as Float32Array),
  );
  tf.dispose(weights as unknown as tf.TensorContainer);
  descent.dispose();
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
