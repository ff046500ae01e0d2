/** Laws that hold on every sample path, checked on random networks. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { kinds } from '../../../src/simulate/mechanisms/queue/distribution.ts';
import type { QueueModel } from '../../../src/simulate/mechanisms/queue/queue-model.ts';
import { QueueSimulation } from '../../../src/simulate/mechanisms/queue/queue-simulation.ts';
import { statisticsOf } from '../../../src/simulate/mechanisms/queue/queue-statistics.ts';
import { arrivals, chain, exponential, modelOf, runTo, source, station, times } from './models.ts';

const time = fc
  .record({ kind: fc.constantFrom(...kinds), mean: fc.double({ min: 0.1, max: 2, noNaN: true }) })
  .map(({ kind, mean }) => times(kind, mean, 0.4));

const failures = fc.option(
  fc.record({
    clock: fc.constantFrom('working' as const, 'always' as const),
    between: fc.constant(exponential(20)),
    repair: fc.constant(exponential(2)),
  }),
  { nil: undefined },
);

const anyStation = fc.record({
  servers: fc.integer({ min: 1, max: 3 }),
  buffer: fc.constantFrom(0, 1, 4, Number.POSITIVE_INFINITY),
  time,
  setup: fc.constantFrom(undefined, { kind: 'deterministic' as const, mean: 0.2 }),
  failures,
  blocking: fc.constantFrom('afterService' as const, 'beforeService' as const),
  discipline: fc.constantFrom('firstCome' as const, 'shortestTime' as const, 'priority' as const),
  routing: fc.constantFrom('share' as const, 'shortestQueue' as const),
  calendar: fc.constantFrom(undefined, 0),
});

/** Stations that pass jobs to any others, back ones too; a third of the jobs leaves at each. */
const networks = fc
  .record({
    stations: fc.array(anyStation, { minLength: 1, maxLength: 5 }),
    mean: fc.double({ min: 0.3, max: 4, noNaN: true }),
    closed: fc.option(fc.integer({ min: 1, max: 8 }), { nil: undefined }),
    whenFull: fc.constantFrom('lost' as const, 'waits' as const),
    travel: fc.constantFrom(undefined, 0),
    ways: fc.array(fc.integer({ min: 0, max: 4 }), { minLength: 10, maxLength: 10 }),
  })
  .map(({ stations, mean, closed, whenFull, travel, ways }): QueueModel => {
    const all = stations.map((each, s) => ({
      twin: `s${s}`,
      ...each,
      routes: [0, 1].map((r) => ({
        station: (ways[s * 2 + r] as number) % stations.length,
        share: each.routing === 'share' ? 1 / 3 : 0,
        travelTime: travel === undefined ? 0 : 0.1,
        ...(travel === undefined ? {} : { transporters: travel }),
      })),
    })) as unknown as QueueModel['stations'];
    const mix = [0, 1].map((type) => ({ type, share: 0.5 }));
    const jobs =
      closed === undefined
        ? arrivals(exponential(mean), whenFull)
        : { kind: 'closed' as const, jobs: closed };
    return modelOf(all, [source(jobs, { mix })], {
      types: [
        { name: 'p', family: 0, priority: 1 },
        { name: 'q', family: 1 },
      ],
      calendars: [
        {
          twin: 'shift',
          period: 24,
          intervals: [
            [0, 8],
            [10, 20],
          ],
        },
      ],
      transporters: [{ twin: 'truck', units: 2 }],
    });
  });

const settings = { numRuns: 300, seed: 6 };

/** A network in which no job ever leaves is cut short. */
const limit = { maxEvents: 100_000 };

