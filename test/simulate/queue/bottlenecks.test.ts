/** Active period and turning point on systems whose bottleneck is known. */
import { describe, expect, test } from 'vitest';
import {
  longestActive,
  momentaryBottlenecks,
  turningPoint,
} from '../../../src/simulate/mechanisms/queue/bottlenecks.ts';
import { meanValueAnalysis } from '../../../src/simulate/mechanisms/queue/mean-value-analysis.ts';
import type { QueueModel } from '../../../src/simulate/mechanisms/queue/queue-model.ts';
import {
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

function bottlenecks(model: QueueModel, horizon: number): [number, number, number] {
  const { simulation, statistics } = runTo(model, horizon, { recordedPeriods: 1e6 });
  const servers = model.stations.length;
  const shares = momentaryBottlenecks(simulation.clocks.periodsUntil(horizon), servers);
  const most = shares.map(({ sole, shifting }) => sole + shifting);
  return [
    longestActive(statistics.stations),
    turningPoint(model, statistics),
    most.indexOf(Math.max(...most)),
  ];
}

describe('the bottleneck', () => {
  test.each([0, 1, 2, 3, 4])(
    'of a line whose machine %d is slow is that machine, by both methods',
    (slow) => {
      const stations = chain(
        [0, 1, 2, 3, 4].map((s) =>
          station(`s${s}`, { time: times('gamma', s === slow ? 1.4 : 1, 0.4), buffer: 3 }),
        ),
      );
      const line = modelOf(stations, [source(inexhaustible)]);
      expect(bottlenecks(line, 20_000)).toEqual([slow, slow, slow]);
    },
  );

  test('of a line whose machine 2 fails most is that machine, by both methods', () => {
    const failures = {
      clock: 'working',
      between: exponential(50),
      repair: exponential(25),
    } as const;
    const stations = chain(
      [0, 1, 2, 3].map((s) =>
        station(`s${s}`, { time: constant(1), buffer: 5, ...(s === 2 ? { failures } : {}) }),
      ),
    );
    expect(bottlenecks(modelOf(stations, [source(inexhaustible)]), 50_000)).toEqual([2, 2, 2]);
  });

  test.each([0, 1, 2])(
    'of a closed job shop whose machine %d has most work is it, by both methods',
    (busy) => {
      const time = (s: number) => (s === busy ? 3 : 2);
      const orders = [
        [0, 1, 2],
        [2, 0, 1],
        [1, 2, 0],
        [0, 2, 1],
      ];
      const types = orders.map((order, t) => ({
        name: `t${t}`,
        family: 0,
        steps: order.map((s) => ({ station: s, time: time(s) })),
      }));
      const stations = [0, 1, 2].map((s) => station(`s${s}`, { time: exponential(1) }));
      const mix = types.map((_, type) => ({ type, share: 0.25 }));
      const shop = modelOf(stations, [source({ kind: 'closed', jobs: 8 }, { mix, entries: [] })], {
        types,
      });
      expect(bottlenecks(shop, 60_000)).toEqual([busy, busy, busy]);
      // More of the bottleneck gives more than more of any other, by mean value analysis.
      const gain = [0, 1, 2].map((more) => {
        const network = [0, 1, 2].map((s) => ({
          visits: 1,
          time: time(s),
          servers: s === more ? 2 : 1,
        }));
        return meanValueAnalysis(network, 8).throughput;
      });
      expect(gain.indexOf(Math.max(...gain))).toBe(busy);
    },
  );

  test('passes from one machine to the other while their active periods overlap', () => {
    const periods = [
      { server: 0, from: 0, until: 10 },
      { server: 1, from: 7, until: 20 },
      { server: 0, from: 12, until: 14 },
      { server: 0, from: 30, until: 33 },
    ];
    // Machine 0 alone 0-7, both 7-10, machine 1 alone 10-20, nobody, machine 0 alone 30-33.
    expect(momentaryBottlenecks(periods, 2)).toEqual([
      { sole: 10, shifting: 3 },
      { sole: 10, shifting: 3 },
    ]);
  });
});
