/** A table from a formula in whole numbers, so that other programs can make the same one. */
import type { LabelledTable } from '../../src/evaluate/baselines/case-table.ts';

/**
 * Rows i = first … first + rows - 1 of five columns `(i²(2j+3) + i(j²+7) + 31j mod m_j) / m_j`,
 * m_j = 211 + 10j; the label is 1 where `(7919 i + 13 mod 997) / 997` is below the logistic function
 * of `4 x0 - 3 x1 + 6 [x2 > 0.5] x3 - 3.5`.
 */
export function learnedData(first: number, rows: number): LabelledTable {
  const columns = ['x0', 'x1', 'x2', 'x3', 'x4'];
  const values = new Float32Array(rows * 5);
  const labels = new Uint8Array(rows);
  for (let row = 0; row < rows; row++) {
    const i = first + row;
    for (let j = 0; j < 5; j++) {
      const m = 211 + 10 * j;
      values[row * 5 + j] = ((i * i * (2 * j + 3) + i * (j * j + 7) + j * 31) % m) / m;
    }
    const [x0 = 0, x1 = 0, x2 = 0, x3 = 0] = values.subarray(row * 5);
    const z = 4 * x0 - 3 * x1 + (x2 > 0.5 ? 6 * x3 : 0) - 3.5;
    labels[row] = ((i * 7919 + 13) % 997) / 997 < 1 / (1 + Math.exp(-z)) ? 1 : 0;
  }
  return { columns, rows, values, labels };
}
