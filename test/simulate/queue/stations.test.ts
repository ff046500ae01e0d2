/** The event engine against closed forms of single stations and small lines. */
import { describe, expect, test } from 'vitest';
import type { QueueModel } from '../../../src/simulate/mechanisms/queue/queue-model.ts';
import type { QueueStatistics } from '../../../src/simulate/mechanisms/queue/queue-statistics.ts';
import { intervalOf, replicate } from '../../../src/simulate/mechanisms/queue/replicate.ts';
import {
  arrivals,
  chain,
  constant,
  exponential,
  inexhaustible,
  modelOf,
  runTo,
  source,
  station,
  times,
} from './models.ts';

type Figure = readonly [figure: (run: QueueStatistics) => number, expected: number];

/**
 * Ten replications: the known figure lies within the 99.9 % interval of each mean (2.1 times the
 * 95 % one: 4.78 ÷ 2.26 by Student's t), and that is narrow enough to mean something.
 */
function expectFigures(
  model: QueueModel,
  figures: readonly Figure[],
  { horizon = 40_000, seed = 7 } = {},
): void {
  const runs = replicate(model, { seed, horizon, warmUp: horizon / 20, replications: 10 });
  for (const [figure, expected] of figures) {
    const { mean, halfWidth } = intervalOf(runs, figure);
    expect(Math.abs(mean - expected)).toBeLessThan(2.1 * halfWidth + 1e-12);
    expect(halfWidth).toBeLessThan(0.04 * expected);
  }
}

const queueAt = (s: number) => (run: QueueStatistics) => run.stations[s]?.queue ?? Number.NaN;
const first = (run: QueueStatistics) => run.stations[0];

describe('a single station', () => {
  test('M/M/1 at λ = 0.8 keeps a job for 5 times its service', () => {
    const model = modelOf([station('a')], [source(arrivals(exponential(1.25)))]);
    const figures: Figure[] = [
      [(run) => run.flowTime, 5],
      [queueAt(0), 3.2],
    ];
    expectFigures(model, figures, { horizon: 100_000 });
  });

  test('M/M/3 at λ = 2 has 8/9 of a job waiting', () => {
    const model = modelOf([station('a', { servers: 3 })], [source(arrivals(exponential(0.5)))]);
    expectFigures(model, [
      [queueAt(0), 8 / 9],
      [(run) => first(run)?.working ?? 0, 2 / 3],
    ]);
  });

  test.each([
    ['deterministic', 0],
    ['gamma', 0.5],
    ['gamma', 1.5],
    ['lognormal', 0.8],
    ['uniform', 0.5],
    ['triangular', 0.4],
  ] as const)(
    'M/G/1 with %s times of variation %d waits as Pollaczek and Khinchine say',
    (kind, v) => {
      const rate = 0.7;
      const time = times(kind, 1, v);
      const model = modelOf([station('a', { time })], [source(arrivals(exponential(1 / rate)))]);
      const queue = (rate ** 2 * (1 + v ** 2)) / (2 * (1 - rate));
      expectFigures(model, [[queueAt(0), queue]], { horizon: 60_000 });
    },
  );

  test('M/M/1/K loses the jobs that find it full', () => {
    const rate = 0.9;
    const buffer = 3;
    const model = modelOf([station('a', { buffer })], [source(arrivals(exponential(1 / rate)))]);
    const places = buffer + 1;
    const full = ((1 - rate) * rate ** places) / (1 - rate ** (places + 1));
    expectFigures(model, [
      [(run) => run.lost / (run.lost + run.entered), full],
      [(run) => run.throughput, rate * (1 - full)],
    ]);
  });

  test('a machine that fails while it works is down for 1 - A of its time', () => {
    const failures = {
      clock: 'working',
      between: exponential(20),
      repair: times('gamma', 5, 0.5),
    } as const;
    const model = modelOf(
      [station('a', { time: constant(1), buffer: 0, failures })],
      [source(inexhaustible)],
    );
    expectFigures(model, [
      [(run) => run.throughput, 0.8],
      [(run) => first(run)?.down ?? 0, 0.2],
    ]);
  });

  test('a machine that fails by the calendar is down for 1 - A of its time however idle it is', () => {
    const failures = {
      clock: 'always',
      between: exponential(30),
      repair: exponential(10),
    } as const;
    const model = modelOf([station('a', { failures })], [source(arrivals(exponential(10)))]);
    expectFigures(model, [[(run) => first(run)?.down ?? 0, 0.25]]);
  });
});

describe('a line', () => {
  /** Birth and death on the jobs that the first machine has finished and the second has not. */
  const twoMachines = (rates: readonly [number, number], states: number) => {
    const ratio = rates[0] / rates[1];
    const none = (1 - ratio) / (1 - ratio ** states);
    return rates[1] * (1 - none);
  };

  test.each([
    ['afterService', 0, 3],
    ['afterService', 2, 5],
    ['beforeService', 0, 2],
    ['beforeService', 2, 4],
  ] as const)(
    'of two machines with blocking %s and %d places between gives the closed form',
    (blocking, buffer, states) => {
      const model = modelOf(
        chain([
          station('a', { time: exponential(1 / 1.2), buffer: 0, blocking }),
          station('b', { buffer }),
        ]),
        [source(inexhaustible)],
      );
      expectFigures(model, [[(run) => run.throughput, twoMachines([1.2, 1], states)]]);
    },
  );

  test('of four stations of two hours with 1, 4 and 8 jobs gives 0.125, 0.285714 and 0.363636', () => {
    for (const [jobs, throughput] of [
      [1, 0.125],
      [4, 0.285714],
      [8, 0.363636],
    ] as const) {
      const stations = chain(
        ['a', 'b', 'c', 'd'].map((twin) => station(twin, { time: exponential(2) })),
      );
      const model = modelOf(stations, [source({ kind: 'closed', jobs })]);
      expectFigures(model, [[(run) => run.throughput, throughput]], { horizon: 40_000 });
    }
  });

  test('closed over S = (1, 2, 0.5) with 6 jobs gives 0.494117647', () => {
    const stations = chain([1, 2, 0.5].map((s, i) => station(`s${i}`, { time: exponential(s) })));
    const model = modelOf(stations, [source({ kind: 'closed', jobs: 6 })]);
    expectFigures(model, [[(run) => run.throughput, 0.494117647]]);
  });

  test('of constant times without buffers moves at the pace of its slowest machine', () => {
    const stations = chain(
      [3, 5, 4].map((time, i) => station(`s${i}`, { time: constant(time), buffer: 0 })),
    );
    const { statistics } = runTo(modelOf(stations, [source(inexhaustible)]), 3 + 5 + 4 + 5 * 99);
    expect(statistics.left).toBe(100);
    // The first job passes in 12; then one leaves every 5, and the first machine holds 2 of each 5.
    expect(statistics.stations[0]?.blocked).toBeCloseTo((2 * 100 + 2) / 507, 2);
    expect(statistics.stations[2]?.working).toBeCloseTo(400 / 507, 12);
  });
});
