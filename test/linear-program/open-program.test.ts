import { beforeAll, describe, expect, test, vi } from 'vitest';
import { standing, type Vertex } from '../../src/linear-program/open-program.ts';
import type { Effort } from '../../src/linear-program/solution.ts';
import { loadSolver, type Solver } from '../../src/linear-program/solver.ts';
import { uniform } from '../../src/model/random.ts';
import { infinity, program } from './programs.ts';

let solver: Solver;
beforeAll(async () => {
  solver = await loadSolver();
});

/** Two plants supply three towns: supplies of 30 and 40, demands of 20, 25 and 15. */
function transport(costs: readonly number[], demands: readonly number[]) {
  const by = (test: (route: number) => boolean) => costs.map((_, route) => +test(route));
  return program({
    costs,
    rows: [
      { of: by((route) => route < 3), in: [-infinity, 30] },
      { of: by((route) => route >= 3), in: [-infinity, 40] },
      ...demands.map((demand, town) => ({
        of: by((route) => route % 3 === town),
        in: [demand, infinity] as const,
      })),
    ],
  });
}

describe('an open program', () => {
  test('solved again after each of 500 changes has the objective of a new one', () => {
    const costs = [8, 6, 10, 9, 12, 13];
    const demands = [20, 25, 15];
    const open = solver.open(transport(costs, demands));
    for (let step = 0; step < 500; step++) {
      const draw = (stream: number) => uniform(5, step, stream, 0);
      const route = Math.floor(draw(1) * 6);
      const town = Math.floor(draw(2) * 3);
      costs[route] = 1 + Math.floor(draw(3) * 20);
      demands[town] = Math.floor(draw(4) * 32);
      open.setCost(route, costs[route] as number);
      open.setRowBounds(2 + town, demands[town] as number, infinity);
      const warm = open.solve();
      const cold = solver.solve(transport(costs, demands));
      expect(warm.status).toBe(cold.status);
      if (warm.status === 'optimal' && cold.status === 'optimal')
        expect(warm.objective).toBeCloseTo(cold.objective, 7);
    }
    open.close();
  });

  test('needs no pivot from the vertex of the optimum, and comes there from any other', () => {
    const routes = transport([8, 6, 10, 9, 12, 13], [20, 25, 15]);
    const { atLower, between, atUpper } = standing;
    const solved = (effort: Effort, vertex?: Vertex) => {
      const open = solver.open(routes, effort);
      if (vertex !== undefined) open.startFrom(vertex);
      const solution = open.solve();
      open.close();
      return solution.status === 'optimal' ? solution.objective : solution.status;
    };
    // The first plant gives all it has; the second has some left.
    const optimum = {
      columns: Int32Array.of(atLower, between, between, between, atLower, between),
      rows: Int32Array.of(atUpper, between, atLower, atLower, atLower),
    };
    expect(solved({ iterations: 0 }, optimum)).toBe(510);
    expect(solved({ iterations: 0 })).toBe('limit');
    for (const status of [atLower, between, atUpper]) {
      const columns = new Int32Array(6).fill(status);
      expect(solved({}, { columns, rows: new Int32Array(5).fill(status) })).toBe(510);
    }
  });

  test('comes back from being infeasible', () => {
    const open = solver.open(transport([8, 6, 10, 9, 12, 13], [20, 25, 15]));
    const before = open.solve();
    open.setColumnBounds(1, 100, 200);
    expect(open.solve()).toEqual({ status: 'infeasible', rows: [0], columns: [0, 1, 2] });
    open.setColumnBounds(1, 0, infinity);
    expect(open.solve()).toEqual(before);
    open.close();
  });

  test('may be closed twice and is of no use afterwards', () => {
    const open = solver.open(transport([1, 1, 1, 1, 1, 1], [1, 1, 1]));
    open.close();
    open.close();
    expect(() => open.solve()).toThrow(/disposal/);
  });

  test('thousands of programs leave no memory behind and print nothing', () => {
    const spies = [
      vi.spyOn(process.stdout, 'write'),
      vi.spyOn(process.stderr, 'write'),
      vi.spyOn(console, 'log'),
    ];
    const small = transport([8, 6, 10, 9, 12, 13], [20, 25, 15]);
    for (let i = 0; i < 2000; i++) expect(solver.solve(small).status).toBe('optimal');
    for (const spy of spies) {
      expect(spy).not.toHaveBeenCalled();
      spy.mockRestore();
    }
  });

  test('gives the same bytes again for the same program', () => {
    const solve = () =>
      JSON.stringify(solver.solve(transport([8, 6, 10, 9, 12, 13], [20, 25, 15])));
    expect(solve()).toBe(solve());
  });
});