describe('on every sample path', () => {
  test('jobs in are jobs out and jobs there, and none is lost but at the door', () => {
    fc.assert(
      fc.property(networks, (model) => {
        const { simulation, statistics } = runTo(model, 200, limit);
        expect(statistics.entered).toBe(statistics.left + simulation.tally.inProcess);
        expect(simulation.tally.inProcess).toBeGreaterThanOrEqual(0);
      }),
      settings,
    );
  });

  test("Little's law holds exactly over jobs that have all left", () => {
    fc.assert(
      fc.property(fc.array(time, { minLength: 1, maxLength: 4 }), fc.integer(), (each, seed) => {
        const stations = chain(each.map((t, s) => station(`s${s}`, { time: t })));
        const jobs = { ...arrivals(exponential(1)), limit: 50 };
        const { statistics } = runTo(modelOf(stations, [source(jobs)]), 1e4, { seed });
        expect(statistics.left).toBe(50);
        const { throughput, flowTime, workInProgress } = statistics;
        expect(workInProgress / (throughput * flowTime)).toBeCloseTo(1, 10);
      }),
      settings,
    );
  });

  test('the shares of a machine sum to 1, and no place holds more than it can', () => {
    fc.assert(
      fc.property(networks, (model) => {
        const { statistics, simulation } = runTo(model, 200, limit);
        statistics.stations.forEach((each, s) => {
          const { working, setup, blocked, starved, down, offShift } = each;
          expect(working + setup + blocked + starved + down + offShift).toBeCloseTo(1, 10);
          const { buffer = Infinity, servers = 1 } = model.stations[s] ?? {};
          expect(simulation.waiting[s] as number).toBeLessThanOrEqual(buffer + servers);
        });
      }),
      settings,
    );
  });

  test('two runs with one seed are the same to the last bit, in one go or in many', () => {
    fc.assert(
      fc.property(networks, fc.integer(), (model, seed) => {
        const once = runTo(model, 150, { seed, ...limit });
        const often = new QueueSimulation(structuredClone(model), { seed, ...limit });
        for (let t = 1; t <= 150; t += 7.3) often.run(t);
        often.run(150, true);
        expect(statisticsOf(often)).toEqual(once.statistics);
        expect(often.events).toBe(once.simulation.events);
      }),
      settings,
    );
  });

  test('an edit of one line shifts no draw of another', () => {
    const line = (twin: string, mean: number, more = {}) =>
      station(twin, { time: exponential(mean), ...more });
    const sources = ['x', 'y'].map((twin, s) =>
      source(arrivals(exponential(1.2)), { twin, entries: [{ station: s, share: 1 }] }),
    );
    const failing = {
      failures: { clock: 'always', between: exponential(9), repair: exponential(1) },
    };
    const alone = runTo(modelOf([line('a', 1), line('b', 1)], sources), 5000).statistics;
    const beside = runTo(
      modelOf([line('a', 0.5, failing), line('b', 1)], sources),
      5000,
    ).statistics;
    expect(beside.stations[1]).toEqual(alone.stations[1]);
    expect(beside.stations[0]).not.toEqual(alone.stations[0]);
  });

  test('the order in which stations are listed changes no figure of lines that do not meet', () => {
    const stations = [station('a'), station('b', { time: exponential(0.5) })];
    const at = (s: number, twin: string) =>
      source(arrivals(exponential(1.5)), { twin, entries: [{ station: s, share: 1 }] });
    const one = runTo(modelOf(stations, [at(0, 'x'), at(1, 'y')]), 2000).statistics;
    const two = runTo(modelOf([...stations].reverse(), [at(0, 'y'), at(1, 'x')]), 2000).statistics;
    expect([...two.stations].reverse()).toEqual(one.stations);
    expect(two.left).toBe(one.left);
  });

  test('simultaneous jobs are taken in the order of stations, then of jobs', () => {
    const list = [0, 1, 2].map((type) => ({ type, release: 0 }));
    const types = [1, 0, 1].map((first, j) => ({
      name: `j${j}`,
      family: 0,
      steps: [
        { station: first, time: 2 },
        { station: 2, time: 1 },
      ],
    }));
    const stations = ['a', 'b', 'c'].map((twin) => station(twin));
    const jobs = source({ kind: 'list', list }, { entries: [], mix: [] });
    const deterministic = stations.map((each) => ({ ...each, time: times('deterministic', 1, 0) }));
    const { simulation } = runTo(modelOf(deterministic, [jobs], { types }), 100);
    // Jobs 1 (station a) and 0 (station b) reach c at 2 together: a comes first. Job 2 follows.
    expect([...(simulation.completed[0] ?? [])]).toEqual([4, 3, 5]);
  });
});
