/**
 * Solves a convex quadratic program by linear ones: each square is a column above its tangents, and
 * gets another where the last answer lies (Kelley, The Cutting-Plane Method for Solving Convex
 * Programs, Journal of SIAM 8 (4), 1960). Called by the solver where its quadratic method gives up.
 */
import { columnMatrix, type LinearProgram } from './linear-program.ts';
import type { Solution } from './solution.ts';

const mostRounds = 100;
/** Relative to the objective: how close is wanted, and what still counts as an answer. */
const wanted = 1e-12;
const enough = 1e-7;
/** So many rounds without getting closer are the end: there the solver's tolerance is reached. */
const mostIdle = 4;

interface Tangent {
  /** Position among the squares. */
  readonly square: number;
  readonly at: number;
}

/** Undefined where tangents do not come close either. */
export function solveByTangents(
  program: LinearProgram,
  solve: (program: LinearProgram) => Solution,
): Solution | undefined {
  const { costs, rowLower, quadratic = new Float64Array(costs.length) } = program;
  const squares = [...quadratic.keys()].filter((column) => quadratic[column] !== 0);
  const curvature = squares.map((column) => Math.abs(quadratic[column] as number));
  const tangents: Tangent[] = squares.map((_, square) => ({ square, at: 0 }));
  let best:
    | { readonly solution: Solution; readonly gap: number; readonly round: number }
    | undefined;
  for (let round = 1; round <= mostRounds; round++) {
    const solution = solve(withTangents(program, squares, tangents));
    if (solution.status !== 'optimal')
      return solution.status === 'infeasible' ? solution : undefined;
    const { values, objective, reducedCosts, duals } = solution;
    let gap = 0;
    squares.forEach((column, square) => {
      const at = values[column] as number;
      const below =
        ((curvature[square] as number) / 2) * at ** 2 - (values[costs.length + square] as number);
      gap += Math.max(0, below);
      tangents.push({ square, at });
    });
    const relative = gap / Math.max(1, Math.abs(objective));
    if (relative < (best?.gap ?? enough)) {
      const sign = program.sense === 'minimise' ? 1 : -1;
      const parts = {
        objective: objective + sign * gap,
        values: values.slice(0, costs.length),
        reducedCosts: reducedCosts.slice(0, costs.length),
        duals: duals.slice(0, rowLower.length),
      };
      best = { solution: { status: 'optimal', ...parts }, gap: relative, round };
    }
    if (relative <= wanted || round - (best?.round ?? round) >= mostIdle) break;
  }
  return best?.solution;
}

/** The program with a column for each square, and a row for each tangent. */
function withTangents(
  { quadratic = new Float64Array(0), ...program }: LinearProgram,
  squares: readonly number[],
  tangents: readonly Tangent[],
): LinearProgram {
  const { costs, matrix } = program;
  const first = program.rowLower.length;
  const columns = [...costs].flatMap((_, column) =>
    Array<number>((matrix.starts[column + 1] as number) - (matrix.starts[column] as number)).fill(
      column,
    ),
  );
  const entries = { rows: [...matrix.rows], columns, values: [...matrix.values] };
  const put = (row: number, column: number, value: number) => {
    entries.rows.push(row);
    entries.columns.push(column);
    entries.values.push(value);
  };
  // square ≥ curvature · at · column - curvature / 2 · at²
  const least = tangents.map(({ square, at }, k) => {
    const column = squares[square] as number;
    const curvature = Math.abs(quadratic[column] as number);
    put(first + k, costs.length + square, 1);
    if (at !== 0) put(first + k, column, -curvature * at);
    return (-curvature / 2) * at ** 2;
  });
  const each = <T>(value: T, list: readonly unknown[]) => list.map(() => value);
  const endless = Number.POSITIVE_INFINITY;
  const sign = program.sense === 'minimise' ? 1 : -1;
  return {
    ...program,
    costs: Float64Array.from([...costs, ...each(sign, squares)]),
    columnLower: Float64Array.from([...program.columnLower, ...each(0, squares)]),
    columnUpper: Float64Array.from([...program.columnUpper, ...each(endless, squares)]),
    rowLower: Float64Array.from([...program.rowLower, ...least]),
    rowUpper: Float64Array.from([...program.rowUpper, ...each(endless, tangents)]),
    matrix: columnMatrix(costs.length + squares.length, entries),
  };
}
