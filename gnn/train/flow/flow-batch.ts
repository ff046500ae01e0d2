/** Several flow lessons as one block-diagonal batch of tensors; made anew for each gradient step. */
import * as tf from '@tensorflow/tfjs';
import { type SparseTensor, sparseTensor } from '../../kernels/csr-mat-mul.ts';
import type { FlowInputs } from '../../model/flow-architecture.ts';
import { type Normalisation, normalise } from '../../model/normalisation.ts';
import { blockDiagonal, type SparseMatrix } from '../../model/sparse.ts';
import type { FlowLesson } from './flow-lesson.ts';

/** A batch on the current backend; the caller disposes it. */
export interface FlowBatch {
  readonly inputs: FlowInputs<tf.Tensor2D, SparseTensor>;
  /** `[links, 1]` */
  readonly saturated: tf.Tensor2D;
  /** The same number for each quantile. `[links, 3]` */
  readonly residual: tf.Tensor2D;
  /** Of a link in the loss; they sum to 1, and a network counts by the root of its size. `[links, 1]` */
  readonly weight: tf.Tensor2D;
  dispose(): void;
}

export function flowBatch(lessons: readonly FlowLesson[], scale: Normalisation): FlowBatch {
  const features = lessons.map((lesson) => lesson.features);
  const kinds = features[0]?.relations ?? [];
  const relations = kinds.map((_, kind) =>
    sparseTensor(blockDiagonal(features.map((f) => f.relations[kind] as SparseMatrix))),
  );
  const columns = features[0]?.links.columns ?? 0;
  const links = stack(
    features.map((f) => normalise(f.links, scale).values),
    columns,
  );
  const saturated = stack(
    lessons.map((lesson) => lesson.saturated),
    1,
  );
  const residual = tf.tidy(() => {
    const one = stack(
      lessons.map((lesson) => lesson.residual),
      1,
    );
    return tf.concat([one, one, one], 1);
  });
  const weight = weightsOf(lessons);
  return {
    inputs: { links, relations },
    saturated,
    residual,
    weight,
    dispose() {
      for (const relation of relations) relation.dispose();
      tf.dispose([links, saturated, residual, weight]);
    },
  };
}

function weightsOf(lessons: readonly FlowLesson[]): tf.Tensor2D {
  const sizes = lessons.map(({ saturated }) => saturated.length);
  const total = sizes.reduce((sum, size) => sum + Math.sqrt(size), 0);
  return stack(
    sizes.map((size) => new Float32Array(size).fill(1 / (Math.sqrt(size) * total))),
    1,
  );
}

/** Rows of several tables under each other: `[Σ rows, columns]` */
function stack(tables: readonly Float32Array[], columns: number): tf.Tensor2D {
  const size = tables.reduce((sum, table) => sum + table.length, 0);
  const values = new Float32Array(size);
  let at = 0;
  for (const table of tables) {
    values.set(table, at);
    at += table.length;
  }
  return tf.tensor2d(values, [size / columns, columns]);
}
