/** Runs that go on with another model, as after a timed edit. */
import { describe, expect, test } from 'vitest';
import type { QueueModel } from '../../../src/simulate/mechanisms/queue/queue-model.ts';
import { QueueSimulation } from '../../../src/simulate/mechanisms/queue/queue-simulation.ts';
import { statisticsOf } from '../../../src/simulate/mechanisms/queue/queue-statistics.ts';
import {
  arrivals,
  chain,
  constant,
  exponential,
  modelOf,
  runTo,
  source,
  station,
} from './models.ts';

const failures = (clock: 'working' | 'always') => ({
  clock,
  between: exponential(20),
  repair: exponential(3),
});

const line: QueueModel = modelOf(
  [
    station('a', {
      time: exponential(0.6),
      failures: failures('working'),
      routes: [{ station: 1, share: 1, travelTime: 0.3, transporters: 0 }],
    }),
    station('b', {
      time: exponential(0.5),
      buffer: 3,
      blocking: 'beforeService',
      failures: failures('always'),
      setup: constant(0.05),
      routes: [
        { station: 0, share: 0.1 },
        { station: 2, share: 0.9 },
      ],
    }),
    station('c', { time: exponential(0.6), buffer: 2, calendar: 0 }),
  ],
  [
    source(arrivals(exponential(1.25)), {
      mix: [
        { type: 0, share: 0.5 },
        { type: 1, share: 0.5 },
      ],
    }),
  ],
  {
    types: [
      { name: 'p', family: 0 },
      { name: 'q', family: 1 },
    ],
    calendars: [{ twin: 'shift', period: 10, intervals: [[0, 9]] }],
    transporters: [{ twin: 'truck', units: 1 }],
  },
);

describe('a run that goes on with another model', () => {
  test('is the same run when the model is the same, however often it changes hands', () => {
    const { statistics } = runTo(line, 3000);
    let simulation = new QueueSimulation(line, { seed: 1 });
    for (let t = 7.7; t < 3000; t += 7.7) {
      simulation.run(t);
      simulation = simulation.continueAs(structuredClone(line));
    }
    simulation.run(3000, true);
    const other = statisticsOf(simulation);
    expect([other.left, other.entered]).toEqual([statistics.left, statistics.entered]);
    expect(other.flowTime).toBeCloseTo(statistics.flowTime, 8);
    other.stations.forEach((each, s) => {
      expect(each.working).toBeCloseTo(statistics.stations[s]?.working ?? 0, 8);
      expect(each.down).toBeCloseTo(statistics.stations[s]?.down ?? 0, 8);
      expect(each.queue).toBeCloseTo(statistics.stations[s]?.queue ?? 0, 8);
    });
  });

  const flow = (time: number, servers = 1) =>
    modelOf([station('a', { time: constant(time), servers })], [source(arrivals(constant(1)))]);

  test('finishes what is in hand by the old time and the next by the new', () => {
    const simulation = new QueueSimulation(flow(0.9));
    simulation.run(10.5);
    const after = simulation.continueAs(flow(0.1));
    after.run(12, true);
    // The job of second 10 was to end at 10.9, that of 11 ends at 11.1.
    expect(after.tally.lastDone[0]).toBeCloseTo(11.1, 12);
    expect(after.tally.left).toBe(11);
  });

  test('gives a second machine the job that waits at once', () => {
    const simulation = new QueueSimulation(flow(3));
    simulation.run(5.5);
    expect(simulation.waiting[0]).toBe(3);
    const after = simulation.continueAs(flow(3, 2));
    expect(after.waiting[0]).toBe(2);
    after.run(8.5, true);
    // The first machine ends at 4 (before), 7; the second ends what it took at 5.5 at 8.5.
    expect(after.tally.left).toBe(3);
  });

  test('loses the jobs of a station that is gone, and says how many', () => {
    const stations = chain([
      station('a', { time: constant(1) }),
      station('b', { time: constant(5) }),
    ]);
    const jobs = [source({ kind: 'closed', jobs: 4 })];
    const simulation = new QueueSimulation(modelOf(stations, jobs));
    simulation.run(4.5);
    const after = simulation.continueAs(modelOf([station('a', { time: constant(1) })], jobs));
    expect(after.tally.lost).toBe(4);
    expect(after.tally.inProcess).toBe(0);
  });

  test('keeps the jobs of a list that are done, and takes in those that are new', () => {
    const shop = (names: readonly string[]) =>
      modelOf(
        [station('a', { time: constant(1) })],
        [
          source(
            { kind: 'list', list: names.map((_, type) => ({ type, release: 0 })) },
            { entries: [], mix: [] },
          ),
        ],
        { types: names.map((name) => ({ name, family: 0, steps: [{ station: 0, time: 2 }] })) },
      );
    const simulation = new QueueSimulation(shop(['x', 'y', 'z']));
    simulation.run(3);
    const after = simulation.continueAs(shop(['new', 'x', 'z']));
    after.run(20, true);
    // y was in hand, and is gone; x was done at 2; z goes at 3, the new one comes behind it.
    expect([...(after.completed[0] ?? [])]).toEqual([7, 2, 5]);
    expect(after.tally.lost).toBe(1);
  });

  test('lets a job that is past the steps its type has left leave from where it is', () => {
    const stations = [station('a', { time: constant(1) }), station('b', { time: constant(4) })];
    const shop = (visits: readonly number[]) =>
      modelOf(stations, [source({ kind: 'closed', jobs: 2 })], {
        types: [
          { name: 'x', family: 0, steps: visits.map((each) => ({ station: each, time: 2 })) },
        ],
      });
    const simulation = new QueueSimulation(shop([0, 1, 1]));
    simulation.run(7);
    const after = simulation.continueAs(shop([0]));
    expect(after.waiting[1]).toBe(1);
    after.run(20, true);
    // One has its third step in hand until 8; the other waits for its own, which takes the station's
    // time from 8 to 12 where the step is gone.
    expect(after.tally.done[1]).toBe(4);
    expect(after.tally.lastDone[1]).toBe(12);
    expect(after.waiting[1]).toBe(0);
  });
});
