/** Feature values as small whole numbers, so that trees count instead of sorting. */
import { ascendingOrder } from '../../../statistics/order.ts';
import type { Table } from '../case-table.ts';

/** At most so many bins to a column: one byte. */
export const mostBins = 255;

/** Where bins are found from the values of at most so many rows, at equal steps. */
const mostSampled = 200_000;

export interface Bins {
  /** By column: a value at or below threshold b, and above that before, is in bin b. */
  readonly thresholds: readonly Float64Array[];
  /** Bytes from row to row: the columns, filled up with zeros to a multiple of four. */
  readonly stride: number;
  /** `[rows, stride]` */
  readonly bins: Uint8Array;
  /** The same by column. `[columns][rows]` */
  readonly byColumn: readonly Uint8Array[];
}

/**
 * Bins of about equal count, one per value where there are few values; thresholds lie midway
 * between values (Ke et al. 2017, "LightGBM", section 2.1; as scikit-learn's histogram trees).
 */
export function binned({ columns, rows, values }: Table): Bins {
  const width = columns.length;
  const thresholds = columns.map((_, column) => thresholdsOf(sample(values, column, width)));
  const byColumn = thresholds.map((edges, column) => {
    const bins = new Uint8Array(rows);
    for (let row = 0; row < rows; row++) {
      bins[row] = binOf(edges, values[row * width + column] as number);
    }
    return bins;
  });
  return { thresholds, byColumn, ...byRow(byColumn, rows) };
}

/** Column by column into rows. */
function byRow(byColumn: readonly Uint8Array[], rows: number) {
  const stride = Math.ceil(byColumn.length / 4) * 4;
  const bins = new Uint8Array(rows * stride);
  for (const [column, from] of byColumn.entries()) {
    for (let row = 0; row < rows; row++) bins[row * stride + column] = from[row] as number;
  }
  return { stride, bins };
}

function sample(values: Float32Array, column: number, width: number): Float64Array {
  const rows = values.length / width;
  const stride = Math.ceil(rows / mostSampled);
  return Float64Array.from({ length: Math.ceil(rows / stride) }, (_, i) => {
    return values[i * stride * width + column] as number;
  });
}

function thresholdsOf(values: Float64Array): Float64Array {
  const sorted = Float64Array.from(ascendingOrder(values), (index) => values[index] as number);
  const distinct = sorted.filter((value, i) => i === 0 || value !== sorted[i - 1]);
  const ranks = distinct.length <= mostBins ? undefined : sorted;
  const count = ranks === undefined ? distinct.length : mostBins;
  const edges = Float64Array.from({ length: count - 1 }, (_, i) => {
    const [from, place] =
      ranks === undefined ? [distinct, i + 1] : [ranks, ((i + 1) * ranks.length) / count];
    const above = from[Math.floor(place)] as number;
    return ((from[Math.ceil(place) - 1] as number) + above) / 2;
  });
  return edges.filter((edge, i) => i === 0 || edge !== edges[i - 1]);
}

/** The first threshold that is not below the value, by bisection. */
function binOf(thresholds: Float64Array, value: number): number {
  let [low, high] = [0, thresholds.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (value <= (thresholds[middle] as number)) high = middle;
    else low = middle + 1;
  }
  return low;
}
