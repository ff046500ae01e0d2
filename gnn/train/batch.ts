/** Some onsets of some lessons as tensors: one network of all of them, made anew for each gradient step. */
import * as tf from '@tensorflow/tfjs';
import {
  featuresOf,
  type GraphFeatures,
  type Messages,
  stepFeatures,
} from '../../src/predict/gnn/features.ts';
import { type SparseTensor, sparseTensor } from '../kernels/csr-mat-mul.ts';
import type { Inputs } from '../model/architecture.ts';
import { type Matrix, matrix } from '../model/array-algebra.ts';
import { normalise } from '../model/normalisation.ts';
import { blockDiagonal } from '../model/sparse.ts';
import { recordedSteps } from './example.ts';
import type { Lesson, Scales } from './lesson.ts';

/** A batch on the current backend; the caller disposes it. */
export interface Batch {
  readonly inputs: Inputs<tf.Tensor2D, SparseTensor>;
  /** Added to every hazard's logit: -log(elements) where any one of them may fail first. `[nK, 1]` */
  readonly offset: tf.Tensor2D;
  /** `[nK, 1]` for each step: the share that fails then, and the share still at risk. */
  readonly failsAt: readonly tf.Tensor2D[];
  readonly atRisk: readonly tf.Tensor2D[];
  /** How many elements are at risk at first. */
  readonly count: number;
  /** The last step at which something fails. */
  readonly last: number;
  dispose(): void;
}

/** Onsets of one lesson. */
export interface Picked {
  readonly lesson: Lesson;
  /** Their numbers; as many in each lesson of a batch. */
  readonly onsets: readonly number[];
}

/** The networks side by side in one that falls into parts, each with as many onsets. */
export function batchOf(picked: readonly Picked[], scales: Scales): Batch {
  const tables = picked.map(({ lesson: { messages, view }, onsets }) =>
    featuresOf(onsets.map(view), messages),
  );
  const sparse = {
    supports: sparseOf(tables, 'supports'),
    rises: sparseOf(tables, 'rises'),
    falls: sparseOf(tables, 'falls'),
    owned: sparseOf(tables, 'owned'),
    neighbours: sparseOf(tables, 'neighbours'),
  };
  const stacked = (of: (features: GraphFeatures) => Matrix) => tensor(below(tables.map(of)));
  const dense = {
    nodes: stacked(({ nodes }) => normalise(nodes, scales.nodes)),
    limits: stacked(({ limits }) => normalise(limits, scales.limits)),
    failed: stacked(({ failed }) => failed),
    exposed: stacked(({ exposed }) => exposed),
    stress: stacked(({ stress }) => stress),
  };
  const steps = times((t) => stacked((features) => stepFeatures(features, t)));
  const targets = picked.map((one, i) => targetsOf(one, tables[i] as GraphFeatures));
  const ofSteps = (of: 'failsAt' | 'atRisk') =>
    times((t) => tensor(below(targets.map((target) => target[of][t - 1] as Matrix))));
  const judged = {
    offset: stacked(({ offset }) => matrix(offset.length, 1, offset)),
    failsAt: ofSteps('failsAt'),
    atRisk: ofSteps('atRisk'),
  };
  return {
    inputs: { ...sparse, ...dense, step: (t) => steps[t - 1] as tf.Tensor2D },
    ...judged,
    count: targets.reduce((sum, { count }) => sum + count, 0),
    last: targets.reduce((most, { last }) => Math.max(most, last), 0),
    dispose() {
      for (const each of Object.values(sparse)) each.dispose();
      tf.dispose({ ...dense, steps, ...judged } as unknown as tf.TensorContainer);
    },
  };
}

function sparseOf(tables: readonly GraphFeatures[], name: keyof Messages): SparseTensor {
  return sparseTensor(blockDiagonal(tables.map(({ messages }) => messages[name])));
}

/** One below the other. */
function below(parts: readonly Matrix[]): Matrix {
  const columns = parts[0]?.columns ?? 0;
  const out = matrix(
    parts.reduce((sum, { rows }) => sum + rows, 0),
    columns,
  );
  let at = 0;
  for (const { values } of parts) {
    out.values.set(values, at);
    at += values.length;
  }
  return out;
}

function targetsOf({ lesson: { sample }, onsets }: Picked, { exposed }: GraphFeatures) {
  const rows = exposed.rows;
  const failsAt = times(() => matrix(rows, 1));
  const atRisk = times(() => matrix(rows, 1));
  let [count, last] = [0, 0];
  for (let row = 0; row < rows; row++) {
    if (exposed.values[row] === 0) continue;
    const element = Math.floor(row / onsets.length);
    const pick = onsets[row % onsets.length] as number;
    count++;
    let risk = 1;
    for (let t = 1; t <= recordedSteps; t++) {
      const share = sample.failsAt(pick, element, t);
      (atRisk[t - 1] as Matrix).values[row] = Math.max(0, risk);
      (failsAt[t - 1] as Matrix).values[row] = share;
      risk -= share;
      if (share > 0) last = Math.max(last, t);
    }
  }
  return { count, last, failsAt, atRisk };
}

function times<T>(of: (t: number) => T): T[] {
  return Array.from({ length: recordedSteps }, (_, t) => of(t + 1));
}

function tensor({ rows, columns, values }: Matrix): tf.Tensor2D {
  return tf.tensor2d(values, [rows, columns]);
}
