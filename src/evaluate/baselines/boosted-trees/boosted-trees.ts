/** Boosted trees as a model: plain data and what it says. Fitted by `fitBoostedTrees`. */
import type { Table } from '../case-table.ts';
import type { Tree } from './grow-tree.ts';

/** A fitted model as plain data. */
export interface BoostedTrees {
  readonly kind: 'boosted-trees';
  readonly columns: readonly string[];
  /** Log-odds before any tree. */
  readonly prior: number;
  readonly trees: readonly Tree[];
}

/** Probabilities, 0 … 1. `[rows]` */
export function treeProbabilities(model: BoostedTrees, table: Table): Float64Array {
  const logits = new Float64Array(table.rows).fill(model.prior);
  for (const tree of model.trees) addTree(logits, tree, table);
  return logits.map((z) => 1 / (1 + Math.exp(-z)));
}

/** Adds what a tree says to the log-odds of each row. */
export function addTree(logits: Float64Array, tree: Tree, { columns, values }: Table): void {
  const { column, threshold, left, value } = tree;
  const width = columns.length;
  for (let row = 0; row < logits.length; row++) {
    let node = 0;
    for (let asked = column[0] as number; asked >= 0; asked = column[node] as number) {
      const goesRight = (values[row * width + asked] as number) > (threshold[node] as number);
      node = (left[node] as number) + (goesRight ? 1 : 0);
    }
    logits[row] = (logits[row] as number) + (value[node] as number);
  }
}
