/** Linear programs written as small dense tables, for tests. */
import { columnMatrix, type LinearProgram } from '../../src/linear-program/linear-program.ts';

export const infinity = Number.POSITIVE_INFINITY;

export interface Table {
  readonly sense?: 'minimise' | 'maximise';
  readonly costs: readonly number[];
  /** Coefficients, then lower and upper bound of the row. */
  readonly rows: readonly {
    readonly of: readonly number[];
    readonly in: readonly [number, number];
  }[];
  /** Bounds by column; 0 and more where absent. */
  readonly bounds?: readonly (readonly [number, number])[];
  readonly quadratic?: readonly number[];
  readonly integer?: readonly number[];
}

export function program(table: Table): LinearProgram {
  const { sense = 'minimise', costs, rows, quadratic, integer } = table;
  const bounds = table.bounds ?? costs.map(() => [0, infinity] as const);
  const entries = rows.flatMap((row, i) =>
    row.of.flatMap((value, j) => (value === 0 ? [] : [{ i, j, value }])),
  );
  return {
    sense,
    costs: Float64Array.from(costs),
    columnLower: Float64Array.from(bounds, ([lower]) => lower),
    columnUpper: Float64Array.from(bounds, ([, upper]) => upper),
    rowLower: Float64Array.from(rows, (row) => row.in[0]),
    rowUpper: Float64Array.from(rows, (row) => row.in[1]),
    matrix: columnMatrix(costs.length, {
      rows: entries.map(({ i }) => i),
      columns: entries.map(({ j }) => j),
      values: entries.map(({ value }) => value),
    }),
    ...(quadratic === undefined ? {} : { quadratic: Float64Array.from(quadratic) }),
    ...(integer === undefined ? {} : { integer: Uint8Array.from(integer) }),
  };
}
