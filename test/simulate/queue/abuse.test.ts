/** Queue models that cannot be meant, and systems that never come to rest. */
import { describe, expect, test } from 'vitest';
import { LinchpinError } from '../../../src/model/errors.ts';
import { checkQueueModel } from '../../../src/simulate/mechanisms/queue/check-queue-model.ts';
import type {
  QueueModel,
  Source,
  Station,
} from '../../../src/simulate/mechanisms/queue/queue-model.ts';
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

function refusal(model: QueueModel): string[] {
  try {
    checkQueueModel(model);
  } catch (error) {
    if (!(error instanceof LinchpinError)) throw error;
    return error.problems.map(
      ({ code, where, message, expected }) => `${code} ${where}: ${message}; expected ${expected}`,
    );
  }
  return [];
}

const open = source(arrivals(exponential(1)));
const one = (more: Partial<Station>, from: Source = open) => modelOf([station('a', more)], [from]);
const from = (jobs: Source['jobs'], more: Partial<Source> = {}) =>
  modelOf([station('a')], [source(jobs, more)]);

describe('a queue model', () => {
  test.each<[string, QueueModel, string]>([
    [
      'negative time',
      one({ time: exponential(-1) }),
      'BAD_USER_INPUT a/cycleTime: -1 cannot be meant here; expected a time of zero or more',
    ],
    [
      'time that is no number',
      one({ time: exponential(Number.NaN) }),
      'BAD_USER_INPUT a/cycleTime: NaN cannot be meant here; expected a time of zero or more',
    ],
    [
      'too much variation',
      one({ time: times('uniform', 1, 0.9) }),
      'BAD_USER_INPUT a/cycleTime: 0.9 cannot be meant here; expected a coefficient of variation from 0.001 to 0.5773502691896258 (or 0) for uniform times',
    ],
    [
      'half a machine',
      one({ servers: 0.5 }),
      'BAD_USER_INPUT a/servers: 0.5 cannot be meant here; expected a whole number of machines from 1 to 1000000',
    ],
    [
      'negative buffer',
      one({ buffer: -1 }),
      'BAD_USER_INPUT a/bufferCapacity: -1 cannot be meant here; expected zero or more places',
    ],
    [
      'route to nowhere',
      one({ routes: [{ station: 7, share: 1 }] }),
      'BAD_USER_INPUT a/passesTo: 7 cannot be meant here; expected a station',
    ],
    [
      'shares above 1',
      one({
        routes: [
          { station: 0, share: 0.7 },
          { station: 0, share: 0.6 },
        ],
      }),
      'BAD_USER_INPUT a/passesTo/share: 1.2999999999999998 cannot be meant here; expected shares that sum to 1',
    ],
    [
      'entries below 1',
      from(arrivals(exponential(1)), { entries: [{ station: 0, share: 0.5 }] }),
      'BAD_USER_INPUT source/share: 0.5 cannot be meant here; expected shares that sum to 1',
    ],
    [
      'no entry',
      from(arrivals(exponential(1)), { entries: [] }),
      'BAD_USER_INPUT source/share: 0 cannot be meant here; expected shares that sum to 1',
    ],
    [
      'endless arrivals at once',
      from(arrivals(constant(0))),
      'BAD_USER_INPUT source/interarrivalTime: 0 cannot be meant here; expected a time above zero, unless the source waits for room in finite buffers',
    ],
    [
      'empty loop',
      from({ kind: 'closed', jobs: 0 }),
      'BAD_USER_INPUT source/workInProgress: 0 cannot be meant here; expected a whole number of jobs from 1 to 1000000',
    ],
    [
      'loop without time',
      modelOf([station('a', { time: constant(0) })], [source({ kind: 'closed', jobs: 2 })]),
      'BAD_USER_INPUT source/workInProgress: 2 cannot be meant here; expected a station that takes time',
    ],
    [
      'failures at once',
      one({ failures: { clock: 'always', between: constant(0), repair: constant(1) } }),
      'BAD_USER_INPUT a/meanTimeBetweenFailures: 0 cannot be meant here; expected a time above zero',
    ],
    [
      'release before the start',
      from({ kind: 'list', list: [{ type: 0, release: -3 }] }),
      'BAD_USER_INPUT source/release: -3 cannot be meant here; expected a time from zero',
    ],
    [
      'shift that ends before it begins',
      modelOf([station('a', { calendar: 0 })], [open], {
        calendars: [{ twin: 'shift', period: 24, intervals: [[8, 4]] }],
      }),
      'BAD_USER_INPUT shift/intervals: 8 to 4 cannot be meant here; expected within 0 to 24',
    ],
    [
      'no transporter',
      modelOf([station('a')], [open], { transporters: [{ twin: 'truck', units: 0 }] }),
      'BAD_USER_INPUT truck/units: 0 cannot be meant here; expected a whole number of transporters from 1 to 1000000',
    ],
  ])('with a %s is refused', (_, model, expected) => {
    expect(refusal(model)).toEqual([expected]);
  });

  test('with a million machines at each of two stations is refused', () => {
    const model = modelOf([station('a', { servers: 1e6 }), station('b', { servers: 1e6 })], [open]);
    expect(refusal(model)).toEqual([
      'LIMIT_EXCEEDED a: the stations have 2000000 machines together; expected at most 1000000',
    ]);
  });

  test('names every bad place at once', () => {
    const model = one({ time: exponential(-1), servers: 0 });
    expect(refusal(model)).toHaveLength(2);
  });

  test('with all its mistakes put right is taken', () => {
    expect(
      refusal(
        one({
          routes: [
            { station: 0, share: 0.3 },
            { station: 0, share: 0.6 },
          ],
        }),
      ),
    ).toEqual([]);
    expect(refusal(modelOf([station('a', { buffer: 3 })], [source(inexhaustible)]))).toEqual([]);
  });
});

describe('a run', () => {
  test('of more events than allowed is refused with the time it came to', () => {
    expect(() => runTo(one({}), 1e9, { maxEvents: 1000 })).toThrow(
      /^LIMIT_EXCEEDED horizonSeconds: the queues have come to 1000 events by second \d+/,
    );
  });

  test('that goes round without time passing is refused', () => {
    const round = chain([station('a', { time: constant(0) })]).map((each) => ({
      ...each,
      routes: [{ station: 0, share: 1 }],
    }));
    expect(() => runTo(modelOf(round, [open]), 10, { maxEvents: 1000 })).toThrow(/LIMIT_EXCEEDED/);
  });

  test('of nothing over no time gives zeros', () => {
    const { statistics } = runTo(modelOf([], []), 0);
    expect(statistics).toMatchObject({ throughput: 0, workInProgress: 0, flowTime: 0 });
  });

  test('of an unstable queue ends, with the queue as long as it got', () => {
    const { statistics, simulation } = runTo(one({ time: constant(2) }), 10_000);
    expect(statistics.throughput).toBeCloseTo(0.5, 3);
    expect(simulation.waiting[0]).toBeGreaterThan(4000);
  });

  test('in which all wait for one another ends as a deadlock', () => {
    const stations = ['a', 'b'].map((twin, s) =>
      station(twin, { buffer: 0, time: constant(1), routes: [{ station: 1 - s, share: 1 }] }),
    );
    const { simulation } = runTo(modelOf(stations, [source(inexhaustible)]), 100);
    expect(simulation.deadlocked).toBe(true);
    expect(simulation.tally.inProcess).toBe(2);
  });
});
