/** Grows one tree, level by level, on the derivatives of the loss. Used by `fitBoostedTrees`. */
import {
  type BinnedRows,
  bestSplit,
  type Histogram,
  histogramOf,
  type NodeSums,
  nodeSums,
  type Split,
  type SplitLimits,
  subtract,
} from './histogram.ts';

/** A tree as plain data; node 0 is the root. All lists are `[nodes]`. */
export interface Tree {
  /** Column that is asked, -1 for a leaf. */
  readonly column: readonly number[];
  /** A value at or below it goes left. */
  readonly threshold: readonly number[];
  /** The left child; the right one is the next. */
  readonly left: readonly number[];
  /** What a leaf adds to the log-odds. */
  readonly value: readonly number[];
}

export interface TreeLimits extends SplitLimits {
  readonly depth: number;
  readonly learningRate: number;
}

export interface GrownTree {
  readonly tree: Tree;
  /** The rows of each leaf, to add its value to. */
  readonly leaves: readonly { readonly value: number; readonly rows: Uint32Array }[];
}

interface Node {
  readonly place: number;
  readonly depth: number;
  readonly rows: Uint32Array;
  readonly sums: NodeSums;
  /** Not made for a node that cannot be split. */
  readonly histogram: Histogram | undefined;
}

/** `thresholds` are those of the bins, by column. */
export function growTree(
  data: BinnedRows,
  thresholds: readonly Float64Array[],
  limits: TreeLimits,
): GrownTree {
  const tree = { column: [-1], threshold: [0], left: [-1], value: [0] };
  const leaves: { value: number; rows: Uint32Array }[] = [];
  const open = [rootOf(data)];
  for (let node = open.shift(); node !== undefined; node = open.shift()) {
    const { place, rows, sums, histogram } = node;
    const split = histogram === undefined ? undefined : bestSplit(histogram, sums, limits);
    if (histogram === undefined || split === undefined) {
      const value = (-limits.learningRate * sums.gradient) / (sums.curvature + limits.l2);
      tree.value[place] = value;
      leaves.push({ value, rows });
      continue;
    }
    tree.column[place] = split.column;
    tree.threshold[place] = thresholds[split.column]?.[split.bin] as number;
    tree.left[place] = tree.column.length;
    open.push(...childrenOf(data, { ...node, histogram }, { split, limits, tree }));
  }
  return { tree, leaves };
}

function rootOf(data: BinnedRows): Node {
  const rows = new Uint32Array(data.derivatives.length / 2);
  for (let row = 0; row < rows.length; row++) rows[row] = row;
  const histogram = histogramOf(data, rows);
  return { place: 0, depth: 0, rows, sums: nodeSums(histogram), histogram };
}

interface Growth {
  readonly split: Split;
  readonly limits: TreeLimits;
  readonly tree: { column: number[]; threshold: number[]; left: number[]; value: number[] };
}

/** Both children; sums are counted for the smaller and subtracted for the larger. */
function childrenOf(
  data: BinnedRows,
  node: Node & { readonly histogram: Histogram },
  { split, limits, tree }: Growth,
): Node[] {
  const sides = partition(data, node.rows, split);
  const [leftSums, rightSums] = sumsOfSides(node, split);
  const first = tree.column.length;
  for (let child = 0; child < 2; child++) {
    tree.column.push(-1);
    tree.threshold.push(0);
    tree.left.push(-1);
    tree.value.push(0);
  }
  const depth = node.depth + 1;
  const last = depth >= limits.depth;
  const smaller = sides[0].length <= sides[1].length ? 0 : 1;
  const small = last ? undefined : histogramOf(data, sides[smaller]);
  const large = small === undefined ? undefined : subtract(node.histogram, small);
  const [left, right] = smaller === 0 ? [small, large] : [large, small];
  return [
    { place: first, depth, rows: sides[0], sums: leftSums, histogram: left },
    { place: first + 1, depth, rows: sides[1], sums: rightSums, histogram: right },
  ];
}

/** The rows of a node by side, in the order that they had. */
function partition(
  { byColumn }: BinnedRows,
  rows: Uint32Array,
  { column, bin }: Split,
): [Uint32Array, Uint32Array] {
  const bins = byColumn[column] as Uint8Array;
  const left = new Uint32Array(rows.length);
  const right = new Uint32Array(rows.length);
  let [toLeft, toRight] = [0, 0];
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i] as number;
    const goesLeft = (bins[row] as number) <= bin ? 1 : 0;
    left[toLeft] = row; // Without a branch: which side it is cannot be foreseen.
    right[toRight] = row;
    toLeft += goesLeft;
    toRight += 1 - goesLeft;
  }
  return [left.slice(0, toLeft), right.slice(0, toRight)];
}

function sumsOfSides(
  { histogram, sums }: { readonly histogram: Histogram; readonly sums: NodeSums },
  { column, bin }: Split,
): [NodeSums, NodeSums] {
  const left = nodeSums(histogram, column, bin);
  return [
    left,
    {
      gradient: sums.gradient - left.gradient,
      curvature: sums.curvature - left.curvature,
      count: sums.count - left.count,
    },
  ];
}
