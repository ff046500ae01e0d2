/**
 * What the network sees of a dependency network: dimensionless numbers per node and per group, and
 * the sparse matrices that carry messages. The same for training and serving.
 */
import { type Matrix, matrix } from '../../../gnn/model/array-algebra.ts';
import { type SparseMatrix, sparseMatrix } from '../../../gnn/model/sparse.ts';
import type { DependencyNetwork } from '../../behaviour/dependency-network.ts';
import { dependentsOf } from '../dependency-walk.ts';
import { groupFeatures } from './group-features.ts';
import { nodeFeatures } from './node-features.ts';
import type { View } from './view.ts';

/** The inputs of one graph before normalisation. */
export interface GraphFeatures {
  /** `[nodes, nodeFeatures]` */
  readonly nodes: Matrix;
  /** `[groups, groupFeatures]` */
  readonly groups: Matrix;
  /** Step at which the declared rules make a node fail, -1 for never. `[nodes]` */
  readonly declared: Int32Array;
  /** `[nodes, 1]` */
  readonly failed: Matrix;
  /** See `Inputs` in `gnn/model/architecture.ts`. */
  readonly supports: SparseMatrix;
  readonly owned: SparseMatrix;
  readonly dependents: SparseMatrix;
}

/** Names of the features of a step, as checkpoints record them. */
export const stepFeatureNames = ['declaredAtStep', 'declaredByStep'];

/** The inputs that a view of a graph gives. */
export function featuresOf(view: View): GraphFeatures {
  const { network, failed, declared } = view;
  const { nodeCount, groupCount } = network;
  return {
    nodes: table(nodeCount, nodeFeatures, (feature, node) => feature.of(view, node)),
    groups: table(groupCount, groupFeatures, (feature, group) => feature.of(view, group)),
    declared,
    failed: matrix(nodeCount, 1, Float32Array.from(failed)),
    ...adjacency(network),
  };
}

/** The features of step t. `[nodes, 2]` */
export function stepFeatures(declared: Int32Array, t: number): Matrix {
  const out = matrix(declared.length, stepFeatureNames.length);
  for (let node = 0; node < declared.length; node++) {
    const step = declared[node] ?? -1;
    out.values[2 * node] = step === t ? 1 : 0;
    out.values[2 * node + 1] = step >= 0 && step <= t ? 1 : 0;
  }
  return out;
}

function adjacency(network: DependencyNetwork) {
  const { nodeCount, groupCount, supportOffsets, supportNode, supportWeight } = network;
  const supports = [];
  for (let g = 0; g < groupCount; g++) {
    const [from, to] = [supportOffsets[g] ?? 0, supportOffsets[g + 1] ?? 0];
    let total = 0;
    for (let s = from; s < to; s++) total += supportWeight[s] ?? 0;
    for (let s = from; s < to; s++) {
      const value = total > 0 ? (supportWeight[s] ?? 0) / total : 0;
      supports.push({ row: g, column: supportNode[s] ?? 0, value });
    }
  }
  const owned = Array.from({ length: groupCount }, (_, g) => {
    return { row: network.groupOwner[g] ?? 0, column: g, value: 1 };
  });
  const dependents = [];
  for (let node = 0; node < nodeCount; node++) {
    const owners = dependentsOf(network, node);
    for (const owner of owners) {
      dependents.push({ row: node, column: owner, value: 1 / owners.length });
    }
  }
  return {
    supports: sparseMatrix(groupCount, nodeCount, supports),
    owned: sparseMatrix(nodeCount, groupCount, owned),
    dependents: sparseMatrix(nodeCount, nodeCount, dependents),
  };
}

function table<F>(
  rows: number,
  features: readonly F[],
  value: (feature: F, row: number) => number,
): Matrix {
  const out = matrix(rows, features.length);
  for (let row = 0; row < rows; row++) {
    for (const [column, feature] of features.entries()) {
      out.values[row * features.length + column] = value(feature, row);
    }
  }
  return out;
}
