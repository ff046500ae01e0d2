import { beforeAll, describe, expect, test } from 'vitest';
import { loadSolver, type Solver } from '../../../src/linear-program/solver.ts';
import { costCurve, freeOfCost } from '../../../src/simulate/mechanisms/potential/cost-curve.ts';
import type { DispatchProblem } from '../../../src/simulate/mechanisms/potential/dispatch-problem.ts';
import { optimalDispatch } from '../../../src/simulate/mechanisms/potential/optimal-dispatch.ts';
import { noSharedData } from '../../support/shared-data.ts';
import { type CaseFile, caseFile, dcNetwork } from './case-files.ts';

let solver: Solver;
beforeAll(async () => {
  solver = await loadSolver();
});

/** Published with the public data: dollars per hour by number of buses. */
const published = [
  [14, 2051.526309],
  [30, 7472.8147],
  [57, 34772.9479],
  [118, 93100.729926],
  [300, 517851.0752],
] as const;

const curve = (model: string, values: number[]) => {
  const read = costCurve(model, values);
  if (typeof read === 'string') throw new Error(read);
  return read;
};

/** As the figures are made: b = x/(r² + x²), taps and shifts ignored. */
function problemOf(file: CaseFile): DispatchProblem {
  const { network, capacity } = dcNetwork(file);
  const lines = file.branch.filter((row) => row[10] !== 0);
  const place = new Map(file.bus.map(([number], index) => [number as number, index]));
  const radians = (at: number) =>
    Float64Array.from(lines, (row) => ((row[at] as number) * Math.PI) / 180);
  return {
    network: {
      ...network,
      shift: new Float64Array(lines.length),
      susceptance: Float64Array.from(lines, ([, , r, x]) => {
        const [resistance, reactance] = [r as number, x as number];
        return (file.base * reactance) / (resistance ** 2 + reactance ** 2);
      }),
    },
    out: new Uint8Array(lines.length),
    capacity,
    leastAngle: radians(11),
    mostAngle: radians(12),
    generators: file.gen.map((row, g) => ({
      node: place.get(row[0] as number) as number,
      minimum: row[9] as number,
      maximum: row[8] as number,
      cost: curve('polynomial', file.gencost[g]?.slice(4) ?? []),
    })),
    loads: file.bus.map((row, node) => ({ node, demand: row[2] as number })),
    fixed: Float64Array.from(file.bus, (row) => row[4] as number),
    shedPrice: 10_000,
  };
}

describe.skipIf(caseFile(14) === undefined)(`public cases (else: ${noSharedData})`, () => {
  test.each(published)('case %i costs what is published, %f an hour', (buses, dollars) => {
    const { cost, conflict, served } = optimalDispatch(
      solver,
      problemOf(caseFile(buses) as CaseFile),
    );
    expect(Math.abs(cost / dollars - 1)).toBeLessThan(1e-6);
    expect(conflict).toBeUndefined();
    const demand = caseFile(buses)?.bus.reduce((sum, row) => sum + (row[2] as number), 0);
    expect(served.reduce((sum, load) => sum + load, 0)).toBeCloseTo(demand as number, 6);
  });

  test('prices are what one more megawatt costs', () => {
    const problem = problemOf(caseFile(30) as CaseFile);
    const { cost, prices } = optimalDispatch(solver, problem);
    for (const node of [2, 6, 20]) {
      const loads = problem.loads.map((load) =>
        load.node === node ? { node, demand: load.demand + 1e-3 } : load,
      );
      const more = optimalDispatch(solver, { ...problem, loads });
      expect((more.cost - cost) / 1e-3).toBeCloseTo(prices[node] as number, 3);
    }
  });

  test('three times the load leaves some unserved, at the least, and names the limits', () => {
    const problem = problemOf(caseFile(30) as CaseFile);
    const loads = problem.loads.map(({ node, demand }) => ({ node, demand: 3 * demand }));
    const { served, conflict, generation, flows } = optimalDispatch(solver, { ...problem, loads });
    const left = loads.map(({ demand }, load) => demand - (served[load] as number));
    expect(Math.min(...left)).toBeGreaterThan(-1e-6);
    expect(left.reduce((sum, each) => sum + each, 0)).toBeGreaterThan(1);
    expect((conflict?.lines.length ?? 0) + (conflict?.generators.length ?? 0)).toBeGreaterThan(0);
    for (const [g, { maximum }] of problem.generators.entries())
      expect(generation[g]).toBeLessThan(maximum + 1e-6);
    for (const [line, flow] of flows.entries())
      expect(Math.abs(flow)).toBeLessThan((problem.capacity[line] as number) + 1e-6);
  });
});

/** A cheap and a dear generator at the ends of a line, the load at the dear one's end. */
function twoNodes(change: Partial<DispatchProblem> = {}): DispatchProblem {
  return {
    network: {
      nodeCount: 2,
      from: Int32Array.of(0),
      to: Int32Array.of(1),
      susceptance: Float64Array.of(1000),
      shift: Float64Array.of(0),
      reference: Uint8Array.of(1, 0),
      source: Float64Array.of(200, 200),
    },
    out: Uint8Array.of(0),
    capacity: Float64Array.of(60),
    leastAngle: Float64Array.of(-1),
    mostAngle: Float64Array.of(1),
    generators: [
      { node: 0, minimum: 0, maximum: 200, cost: curve('polynomial', [10, 0]) },
      { node: 1, minimum: 0, maximum: 200, cost: curve('polynomial', [30, 0]) },
    ],
    loads: [{ node: 1, demand: 100 }],
    fixed: new Float64Array(2),
    shedPrice: 10_000,
    ...change,
  };
}

