import { beforeAll, describe, expect, test } from 'vitest';
import type { LinearProgram } from '../../src/linear-program/linear-program.ts';
import type { Optimal, Solution } from '../../src/linear-program/solution.ts';
import { loadSolver, type Solver } from '../../src/linear-program/solver.ts';
import { solveByTangents } from '../../src/linear-program/tangents.ts';
import { uniform } from '../../src/model/random.ts';
import { infinity, program, type Table } from './programs.ts';
import { bestVertex, dense } from './vertices.ts';

let solver: Solver;
beforeAll(async () => {
  solver = await loadSolver();
});

function optimal(solution: Solution): Optimal {
  if (solution.status !== 'optimal') throw new Error(`not optimal: ${JSON.stringify(solution)}`);
  return solution;
}

const solve = (table: Table) => solver.solve(program(table));

/** Dantzig's product mix as in Hillier and Lieberman: doors and windows in three plants. */
const wyndor: Table = {
  sense: 'maximise',
  costs: [3, 5],
  rows: [
    { of: [1, 0], in: [-infinity, 4] },
    { of: [0, 2], in: [-infinity, 12] },
    { of: [3, 2], in: [-infinity, 18] },
  ],
};

describe('plain programs', () => {
  test('the Wyndor Glass problem has its textbook optimum and shadow prices', () => {
    const { objective, values, duals, reducedCosts } = optimal(solve(wyndor));
    expect(objective).toBeCloseTo(36, 9);
    expect([...values]).toEqual([expect.closeTo(2, 9), expect.closeTo(6, 9)]);
    expect([...duals]).toEqual([0, 1.5, 1].map((dual) => expect.closeTo(dual, 9)));
    expect([...reducedCosts].map(Math.abs)).toEqual([0, 0]);
  });

  test('minimised with the signs turned it has the duals turned too', () => {
    const turned = { ...wyndor, sense: 'minimise' as const, costs: [-3, -5] };
    expect([...optimal(solve(turned)).duals]).toEqual(
      [0, -1.5, -1].map((dual) => expect.closeTo(dual, 9)),
    );
  });

  test('no end in sight is unbounded', () => {
    const open: Table = { costs: [-1, -1], rows: [{ of: [1, -1], in: [-infinity, 1] }] };
    expect(solve(open)).toEqual({ status: 'unbounded' });
  });

  test('without rows each column goes to its better bound, without columns nothing is left', () => {
    const loose: Table = {
      costs: [1, -1],
      rows: [],
      bounds: [
        [2, 3],
        [0, 4],
      ],
    };
    expect(optimal(solve(loose))).toMatchObject({
      objective: -2,
      values: new Float64Array([2, 4]),
    });
    expect(optimal(solve({ costs: [], rows: [] })).objective).toBe(0);
    const asked: Table = {
      costs: [],
      rows: [
        { of: [], in: [-1, 1] },
        { of: [], in: [1, 2] },
      ],
    };
    expect(solve(asked)).toEqual({ status: 'infeasible', rows: [1], columns: [] });
  });

  test('an effort of one pivot is a limit', () => {
    const rows = Array.from({ length: 12 }, (_, i) => ({
      of: Array.from({ length: 12 }, (_, j) => 1 + ((i * 7 + j * 5) % 11)),
      in: [-infinity, 50 + i] as const,
    }));
    const wide = program({ sense: 'maximise', costs: rows.map((_, j) => 1 + (j % 3)), rows });
    expect(solver.solve(wide, { iterations: 1 }).status).toBe('limit');
    expect(solver.solve(wide).status).toBe('optimal');
  });
});

describe('whole and quadratic programs', () => {
  test('a knapsack is filled with whole pieces, gap zero', () => {
    const knapsack: Table = {
      sense: 'maximise',
      costs: [10, 13, 18, 31, 7, 15],
      rows: [{ of: [11, 15, 20, 35, 10, 33], in: [-infinity, 47] }],
      bounds: Array.from({ length: 6 }, () => [0, 1] as const),
      integer: [1, 1, 1, 1, 1, 1],
    };
    const best = Math.max(
      ...Array.from({ length: 64 }, (_, set) => {
        const sum = (numbers: readonly number[]) =>
          numbers.reduce((total, value, j) => total + ((set >> j) & 1) * value, 0);
        return sum(knapsack.rows[0]?.of ?? []) <= 47 ? sum(knapsack.costs) : 0;
      }),
    );
    const { objective, gap, duals } = optimal(solve(knapsack));
    expect(objective).toBeCloseTo(best, 9);
    expect(gap).toBe(0);
    expect(duals).toHaveLength(0);
  });

  test('a quadratic program meets its Karush-Kuhn-Tucker point', () => {
    const { objective, values, duals } = optimal(
      solve({
        costs: [-8, -16],
        quadratic: [2, 8],
        rows: [{ of: [1, 1], in: [-infinity, 5] }],
      }),
    );
    // 2x − 8 = 8y − 16 = λ and x + y = 5.
    expect([...values]).toEqual([expect.closeTo(3.2, 9), expect.closeTo(1.8, 9)]);
    expect(duals[0]).toBeCloseTo(-1.6, 9);
    expect(objective).toBeCloseTo(-31.2, 9);
  });
});

