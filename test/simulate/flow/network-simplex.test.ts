import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { loadSolver, type Solver } from '../../../src/linear-program/solver.ts';
import {
  type FlowNetwork,
  networkOfArcs,
} from '../../../src/simulate/mechanisms/flow/flow-network.ts';
import type { FlowSolution } from '../../../src/simulate/mechanisms/flow/flow-solution.ts';
import { minimumCuts } from '../../../src/simulate/mechanisms/flow/minimum-cut.ts';
import { NetworkSimplex } from '../../../src/simulate/mechanisms/flow/network-simplex.ts';
import { checkOptimal, maximum, served, sum } from './check-flow.ts';
import { byLinearProgram, byShortestPaths } from './other-solvers.ts';
import { randomNetwork, shuffled } from './random-networks.ts';

let solver: Solver;
beforeAll(async () => {
  solver = await loadSolver();
});

const keepsBounds = ({ imbalance }: FlowSolution) => imbalance.every((left) => left === 0);
const solve = (network: FlowNetwork) => new NetworkSimplex(network).solve();
const seeds = Array.from({ length: 1000 }, (_, seed) => seed);

describe('minimum-cost flow', () => {
  it('equals HiGHS and successive shortest paths on 1,000 random networks, exactly', () => {
    let short = 0;
    for (const seed of seeds) {
      const network = randomNetwork(seed);
      const solution = solve(network);
      const answer = { served: served(network, solution), cost: solution.cost };
      expect(answer, `seed ${seed}`).toEqual(byShortestPaths(network));
      const other = byLinearProgram(solver, network);
      expect(answer.served, `seed ${seed}`).toBeCloseTo(other?.served as number, 6);
      expect(answer.cost, `seed ${seed}`).toBeCloseTo(other?.cost as number, 6);
      if (sum(solution.unmet) > 0) short++;
    }
    expect(short).toBeGreaterThan(300);
  });

  it('equals HiGHS with lower bounds and gains, and sees which bounds cannot be kept', () => {
    let infeasible = 0;
    for (const seed of seeds.slice(0, 500)) {
      const network = randomNetwork(seed, { lower: true, negative: true });
      const solution = solve(network);
      const other = byLinearProgram(solver, network);
      expect(keepsBounds(solution), `seed ${seed}`).toBe(other !== undefined);
      if (other === undefined) infeasible++;
      else {
        expect(served(network, solution), `seed ${seed}`).toBeCloseTo(other.served, 6);
        expect(solution.cost, `seed ${seed}`).toBeCloseTo(other.cost, 6);
      }
    }
    expect(infeasible).toBeGreaterThan(50);
    expect(infeasible).toBeLessThan(450);
  });

  it('keeps within rounding of HiGHS on fractions', () => {
    for (const seed of seeds.slice(0, 200)) {
      const network = randomNetwork(seed, { real: true });
      const solution = solve(network);
      const other = byLinearProgram(solver, network);
      expect(served(network, solution), `seed ${seed}`).toBeCloseTo(other?.served as number, 6);
      expect(solution.cost, `seed ${seed}`).toBeCloseTo(other?.cost as number, 5);
    }
  });

  it('explains unmet demand by cuts that let through no more than Dinic finds', () => {
    for (const seed of seeds) {
      const network = randomNetwork(seed);
      const solution = solve(network);
      const cuts = minimumCuts(network, solution);
      expect(sum(cuts.map((cut) => cut.unmet)), `seed ${seed}`).toBe(sum(solution.unmet));
      for (const cut of cuts) expect(cut.asked - cut.capacity, `seed ${seed}`).toBe(cut.unmet);
      expect(served(network, solution), `seed ${seed}`).toBe(maximum(network));
    }
  });

  it.each(['whole', 'real', 'bounded'] as const)(
    'conserves, keeps its bounds and satisfies complementary slackness on %s networks',
    (kind) => {
      for (const seed of seeds.slice(0, 400)) {
        const network = randomNetwork(seed, {
          real: kind === 'real',
          lower: kind === 'bounded',
          negative: kind === 'bounded',
        });
        checkOptimal(network, solve(network), kind === 'real' ? 1e-9 : 0);
      }
    },
  );

  it('comes to the same cost and service in any order of nodes and arcs', () => {
    for (const seed of seeds.slice(0, 300)) {
      const network = randomNetwork(seed, { lower: true });
      const other = shuffled(network, seed);
      const [a, b] = [solve(network), solve(other)];
      expect(keepsBounds(a)).toBe(keepsBounds(b));
      if (keepsBounds(a)) expect([a.cost, served(network, a)]).toEqual([b.cost, served(other, b)]);
      expect([...solve(network).flow]).toEqual([...a.flow]);
    }
  });

  it('never costs more or serves less with more capacity', () => {
    fc.assert(
      fc.property(fc.nat(1e6), fc.nat(), fc.integer({ min: 1, max: 9 }), (seed, which, more) => {
        const network = randomNetwork(seed);
        if (network.from.length === 0) return;
        const arc = which % network.from.length;
        const simplex = new NetworkSimplex(network);
        const before = simplex.solve();
        simplex.setBounds(arc, 0, (network.capacity[arc] as number) + more);
        const after = simplex.solve();
        const [less, now] = [served(network, before), served(network, after)];
        expect(now).toBeGreaterThanOrEqual(less);
        if (now === less) expect(after.cost).toBeLessThanOrEqual(before.cost);
      }),
      { seed: 6, numRuns: 500 },
    );
  });

  it('finds from any last tree what it finds from none, over random edits', () => {
    let kept = 0;
    for (const seed of seeds.slice(0, 200)) {
      const base = randomNetwork(seed, { lower: true });
      const simplex = new NetworkSimplex(base);
      let network = base;
      for (let edit = 0; edit < 8; edit++) {
        network = changed(network, simplex, randomNetwork(seed * 8 + edit + 1));
        const warm = simplex.solve();
        const cold = solve(network);
        expect(keepsBounds(warm), `seed ${seed} edit ${edit}`).toBe(keepsBounds(cold));
        if (!keepsBounds(cold)) continue;
        kept++;
        expect(warm.cost, `seed ${seed} edit ${edit}`).toBe(cold.cost);
        expect(served(network, warm)).toBe(served(network, cold));
        checkOptimal(network, warm, 0);
      }
    }
    expect(kept).toBeGreaterThan(800);
  });

  it('needs no pivot to solve again, and returns to the same flow from a kept tree', () => {
    const network = randomNetwork(40);
    const simplex = new NetworkSimplex(network);
    const first = simplex.solve();
    const tree = simplex.tree();
    expect(simplex.solve().pivots).toBe(0);
    simplex.setBounds(0, 0, 0);
    simplex.solve();
    simplex.setBounds(0, 0, network.capacity[0] as number);
    simplex.startFrom(tree);
    expect({ ...simplex.solve(), pivots: 0 }).toEqual({ ...first, pivots: 0 });
  });
});