describe('two nodes and a line', () => {
  test('a full line parts the prices by its own value', () => {
    const { generation, prices, binding, cost, flows } = optimalDispatch(solver, twoNodes());
    expect([...generation]).toEqual([60, 40].map((power) => expect.closeTo(power, 9)));
    expect([...prices]).toEqual([10, 30].map((price) => expect.closeTo(price, 9)));
    expect(binding).toEqual([{ line: 0, limit: 'capacity', value: expect.closeTo(20, 9) }]);
    expect(cost).toBeCloseTo(60 * 10 + 40 * 30, 9);
    expect(flows[0]).toBeCloseTo(60, 9);
  });

  test('an angle limit binds instead of the capacity where it is tighter', () => {
    const { flows, binding } = optimalDispatch(
      solver,
      twoNodes({ mostAngle: Float64Array.of(0.05) }),
    );
    expect(flows[0]).toBeCloseTo(50, 9);
    expect(binding).toMatchObject([{ line: 0, limit: 'angle' }]);
  });

  test('quadratic costs meet where their slopes do', () => {
    const [a, b] = [curve('polynomial', [0.1, 10, 5]), curve('polynomial', [0.2, 4, 7])];
    const { generation, prices, cost } = optimalDispatch(
      solver,
      twoNodes({
        capacity: Float64Array.of(Infinity),
        generators: [
          { node: 0, minimum: 0, maximum: 200, cost: a },
          { node: 1, minimum: 0, maximum: 200, cost: b },
        ],
      }),
    );
    // 10 + 0.2 p = 4 + 0.4 (100 − p), so p = 170/3.
    expect(generation[0]).toBeCloseTo(170 / 3, 7);
    expect(prices[0]).toBeCloseTo(10 + (0.2 * 170) / 3, 6);
    const [p, q] = [170 / 3, 130 / 3];
    expect(cost).toBeCloseTo(5 + 10 * p + 0.1 * p * p + 7 + 4 * q + 0.2 * q * q, 6);
  });

  test('points are followed line by line', () => {
    const points = curve('piecewiseLinear', [0, 0, 50, 500, 100, 1500, 200, 5500]);
    const { generation, prices, cost } = optimalDispatch(
      solver,
      twoNodes({
        capacity: Float64Array.of(Infinity),
        generators: [
          { node: 0, minimum: 20, maximum: 150, cost: points },
          { node: 1, minimum: 0, maximum: 200, cost: curve('polynomial', [30, 0]) },
        ],
      }),
    );
    expect([...generation]).toEqual([100, 0].map((power) => expect.closeTo(power, 7)));
    expect(cost).toBeCloseTo(1500, 7);
    expect(prices[1]).toBeGreaterThanOrEqual(20);
    expect(prices[1]).toBeLessThanOrEqual(30);
  });

  test('what cannot be served is told with the limits that forbid it', () => {
    const one = twoNodes().generators.slice(0, 1);
    const { served, conflict, cost } = optimalDispatch(solver, twoNodes({ generators: one }));
    expect(served[0]).toBeCloseTo(60, 9);
    expect(conflict).toEqual({
      lines: [{ line: 0, limit: 'capacity' }],
      generators: [],
      nodes: [1],
    });
    expect(cost).toBeCloseTo(600, 9);
  });

  test('a minimum that nobody takes is spilled', () => {
    const { served, generation, conflict } = optimalDispatch(
      solver,
      twoNodes({
        generators: [{ node: 0, minimum: 80, maximum: 200, cost: freeOfCost }],
        loads: [{ node: 1, demand: 30 }],
      }),
    );
    expect(served[0]).toBeCloseTo(30, 9);
    expect(generation[0]).toBeCloseTo(30, 9);
    expect(conflict?.generators).toEqual([0]);
  });

  test('the dark side of a lost line is not served and asks nothing of the rest', () => {
    const base = twoNodes({ out: Uint8Array.of(1), generators: twoNodes().generators.slice(0, 1) });
    const network = { ...base.network, source: Float64Array.of(200, 0) };
    const { served, generation, conflict } = optimalDispatch(solver, { ...base, network });
    expect([served[0], generation[0], conflict]).toEqual([0, 0, undefined]);
  });
});

describe('cost curves', () => {
  test.each([
    ['polynomial', [1, 0, 0, 0], 'its degree is above two'],
    ['polynomial', [-1, 0, 0], 'its slope falls'],
    ['piecewiseLinear', [0, 0, 10, 100, 20, 150], 'its slope falls'],
    ['piecewiseLinear', [0, 0, 0, 10], 'its points do not rise in power'],
    ['piecewiseLinear', [0, 0], 'it has no two points'],
    ['polynomial', ['a'], 'its values are no list of numbers'],
  ])('%s %j is refused: %s', (model, values, reason) => {
    expect(costCurve(model, values)).toBe(reason);
  });
});
