/** Puts features on one scale; the figures come from the training graphs and stand in the checkpoint. */
import { type Matrix, matrix } from './array-algebra.ts';

/** Per column: the feature less `mean`, divided by `deviation`. */
export interface Normalisation {
  readonly mean: readonly number[];
  readonly deviation: readonly number[];
}

/** Mean and standard deviation of each column over all rows; 1 for a column that does not vary. */
export function measure(tables: readonly Matrix[]): Normalisation {
  const columns = tables[0]?.columns ?? 0;
  const rows = tables.reduce((sum, table) => sum + table.rows, 0);
  const moment = (column: number, of: (value: number) => number) => {
    let sum = 0;
    for (const { values } of tables) {
      for (let i = column; i < values.length; i += columns) sum += of(values[i] as number);
    }
    return sum / rows;
  };
  const mean = Array.from({ length: columns }, (_, column) => moment(column, (value) => value));
  const deviation = mean.map((centre, column) => {
    const variance = moment(column, (value) => (value - centre) ** 2);
    return variance > 1e-12 ? Math.sqrt(variance) : 1;
  });
  return { mean: mean.map(Math.fround), deviation: deviation.map(Math.fround) };
}

/** The normalised table, of the same shape. */
export function normalise(table: Matrix, { mean, deviation }: Normalisation): Matrix {
  const out = matrix(table.rows, table.columns);
  for (let i = 0; i < out.values.length; i++) {
    const column = i % table.columns;
    const value = table.values[i] as number;
    out.values[i] = (value - (mean[column] as number)) / (deviation[column] as number);
  }
  return out;
}
