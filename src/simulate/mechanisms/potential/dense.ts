/** A small dense system by Gaussian elimination with partial pivoting. Called by multiple outages. */

/** The solution of rows `[…coefficients, right-hand side]`, which it uses up; undefined when singular. */
export function solveDense(rows: number[][], leastPivot: number): number[] | undefined {
  const size = rows.length;
  const at = (row: number, column: number) => (rows[row] as number[])[column] as number;
  for (let p = 0; p < size; p++) {
    let best = p;
    for (let row = p + 1; row < size; row++)
      if (Math.abs(at(row, p)) > Math.abs(at(best, p))) best = row;
    if (!(Math.abs(at(best, p)) > leastPivot)) return undefined;
    [rows[p], rows[best]] = [rows[best] as number[], rows[p] as number[]];
    for (let row = p + 1; row < size; row++) {
      const factor = at(row, p) / at(p, p);
      for (let k = p; k <= size; k++) (rows[row] as number[])[k] = at(row, k) - factor * at(p, k);
    }
  }
  const solution = new Array<number>(size).fill(0);
  for (let p = size - 1; p >= 0; p--) {
    let value = at(p, size);
    for (let k = p + 1; k < size; k++) value -= at(p, k) * (solution[k] as number);
    solution[p] = value / at(p, p);
  }
  return solution;
}
