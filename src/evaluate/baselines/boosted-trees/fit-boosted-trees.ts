/**
 * Gradient-boosted trees on the feature table: the strongest baseline. Friedman 2001, "Greedy
 * function approximation: a gradient boosting machine", with second derivatives and histograms as
 * in XGBoost and LightGBM. No randomness: the same table gives the same model.
 */
import { checkTable, type LabelledTable, priorLogit } from '../case-table.ts';
import { binned } from './bins.ts';
import { addTree, type BoostedTrees } from './boosted-trees.ts';
import { growTree, type Tree } from './grow-tree.ts';

export interface BoostingOptions {
  /** Most trees; 200 by default. */
  readonly trees?: number;
  /** Questions from root to leaf at most; 6 by default. */
  readonly depth?: number;
  /** Shrinkage of each tree; 0.1 by default. */
  readonly learningRate?: number;
  /** Fewest rows in a leaf; 20 by default. */
  readonly minLeaf?: number;
  /** Penalty on the squares of leaf values; 1 by default. */
  readonly l2?: number;
  /** Ends when its log loss has not fallen for `patience` trees, and keeps the best number. */
  readonly validation?: LabelledTable;
  /** 20 by default. */
  readonly patience?: number;
}

/** `TypeError` for a table without rows or with a value that is not finite. */
export function fitBoostedTrees(table: LabelledTable, options: BoostingOptions = {}): BoostedTrees {
  const { trees = 200, depth = 6, learningRate = 0.1, minLeaf = 20, l2 = 1 } = options;
  checkTable(table);
  const bins = binned(table);
  const prior = priorLogit(table);
  const logits = new Float64Array(table.rows).fill(prior);
  const derivatives = new Float64Array(table.rows * 2);
  const data = { columns: table.columns.length, ...bins, derivatives };
  const watch = watchOf(options, prior);
  const grown: Tree[] = [];
  while (grown.length < trees && !watch.ended()) {
    setDerivatives(logits, table.labels, derivatives);
    const { tree, leaves } = growTree(data, bins.thresholds, { depth, learningRate, minLeaf, l2 });
    for (const { value, rows } of leaves) {
      for (let i = 0; i < rows.length; i++) {
        const row = rows[i] as number;
        logits[row] = (logits[row] as number) + value;
      }
    }
    grown.push(tree);
    watch.see(tree);
  }
  const kept = grown.slice(0, watch.best());
  return { kind: 'boosted-trees', columns: table.columns, prior, trees: kept };
}

/** Of the log loss by the log-odds: `p - y` and `p (1 - p)`. `[rows, 2]` */
function setDerivatives(logits: Float64Array, labels: Uint8Array, derivatives: Float64Array): void {
  for (let row = 0; row < logits.length; row++) {
    const probability = 1 / (1 + Math.exp(-(logits[row] as number)));
    derivatives[2 * row] = probability - (labels[row] as number);
    derivatives[2 * row + 1] = probability * (1 - probability);
  }
}

/** Follows the loss on validation as trees are added; without a validation table never ends. */
function watchOf({ validation, patience = 20 }: BoostingOptions, prior: number) {
  const logits = new Float64Array(validation?.rows ?? 0).fill(prior);
  let [seen, best, least] = [0, 0, validation === undefined ? 0 : logLoss(logits, validation)];
  return {
    see(tree: Tree): void {
      seen += 1;
      if (validation === undefined) return;
      addTree(logits, tree, validation);
      const loss = logLoss(logits, validation);
      if (loss < least) [best, least] = [seen, loss];
    },
    ended: () => validation !== undefined && seen - best >= patience,
    best: () => (validation === undefined ? seen : best),
  };
}

/** Sum of the log loss over the rows. */
function logLoss(logits: Float64Array, { labels }: LabelledTable): number {
  let loss = 0;
  for (let row = 0; row < logits.length; row++) {
    const z = logits[row] as number;
    loss += Math.max(z, 0) + Math.log1p(Math.exp(-Math.abs(z))) - (labels[row] as number) * z;
  }
  return loss;
}
