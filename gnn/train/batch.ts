/** Several lessons as one block-diagonal batch of tensors; made anew for each gradient step. */
import * as tf from '@tensorflow/tfjs';
import { stepFeatures } from '../../src/predict/gnn/features.ts';
import { type SparseTensor, sparseTensor } from '../kernels/csr-mat-mul.ts';
import type { Inputs } from '../model/architecture.ts';
import type { Matrix } from '../model/array-algebra.ts';
import { normalise } from '../model/normalisation.ts';
import { blockDiagonal } from '../model/sparse.ts';
import { recordedSteps } from './example.ts';
import type { Lesson, Scales } from './lesson.ts';

/** A batch on the current backend; the caller disposes it. */
export interface Batch {
  readonly inputs: Inputs<tf.Tensor2D, SparseTensor>;
  /** `[nodes, 1]` */
  readonly offset: tf.Tensor2D;
  /** `[nodes, 1]` for each step: the share that fails then, and the share still at risk. */
  readonly failsAt: readonly tf.Tensor2D[];
  readonly atRisk: readonly tf.Tensor2D[];
  /** How many nodes are at risk at first. */
  readonly count: number;
  dispose(): void;
}

/** Awaited failures are rare and spread thin; so that they count, each counts this many times. */
const awaitedWeight = 6;

export function batchOf(lessons: readonly Lesson[], scales: Scales): Batch {
  const features = lessons.map((lesson) => lesson.features);
  const sparse = {
    supports: sparseTensor(blockDiagonal(features.map((f) => f.supports))),
    owned: sparseTensor(blockDiagonal(features.map((f) => f.owned))),
    dependents: sparseTensor(blockDiagonal(features.map((f) => f.dependents))),
  };
  const dense = {
    nodes: stack(features.map((f) => normalise(f.nodes, scales.nodes))),
    groups: stack(features.map((f) => normalise(f.groups, scales.groups))),
    failed: stack(features.map((f) => f.failed)),
  };
  const steps = times((t) => stack(features.map((f) => stepFeatures(f.declared, t + 1))));
  const targets = targetsOf(lessons);
  return {
    inputs: { ...sparse, ...dense, step: (t) => steps[t - 1] as tf.Tensor2D },
    ...targets,
    // A node at risk at the first step is one that may fail at all.
    count: lessons.reduce((sum, { atRisk }) => sum + countAtFirst(atRisk), 0),
    dispose() {
      for (const matrix of Object.values(sparse)) matrix.dispose();
      tf.dispose({ ...dense, steps, ...targets } as unknown as tf.TensorContainer);
    },
  };
}

function targetsOf(lessons: readonly Lesson[]): Pick<Batch, 'offset' | 'failsAt' | 'atRisk'> {
  const column = (of: (lesson: Lesson, node: number) => number) => {
    const values = lessons.flatMap((lesson) =>
      Array.from(lesson.features.declared, (_, node) => of(lesson, node)),
    );
    return tf.tensor2d(values, [values.length, 1]);
  };
  const weight = ({ example }: Lesson) => (example.awaited ? awaitedWeight : 1);
  const at = (values: Float32Array, node: number, t: number) =>
    values[node * recordedSteps + t] as number;
  return {
    offset: column((lesson) => lesson.offset),
    failsAt: times((t) => column((l, n) => weight(l) * at(l.example.failsAt, n, t))),
    atRisk: times((t) => column((l, n) => weight(l) * at(l.atRisk, n, t))),
  };
}

function countAtFirst(atRisk: Float32Array): number {
  return atRisk.filter((share, index) => share > 0 && index % recordedSteps === 0).length;
}

function times<T>(of: (t: number) => T): T[] {
  return Array.from({ length: recordedSteps }, (_, t) => of(t));
}

/** Rows of several tables under each other: `[Σ rows, columns]` */
function stack(tables: readonly Matrix[]): tf.Tensor2D {
  const rows = tables.reduce((sum, table) => sum + table.rows, 0);
  const columns = tables[0]?.columns ?? 0;
  const values = new Float32Array(rows * columns);
  let at = 0;
  for (const table of tables) {
    values.set(table.values, at);
    at += table.values.length;
  }
  return tf.tensor2d(values, [rows, columns]);
}
