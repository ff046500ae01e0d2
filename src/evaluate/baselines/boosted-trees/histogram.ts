/** Sums over the rows of a tree's node, by column and bin: all that a split is chosen from. */

/** Numbers to a bin: sum of gradients, sum of curvatures, number of rows. */
export const binWidth = 3;
/** Numbers to a column. */
export const columnWidth = 256 * binWidth;

/** `[columns, 256, 3]` */
export type Histogram = Float64Array<ArrayBuffer>;

export interface BinnedRows {
  readonly columns: number;
  /** Bytes from row to row, a multiple of four; those beyond the columns are 0. */
  readonly stride: number;
  /** `[rows, stride]` */
  readonly bins: Uint8Array;
  /** The same by column, for splitting: `[columns][rows]` */
  readonly byColumn: readonly Uint8Array[];
  /** First and second derivative of the loss. `[rows, 2]` */
  readonly derivatives: Float64Array;
}

/** Of some rows. Four columns at a time: a quarter quicker than one by one. */
export function histogramOf(data: BinnedRows, rows: Uint32Array): Histogram {
  const { columns, stride, bins, derivatives } = data;
  const sums = new Float64Array(stride * columnWidth);
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i] as number;
    const g = derivatives[2 * row] as number;
    const h = derivatives[2 * row + 1] as number;
    const first = Math.imul(row, stride);
    for (let c = 0, at = 0; c < stride; c += 4, at += 4 * columnWidth) {
      const from = first + c;
      addAt(sums, (at + Math.imul(bins[from] as number, binWidth)) | 0, g, h);
      const b = at + columnWidth + Math.imul(bins[from + 1] as number, binWidth);
      addAt(sums, b | 0, g, h);
      const d = at + 2 * columnWidth + Math.imul(bins[from + 2] as number, binWidth);
      addAt(sums, d | 0, g, h);
      const e = at + 3 * columnWidth + Math.imul(bins[from + 3] as number, binWidth);
      addAt(sums, e | 0, g, h);
    }
  }
  return sums.subarray(0, columns * columnWidth);
}

function addAt(sums: Histogram, at: number, g: number, h: number): void {
  sums[at] = (sums[at] as number) + g;
  sums[at + 1] = (sums[at + 1] as number) + h;
  sums[at + 2] = (sums[at + 2] as number) + 1;
}

/** What is left of a node when one child is taken away: the other child. In place. */
export function subtract(node: Histogram, child: Histogram): Histogram {
  for (let i = 0; i < node.length; i++) node[i] = (node[i] as number) - (child[i] as number);
  return node;
}

/** Sums over all rows of a node. */
export interface NodeSums {
  readonly gradient: number;
  readonly curvature: number;
  readonly count: number;
}

/** The sums of a histogram over a column, up to a bin. */
export function nodeSums(histogram: Histogram, column = 0, bin = 255): NodeSums {
  let [gradient, curvature, count] = [0, 0, 0];
  const start = column * columnWidth;
  for (let at = start; at <= start + bin * binWidth; at += binWidth) {
    gradient += histogram[at] as number;
    curvature += histogram[at + 1] as number;
    count += histogram[at + 2] as number;
  }
  return { gradient, curvature, count };
}

export interface SplitLimits {
  readonly minLeaf: number;
  readonly l2: number;
}

export interface Split {
  readonly column: number;
  /** Rows in this bin or one before go left. */
  readonly bin: number;
}

/** Least curvature of a child, against division by what is left of rounding. */
const minCurvature = 1e-3;

/**
 * The split with the greatest gain `G_L²/(H_L+λ) + G_R²/(H_R+λ) - G²/(H+λ)` (Chen and Guestrin
 * 2016, "XGBoost", equation 7), of equal ones the first; undefined where none gains.
 */
export function bestSplit(
  histogram: Histogram,
  sums: NodeSums,
  { minLeaf, l2 }: SplitLimits,
): Split | undefined {
  const { gradient, curvature, count } = sums;
  const whole = (gradient * gradient) / (curvature + l2);
  let best: Split | undefined;
  let most = whole + 1e-9 * (1 + whole);
  for (let start = 0; start < histogram.length; start += columnWidth) {
    let [g, h, n] = [0, 0, 0];
    for (let bin = 0; bin < 255; bin++) {
      const at = start + bin * binWidth;
      const rows = histogram[at + 2] as number;
      if (rows === 0) continue;
      g += histogram[at] as number;
      h += histogram[at + 1] as number;
      n += rows;
      if (count - n < minLeaf) break;
      if (n < minLeaf || h < minCurvature || curvature - h < minCurvature) continue;
      const other = gradient - g;
      const gain = (g * g) / (h + l2) + (other * other) / (curvature - h + l2);
      if (gain <= most) continue;
      most = gain;
      best = { column: start / columnWidth, bin };
    }
  }
  return best;
}
