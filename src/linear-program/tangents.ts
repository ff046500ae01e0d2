/**
 * Solves a convex quadratic program by linear ones: each square is a column above its tangents, and
 * gets another where the last answer lies (Kelley, The Cutting-Plane Method for Solving Convex
 * Programs, Journal of SIAM 8 (4), 1960). Called by the solver where its quadratic method gives up.
 */
import { columnMatrix, type LinearProgram } from './linear-program.ts';
import type { Optimal, Solution } from './solution.ts';

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
  const { costs, quadratic = new Float64Array(costs.length) } = program;
  const squares = [...quadratic.keys()].filter((column) => quadratic[column] !== 0);
  const tangents: Tangent[] = squares.map((_, square) => ({ square, at: 0 }));
  let best: Round | undefined;
  for (let number = 1; number <= mostRounds; number++) {
    const solution = solve(withTangents(program, squares, tangents));
    if (solution.status === 'infeasible') return solution;
    if (solution.status !== 'optimal') return undefined;
    const gap = gapOf(program, squares, solution.values);
    squares.forEach((column, square) => {
      tangents.push({ square, at: solution.values[column] as number });
    });
    const relative = gap / Math.max(1, Math.abs(solution.objective));
    if (relative < (best?.relative ?? enough)) {
      best = { solution: withoutTangents(program, solution, gap), relative, number };
    }
    if (relative <= wanted || number - (best?.number ?? number) >= mostIdle) break;
  }
  return best?.solution;
}

interface Round {
  readonly solution: Optimal;
  /** By how much the squares are above their columns, relative to the objective. */
  readonly relative: number;
  readonly number: number;
}

/** How far the columns of the squares are below these. */
function gapOf(
  { costs, quadratic }: LinearProgram,
  squares: readonly number[],
  values: Float64Array,
): number {
  return squares.reduce((sum, column, square) => {
    const curvature = Math.abs(quadratic?.[column] as number);
    const exact = (curvature / 2) * (values[column] as number) ** 2;
    return sum + Math.max(0, exact - (values[costs.length + square] as number));
  }, 0);
}

/** The answer as one of the program itself. */
function withoutTangents(
  { costs, rowLower, sense }: LinearProgram,
  { objective, values, reducedCosts, duals }: Optimal,
  gap: number,
): Optimal {
  return {
    status: 'optimal',
    objective: objective + (sense === 'minimise' ? gap : -gap),
    values: values.slice(0, costs.length),
    reducedCosts: reducedCosts.slice(0, costs.length),
    duals: duals.slice(0, rowLower.length),
  };
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
