/** Each benchmark of the simulator runs at a small size, without Python, and checks its own answers. */
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Measured } from '../../src/bench/benchmark.ts';
import { cityBench } from '../../src/bench/city.ts';
import { eventsBench } from '../../src/bench/events.ts';
import { forkBench } from '../../src/bench/fork.ts';
import { layoutBench } from '../../src/bench/layout.ts';
import { lineOutagesBench } from '../../src/bench/n-1.ts';
import { sweepSupplyBench } from '../../src/bench/sweep-supply.ts';
import { timeToSurviveBench } from '../../src/bench/time-to-survive.ts';
import { packageRoot } from '../../src/package-root.ts';

const python = false;
const seedOfCity = join(packageRoot(), 'seeds', 'city', 'graph.ndjson');

/** What each of them prints, all of it finite. */
function expectFigures(bench: Measured, name: string): void {
  expect(bench.name).toBe(name);
  expect(bench.result).toBeGreaterThan(0);
  expect(bench.peer).toBeGreaterThan(0);
  expect(bench.ratio).toBeCloseTo(bench.result / bench.peer, 8);
  const numbers = Object.entries(bench.details).filter(([, value]) => typeof value === 'number');
  expect(numbers.filter(([, value]) => !Number.isFinite(value))).toEqual([]);
  expect(bench.details).toMatchObject({ peer: expect.any(String), limit: expect.any(String) });
}

describe('a small run prints finite figures', () => {
  test('of forks, which take a thousandth of a copy of the graph', async () => {
    // As many as make megabytes, beside which what else the heap loses meanwhile is small.
    const bench = await forkBench({ rounds: 1, scenarios: 40_000, twins: 600, copies: 1 });
    expectFigures(bench, 'fork');
    expect(bench.details.bytesPerScenario).toBeGreaterThan(
      bench.details.ofThoseBytesEdits as number,
    );
  });

  test('of a sweep over a supply chain', async () => {
    const bench = await sweepSupplyBench({ rounds: 1, whatIfs: 600, replays: 3, python });
    expectFigures(bench, 'sweep-supply');
    expect(bench.details.whatIfs).toBe(600);
  });

  test('of line outages, each the same as when it is solved again, islands named', async () => {
    const bench = await lineOutagesBench({ rounds: 1, seconds: 0.02, python });
    expectFigures(bench, 'n-1');
    expect(bench.details).toMatchObject({ buses: 118, lines: 186 });
    expect(bench.details.largestDifferenceFromSolvingAgain).toBeLessThan(1e-9);
    expect(String(bench.details.islands).split('; ')).toHaveLength(
      bench.details.islanding as number,
    );
  });

  test('of the time to survive, the same as by the whole program', async () => {
    const bench = await timeToSurviveBench({ rounds: 2, tiers: [2, 6, 10, 5], peerSeconds: 0.05 });
    expectFigures(bench, 'time-to-survive');
    expect(bench.details.sites).toBe(23);
  });

  test('of layouts and their analytic answers', async () => {
    const size = { stations: 6, jobs: 12, replications: 3 };
    const bench = await layoutBench({ ...size, changes: 2, python });
    expectFigures(bench, 'layout');
    expect(bench.details).toMatchObject(size);
  });

  test('of events, customers staying as long as the formula says', async () => {
    const bench = await eventsBench({ rounds: 1, customers: 60_000, python });
    expectFigures(bench, 'events');
    expect(bench.details.meanByFormula).toBe(5);
  });

  test('of a coupled city', async () => {
    const sizes = { rounds: 1, scenarios: 4, peerScenarios: 1, path: seedOfCity };
    const bench = await cityBench(sizes);
    expectFigures(bench, 'city');
    expect(bench.details.waterAlonePerSecond).toBeGreaterThan(0);
  });
});
