/**
 * What the network sees of a stress network: dimensionless numbers for each element and each limit, and
 * the sparse matrices that carry messages. The same for training and serving.
 */
import { type Matrix, matrix } from '../../../gnn/model/array-algebra.ts';
import { mapEntries, type SparseMatrix, sparseMatrix } from '../../../gnn/model/sparse.ts';
import type { StressNetwork } from '../../../gnn/model/stress-network.ts';
import { spanOf } from '../dependency-walk.ts';
import { limitFeatures } from './limit-features.ts';
import { nodeFeatures } from './node-features.ts';
import type { View } from './view.ts';

/** The inputs of K onsets of one network before normalisation; row = element · K + onset. */
export interface GraphFeatures {
  /** `[nK, nodeFeatures]` */
  readonly nodes: Matrix;
  /** `[mK, limitFeatures]` */
  readonly limits: Matrix;
  /** Step at which an element fails by the declared rules, and by loads passed on, -1 for never. `[nK]` each */
  readonly declared: Int32Array;
  readonly loads: Int32Array;
  /** 1 where an element can fail at all: it has not yet, and it has a limit. `[nK, 1]` */
  readonly exposed: Matrix;
  /** Added to the logit of every hazard: -log of the elements of which any one may fail first. `[nK]` */
  readonly offset: Float32Array;
  /** `[nK, 1]` */
  readonly failed: Matrix;
  /** `[mK, 1]` */
  readonly stress: Matrix;
  readonly messages: Messages;
}

/** See `Inputs` in `gnn/model/architecture.ts`. */
export interface Messages {
  readonly supports: SparseMatrix;
  readonly rises: SparseMatrix;
  readonly falls: SparseMatrix;
  readonly owned: SparseMatrix;
  readonly neighbours: SparseMatrix;
}

/** Names of the features of a step, as checkpoints record them. */
export const stepFeatureNames = [
  'declaredAtStep',
  'declaredByStep',
  'loadsAtStep',
  'loadsByStep',
] as const;

/** The inputs of some onsets of one network, all with the same `messages`. */
export function featuresOf(views: readonly View[], messages: Messages): GraphFeatures {
  const onsets = views.length;
  const elements = views[0]?.network.elementCount ?? 0;
  const limits = views[0]?.network.base.length ?? 0;
  const table = (rows: number, features: readonly Feature[]) =>
    filled(rows * onsets, features.length, (row, column) =>
      (features[column] as Feature).of(views[row % onsets] as View, Math.floor(row / onsets)),
    );
  const column = (rows: number, of: (view: View) => ArrayLike<number>) =>
    filled(
      rows * onsets,
      1,
      (row) => of(views[row % onsets] as View)[Math.floor(row / onsets)] ?? 0,
    );
  return {
    nodes: table(elements, nodeFeatures),
    limits: table(limits, limitFeatures),
    declared: Int32Array.from(column(elements, ({ declared }) => declared).values),
    loads: Int32Array.from(column(elements, ({ loads }) => loads.steps).values),
    exposed: filled(elements * onsets, 1, (row) =>
      exposed(views[row % onsets] as View, Math.floor(row / onsets)),
    ),
    offset: Float32Array.from({ length: elements * onsets }, (_, row) => {
      return -Math.log(Math.max(1, views[row % onsets]?.awaitedAmong ?? 1));
    }),
    failed: column(elements, ({ failed }) => failed),
    stress: column(limits, ({ stress }) => stress),
    messages,
  };
}

interface Feature {
  of(view: View, row: number): number;
}

function filled(rows: number, columns: number, of: (row: number, column: number) => number) {
  const out = matrix(rows, columns);
  for (let i = 0; i < out.values.length; i++)
    out.values[i] = of(Math.floor(i / columns), i % columns);
  return out;
}

function exposed({ failed, network: { limitOffsets } }: View, element: number): number {
  return failed[element] === 1 || spanOf(limitOffsets, element) === 0 ? 0 : 1;
}

/** The features of step t. `[nK, 4]` */
export function stepFeatures(
  { declared, loads }: Pick<GraphFeatures, 'declared' | 'loads'>,
  t: number,
) {
  return filled(declared.length, stepFeatureNames.length, (row, column) => {
    const step = (column < 2 ? declared : loads)[row] as number;
    return Number(column % 2 === 0 ? step === t : step >= 0 && step <= t);
  });
}

/** The matrices of a network, the same for all onsets. */
export function messagesOf({ shifts, neighbours, limitOffsets }: StressNetwork): Messages {
  const elements = limitOffsets.length - 1;
  const owned = Array.from({ length: elements }, (_, row) => {
    const [from, to] = [limitOffsets[row] as number, limitOffsets[row + 1] as number];
    return Array.from({ length: to - from }, (_, i) => ({ row, column: from + i, value: 1 }));
  });
  return {
    supports: shares(shifts),
    rises: mapEntries(shifts, (value) => Math.max(0, value)),
    falls: mapEntries(shifts, (value) => Math.max(0, -value)),
    owned: sparseMatrix(elements, shifts.rows, owned.flat()),
    neighbours: shares(neighbours),
  };
}

/** Each row's sizes over their sum. */
function shares(of: SparseMatrix): SparseMatrix {
  const sums = new Float64Array(of.rows);
  mapEntries(of, (value, row) => {
    sums[row] = (sums[row] as number) + Math.abs(value);
    return 0;
  });
  return mapEntries(of, (value, row) => Math.abs(value) / (sums[row] as number));
}
