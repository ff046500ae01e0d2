/**
 * A linear program as a value: optimise `costs·x + ½ Σ quadratic·x²` over `rowLower ≤ Ax ≤ rowUpper`
 * and `columnLower ≤ x ≤ columnUpper`, some `x` whole. Built by mechanisms and by choices
 * among edits; solved by a `Solver`. Infinite bounds mean none.
 */

export interface LinearProgram {
  readonly sense: 'minimise' | 'maximise';
  /** Cost of one unit, by column. */
  readonly costs: Float64Array;
  /** By column: `½ q x²` is added; 0 or more when minimising, 0 or less when maximising. */
  readonly quadratic?: Float64Array;
  /** Added to the objective. Default 0. */
  readonly offset?: number;
  readonly columnLower: Float64Array;
  readonly columnUpper: Float64Array;
  /** By column: 1 where only whole numbers will do. */
  readonly integer?: Uint8Array;
  readonly rowLower: Float64Array;
  readonly rowUpper: Float64Array;
  readonly matrix: ColumnMatrix;
}

/** A sparse matrix by columns; column `j` has the entries from `starts[j]` up to `starts[j + 1]`. */
export interface ColumnMatrix {
  /** One more than there are columns. */
  readonly starts: Int32Array;
  /** The row of each entry, none twice in a column. */
  readonly rows: Int32Array;
  readonly values: Float64Array;
}

/** Entries in any order: `values[k]` stands in row `rows[k]` and column `columns[k]`. */
export interface Entries {
  readonly rows: ArrayLike<number>;
  readonly columns: ArrayLike<number>;
  readonly values: ArrayLike<number>;
}

/** The matrix of entries; those at the same place are added up, in the order given. */
export function columnMatrix(columnCount: number, entries: Entries): ColumnMatrix {
  const count = entries.columns.length;
  const ends = new Int32Array(columnCount + 1);
  for (let k = 0; k < count; k++) {
    const column = (entries.columns[k] as number) + 1;
    ends[column] = (ends[column] as number) + 1;
  }
  for (let j = 0; j < columnCount; j++) {
    ends[j + 1] = (ends[j + 1] as number) + (ends[j] as number);
  }
  const order = new Int32Array(count);
  const next = ends.slice();
  for (let k = 0; k < count; k++) {
    const column = entries.columns[k] as number;
    const place = next[column] as number;
    next[column] = place + 1;
    order[place] = k;
  }
  return addedUp(columnCount, entries, { ends, order });
}

function addedUp(
  columnCount: number,
  entries: Entries,
  sorted: { readonly ends: Int32Array; readonly order: Int32Array },
): ColumnMatrix {
  const starts = new Int32Array(columnCount + 1);
  const rows = new Int32Array(sorted.order.length);
  const values = new Float64Array(sorted.order.length);
  const placeOfRow = new Map<number, number>();
  let size = 0;
  for (let j = 0; j < columnCount; j++) {
    placeOfRow.clear();
    for (let i = sorted.ends[j] as number; i < (sorted.ends[j + 1] as number); i++) {
      const k = sorted.order[i] as number;
      const row = entries.rows[k] as number;
      const known = placeOfRow.get(row);
      const place = known ?? size++;
      if (known === undefined) placeOfRow.set(row, place);
      rows[place] = row;
      values[place] = (values[place] as number) + (entries.values[k] as number);
    }
    starts[j + 1] = size;
  }
  return { starts, rows: rows.slice(0, size), values: values.slice(0, size) };
}