describe('infeasible programs', () => {
  test('name exactly what contradicts', () => {
    const rows = [
      { of: [1, 1], in: [3, infinity] as const },
      { of: [1, 0], in: [-infinity, 5] as const },
      { of: [0, 1], in: [-infinity, 1] as const },
    ];
    const bounds = [
      [0, 1],
      [0, infinity],
    ] as const;
    expect(solve({ costs: [1, 1], rows, bounds })).toEqual({
      status: 'infeasible',
      rows: [0, 2],
      columns: [0],
    });
  });

  test('may be so for want of whole numbers only', () => {
    const even: Table = {
      costs: [1, 1],
      rows: [
        { of: [2, 2], in: [3, 3] },
        { of: [1, 0], in: [-infinity, 3] },
      ],
      bounds: [
        [0, 5],
        [0, 5],
      ],
      integer: [1, 1],
    };
    expect(solve(even)).toMatchObject({ status: 'infeasible', rows: [0] });
  });

  test('of 200 random ones each set is infeasible, and feasible without any of its members', () => {
    let seen = 0;
    for (let seed = 0; seen < 200; seed++) {
      const random = tinyProgram(seed, 40);
      const solution = solver.solve(random);
      if (solution.status !== 'infeasible') continue;
      seen++;
      const { rows, columns } = solution;
      expect(solver.solve(only(random, rows, columns)).status).toBe('infeasible');
      for (const row of rows) {
        const fewer = only(
          random,
          rows.filter((each) => each !== row),
          columns,
        );
        expect(solver.solve(fewer).status).not.toBe('infeasible');
      }
      for (const column of columns) {
        const fewer = only(
          random,
          rows,
          columns.filter((each) => each !== column),
        );
        expect(solver.solve(fewer).status).not.toBe('infeasible');
      }
    }
  });
});

describe('200 random programs', () => {
  test('agree with the best of all vertices, and the duals prove it', () => {
    let optima = 0;
    for (let seed = 0; seed < 200; seed++) {
      const random = tinyProgram(seed, 4);
      const solution = solver.solve(random);
      const best = bestVertex(random);
      if (best === undefined) {
        expect(solution.status).toBe('infeasible');
        continue;
      }
      const { objective, values, duals, reducedCosts } = optimal(solution);
      optima++;
      expect(objective).toBeCloseTo(best, 7);
      const table = dense(random);
      for (const [j, cost] of random.costs.entries()) {
        const priced = table.reduce(
          (sum, row, i) => sum + (row[j] as number) * (duals[i] as number),
          0,
        );
        expect(cost - priced).toBeCloseTo(reducedCosts[j] as number, 7);
      }
      expect(values.every((x, j) => x >= (random.columnLower[j] as number) - 1e-7)).toBe(true);
    }
    expect(optima).toBeGreaterThan(100);
  });
});

/** Three columns and four rows of small whole numbers; a greater reach makes it infeasible more often. */
function tinyProgram(seed: number, reach: number): LinearProgram {
  let draw = 0;
  const whole = (from: number, to: number) =>
    from + Math.floor(uniform(seed, 7, 1, draw++) * (to - from + 1));
  const rows = Array.from({ length: 4 }, () => {
    const of = [whole(-4, 4), whole(-4, 4), whole(-4, 4)];
    const lower = whole(0, 3) === 0 ? -infinity : whole(-reach, reach);
    return {
      of,
      in: [lower, whole(0, 3) === 0 ? infinity : Math.max(lower, -reach) + whole(0, 12)] as const,
    };
  });
  const sense = whole(0, 1) === 0 ? 'minimise' : 'maximise';
  const bounds = rows.slice(1).map(() => [whole(-3, 0), whole(1, 6)] as const);
  return program({ sense, costs: [whole(-5, 5), whole(-5, 5), whole(-5, 5)], rows, bounds });
}

/** The program with none but some of its bounds, and nothing to optimise. */
function only(
  full: LinearProgram,
  rows: readonly number[],
  columns: readonly number[],
): LinearProgram {
  const keep = (bounds: Float64Array, kept: readonly number[], otherwise: number) =>
    bounds.map((bound, index) => (kept.includes(index) ? bound : otherwise));
  return {
    ...full,
    costs: full.costs.map(() => 0),
    rowLower: keep(full.rowLower, rows, -infinity),
    rowUpper: keep(full.rowUpper, rows, infinity),
    columnLower: keep(full.columnLower, columns, -infinity),
    columnUpper: keep(full.columnUpper, columns, infinity),
  };
}

test('tangents come to the optimum, the values and the duals of the quadratic method', () => {
  for (let seed = 0; seed < 30; seed++) {
    const draw = (k: number) => uniform(seed, 81, k, 0);
    const table: Table = {
      costs: [0, 1, 2, 3].map((k) => 10 * draw(k)),
      quadratic: [0, 1, 2, 3].map((k) => (k === 3 ? 0 : 0.1 + draw(4 + k))),
      bounds: [0, 1, 2, 3].map(() => [0, 8] as const),
      rows: [
        { of: [1, 1, 1, 1], in: [10, 10] },
        { of: [1, -1, 0, 1], in: [-3, 3] },
      ],
    };
    const direct = optimal(solve(table));
    const found = solveByTangents(program(table), (each) => solver.solve(each));
    const { objective, values, duals } = optimal(found as Solution);
    expect(objective).toBeCloseTo(direct.objective, 6);
    values.forEach((value, k) => {
      expect(value).toBeCloseTo(direct.values[k] as number, 2);
    });
    duals.forEach((dual, k) => {
      expect(dual).toBeCloseTo(direct.duals[k] as number, 2);
    });
  }
});
