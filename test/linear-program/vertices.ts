/**
 * A second method for tiny linear programs, the oracle of the tests: tries every vertex, that is
 * every choice of as many bounds as there are columns, solved by Gaussian elimination.
 */
import type { LinearProgram } from '../../src/linear-program/linear-program.ts';

interface HalfSpace {
  readonly of: readonly number[];
  readonly at: number;
}

/** The best objective over all vertices; undefined when there is none. Columns must be bounded. */
export function bestVertex(program: LinearProgram): number | undefined {
  const planes = planesOf(program);
  const sign = program.sense === 'minimise' ? 1 : -1;
  let best: number | undefined;
  for (const choice of choices(planes, program.costs.length)) {
    const point = solve(choice);
    if (point === undefined || !feasible(program, point)) continue;
    const value = point.reduce((sum, x, j) => sum + x * (program.costs[j] as number), 0);
    if (best === undefined || sign * value < sign * best) best = value;
  }
  return best;
}

export function dense(program: LinearProgram): number[][] {
  const { starts, rows, values } = program.matrix;
  const table = Array.from(program.rowLower, () => Array<number>(program.costs.length).fill(0));
  for (let j = 0; j < program.costs.length; j++) {
    for (let k = starts[j] as number; k < (starts[j + 1] as number); k++)
      (table[rows[k] as number] as number[])[j] = values[k] as number;
  }
  return table;
}

function planesOf(program: LinearProgram): HalfSpace[] {
  const units = Array.from(program.costs, (_, j) =>
    Array.from(program.costs, (_, k) => +(j === k)),
  );
  const planes = (table: number[][], lower: Float64Array, upper: Float64Array) =>
    table.flatMap((of, i) => [lower[i] as number, upper[i] as number].map((at) => ({ of, at })));
  return [
    ...planes(dense(program), program.rowLower, program.rowUpper),
    ...planes(units, program.columnLower, program.columnUpper),
  ].filter(({ at }) => Number.isFinite(at));
}

function* choices<T>(items: readonly T[], count: number, from = 0): Generator<T[]> {
  if (count === 0) yield [];
  else
    for (let i = from; i <= items.length - count; i++)
      for (const rest of choices(items, count - 1, i + 1)) yield [items[i] as T, ...rest];
}

function solve(planes: readonly HalfSpace[]): number[] | undefined {
  const rows = planes.map(({ of, at }) => [...of, at]);
  for (let p = 0; p < rows.length; p++) {
    const size = (row: number[]) => Math.abs(row[p] as number);
    const pivot = rows.slice(p).reduce((best, row) => (size(row) > size(best) ? row : best));
    if (size(pivot) < 1e-9) return undefined;
    rows.splice(rows.indexOf(pivot, p), 1);
    rows.splice(p, 0, pivot);
    for (const row of rows) {
      if (row === pivot) continue;
      const factor = (row[p] as number) / (pivot[p] as number);
      for (let k = p; k < row.length; k++)
        row[k] = (row[k] as number) - factor * (pivot[k] as number);
    }
  }
  return rows.map((row, p) => (row.at(-1) as number) / (row[p] as number));
}

function feasible(program: LinearProgram, point: readonly number[]): boolean {
  const within = (value: number, lower: number, upper: number) =>
    value >= lower - 1e-7 && value <= upper + 1e-7;
  return (
    point.every((x, j) =>
      within(x, program.columnLower[j] as number, program.columnUpper[j] as number),
    ) &&
    dense(program).every((row, i) =>
      within(
        row.reduce((sum, a, j) => sum + a * (point[j] as number), 0),
        program.rowLower[i] as number,
        program.rowUpper[i] as number,
      ),
    )
  );
}