describe('a network that cannot be meant', () => {
  it.each([
    [
      { capacity: -1 },
      'BAD_USER_INPUT arc 0: the bounds are 0 and -1; expected numbers with 0 ≤ lower ≤ capacity',
    ],
    [
      { capacity: Number.NaN },
      'BAD_USER_INPUT arc 0: the bounds are 0 and NaN; expected numbers with 0 ≤ lower ≤ capacity',
    ],
    [
      { lower: 3, capacity: 2 },
      'BAD_USER_INPUT arc 0: the bounds are 3 and 2; expected numbers with 0 ≤ lower ≤ capacity',
    ],
    [
      { cost: Number.NaN },
      'BAD_USER_INPUT arc 0: the cost is NaN; expected a number between -1e200 and 1e200',
    ],
    [{ to: 7 }, 'BAD_USER_INPUT arc 0: an end is no node; expected nodes from 0 to 2'],
  ])('is refused: %j', (wrong, message) => {
    const network = networkOfArcs([1, -1], [{ from: 0, to: 1, ...wrong }]);
    expect(() => new NetworkSimplex(network)).toThrow(message);
  });

  it('is refused where a circle without limit gains', () => {
    const circle = [
      { from: 0, to: 1, cost: -2 },
      { from: 1, to: 0, cost: 1 },
    ];
    expect(() => solve(networkOfArcs([1, -1], circle))).toThrow(
      'goods could go round for ever and cost less each time',
    );
  });

  it('is fine with loops, parallel arcs, no arcs, no nodes and unlimited supply', () => {
    const arcs = [
      { from: 0, to: 0, cost: -5, lower: 1, capacity: 2 },
      { from: 0, to: 1, cost: 2, capacity: 3 },
      { from: 0, to: 1, cost: 1, capacity: 3 },
    ];
    const solution = solve(networkOfArcs([Number.POSITIVE_INFINITY, -8], arcs));
    expect([...solution.flow]).toEqual([0, 3, 3]);
    expect([...solution.unmet]).toEqual([0, 2]);
    expect(solution.cost).toBe(9);
    expect(solve(networkOfArcs([], [])).cost).toBe(0);
    expect([...solve(networkOfArcs([5, -5], [])).unmet]).toEqual([0, 5]);
  });
});

/** Gives a solver and its network some of the numbers of another one. */
function changed(network: FlowNetwork, simplex: NetworkSimplex, other: FlowNetwork): FlowNetwork {
  const next = {
    ...network,
    lower: network.lower.slice(),
    capacity: network.capacity.slice(),
    cost: network.cost.slice(),
    supply: network.supply.slice(),
  };
  for (let arc = 0; arc < Math.min(3, network.from.length, other.from.length); arc++) {
    next.capacity[arc] = other.capacity[arc] as number;
    next.lower[arc] = 0;
    next.cost[arc] = other.cost[arc] as number;
    simplex.setBounds(arc, 0, next.capacity[arc] as number);
    simplex.setCost(arc, next.cost[arc] as number);
  }
  const node = other.from.length % network.nodeCount;
  next.supply[node] = other.supply[0] as number;
  simplex.setSupply(node, next.supply[node] as number);
  return next;
}
