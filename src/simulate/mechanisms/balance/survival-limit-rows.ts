/** A linear program of limits on columns of 0 or more, the first of which is the time. Written by `regionProgram`. */
import { columnMatrix, type LinearProgram } from '../../../linear-program/linear-program.ts';
import type { RegionQuestion, RegionRow } from './survival-question.ts';

/** The column of t, in periods. */
export const timeColumn = 0;

export class LimitRows {
  readonly rows: RegionRow[] = [];
  readonly #periods: number | undefined;
  readonly #isSteady: boolean;
  readonly #columnUpper: number[];
  readonly #costs = [1];
  readonly #rowUpper: number[] = [];
  readonly #matrix = { rows: [] as number[], columns: [] as number[], values: [] as number[] };

  /** With the most that t may be where it is sought. */
  constructor({ periods, steady = false }: RegionQuestion, most: number) {
    this.#periods = periods;
    this.#isSteady = steady;
    this.#columnUpper = [periods ?? most];
  }

  column(upper: number, cost = 0): number {
    this.#costs.push(cost);
    return this.#columnUpper.push(upper) - 1;
  }

  /** A row `… ≤ perPeriod·t + units`; of one period and without units where a steady flow is sought. */
  row(row: RegionRow, perPeriod: number, units: number): number {
    const index = this.rows.push(row) - 1;
    this.#rowUpper.push(this.#isSteady ? perPeriod : units);
    if (!this.#isSteady) this.put(index, timeColumn, -perPeriod);
    return index;
  }

  /** Nothing for a row of -1, which limits nothing. */
  put(row: number, column: number, value: number): void {
    if (value === 0 || row < 0) return;
    this.#matrix.rows.push(row);
    this.#matrix.columns.push(column);
    this.#matrix.values.push(value);
  }

  program(): LinearProgram {
    const columns = this.#columnUpper.length;
    const columnLower = new Float64Array(columns);
    columnLower[timeColumn] = this.#periods ?? 0;
    return {
      sense: 'maximise',
      costs: Float64Array.from(this.#costs),
      columnLower,
      columnUpper: Float64Array.from(this.#columnUpper),
      rowLower: new Float64Array(this.rows.length).fill(Number.NEGATIVE_INFINITY),
      rowUpper: Float64Array.from(this.#rowUpper),
      matrix: columnMatrix(columns, this.#matrix),
    };
  }
}
