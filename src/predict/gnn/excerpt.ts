/**
 * The part of a graph that some of its nodes hear from in one step: themselves and their
 * neighbours. With the neighbours' states known at every step, the recurrence on the excerpt says
 * of those nodes exactly what it says on the whole graph. Used for the causes of a forecast.
 */
import { type Matrix, matrix } from '../../../gnn/model/array-algebra.ts';
import { type SparseEntry, type SparseMatrix, sparseMatrix } from '../../../gnn/model/sparse.ts';
import type { GraphFeatures } from './features.ts';

export interface Excerpt {
  readonly features: GraphFeatures;
  /** The node of the whole graph that each one is: first those asked for, then their neighbours. */
  readonly nodes: readonly number[];
}

/** The excerpt around some nodes; their neighbours hear nothing in it. */
export function excerptOf(features: GraphFeatures, own: readonly number[]): Excerpt {
  const groups = own.flatMap((node) => columnsOf(features.owned, node));
  const supports = groups.flatMap((group) => columnsOf(features.supports, group));
  const dependents = own.flatMap((node) => columnsOf(features.dependents, node));
  const nodes = [...new Set([...own, ...supports, ...dependents])];
  const nodeAt = new Map(nodes.map((node, position) => [node, position]));
  const groupAt = new Map(groups.map((group, position) => [group, position]));
  return {
    nodes,
    features: {
      nodes: rowsOf(features.nodes, nodes),
      groups: rowsOf(features.groups, groups),
      declared: Int32Array.from(nodes, (node) => features.declared[node] ?? -1),
      failed: rowsOf(features.failed, nodes),
      supports: part(features.supports, { rows: groups, height: groups.length, columns: nodeAt }),
      owned: part(features.owned, { rows: own, height: nodes.length, columns: groupAt }),
      dependents: part(features.dependents, { rows: own, height: nodes.length, columns: nodeAt }),
    },
  };
}

/** Copies rows of one matrix to rows of another, from position `start` of the list on. */
export function copyRows(from: Matrix, to: Matrix, rows: readonly number[], start: number): void {
  const width = to.columns;
  for (let position = start; position < rows.length; position++) {
    const row = (rows[position] ?? 0) * width;
    to.values.set(from.values.subarray(row, row + width), position * width);
  }
}

function rowsOf(table: Matrix, rows: readonly number[]): Matrix {
  const out = matrix(rows.length, table.columns);
  copyRows(table, out, rows, 0);
  return out;
}

function columnsOf({ offsets, indices }: SparseMatrix, row: number): number[] {
  return [...indices.subarray(offsets[row] ?? 0, offsets[row + 1] ?? 0)];
}

interface Part {
  /** Rows of the whole, which come first; more up to `height` are empty. */
  readonly rows: readonly number[];
  readonly height: number;
  /** The new column of each of their columns. */
  readonly columns: ReadonlyMap<number, number>;
}

function part(whole: SparseMatrix, { rows, height, columns }: Part): SparseMatrix {
  const entries: SparseEntry[] = [];
  for (const [row, original] of rows.entries()) {
    const start = whole.offsets[original] ?? 0;
    for (const [e, column] of columnsOf(whole, original).entries()) {
      const value = whole.values[start + e] ?? 0;
      entries.push({ row, column: columns.get(column) ?? 0, value });
    }
  }
  return sparseMatrix(height, columns.size, entries);
}
