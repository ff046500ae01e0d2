/** The analytic first answer against closed forms and brute force over all states. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { confidence } from '../../../src/simulate/mechanisms/queue/confidence.ts';
import { allenCunneen, waitProbability } from '../../../src/simulate/mechanisms/queue/erlang.ts';
import { estimate } from '../../../src/simulate/mechanisms/queue/estimate.ts';
import { meanValueAnalysis } from '../../../src/simulate/mechanisms/queue/mean-value-analysis.ts';
import { batchMeans } from '../../../src/simulate/mechanisms/queue/replicate.ts';
import { trafficRates } from '../../../src/simulate/mechanisms/queue/traffic.ts';
import { studentQuantile } from '../../../src/statistics/student.ts';
import {
  arrivals,
  chain,
  constant,
  exponential,
  modelOf,
  source,
  station,
  times,
} from './models.ts';

describe('formulas for a station', () => {
  test('M/M/3 at λ = 2, μ = 1 waits with probability 4/9, 8/9 of a job at a time', () => {
    expect(waitProbability(2, 3)).toBeCloseTo(4 / 9, 14);
    const figures = allenCunneen({ rate: 2, variation2: 1 }, { mean: 1, variation2: 1 }, 3);
    expect(figures.queue).toBeCloseTo(8 / 9, 14);
    expect(figures.wait).toBeCloseTo(4 / 9, 14);
  });

  test('M/D/1 waits half as long as M/M/1', () => {
    const wait = (variation2: number) =>
      allenCunneen({ rate: 0.8, variation2: 1 }, { mean: 1, variation2 }, 1).wait;
    expect([wait(1), wait(0)].map((each) => Number(each.toFixed(12)))).toEqual([4, 2]);
  });

  test('Erlang C is a sum over states, for any number of machines', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 60 }),
        fc.double({ min: 0.01, max: 0.99, noNaN: true }),
        (servers, utilisation) => {
          const load = utilisation * servers;
          let term = 1;
          let below = 0;
          for (let n = 0; n < servers; n++) {
            below += term;
            term *= load / (n + 1);
          }
          const all = term / (1 - utilisation);
          expect(waitProbability(load, servers)).toBeCloseTo(all / (below + all), 10);
        },
      ),
    );
  });
});

describe('a closed network', () => {
  test('has the throughputs of the reference', () => {
    const cycle = (...each: number[]) => each.map((time) => ({ visits: 1, time, servers: 1 }));
    for (const [jobs, x] of [
      [1, 0.125],
      [4, 0.285714],
      [8, 0.363636],
    ] as const) {
      expect(meanValueAnalysis(cycle(2, 2, 2, 2), jobs).throughput).toBeCloseTo(x, 6);
    }
    expect(meanValueAnalysis(cycle(1, 2, 0.5), 6).throughput).toBeCloseTo(0.494117647, 9);
  });

  test('is its product form summed over all states', () => {
    const stations = fc.array(
      fc.record({
        visits: fc.double({ min: 0.2, max: 3, noNaN: true }),
        time: fc.double({ min: 0.1, max: 2, noNaN: true }),
        servers: fc.integer({ min: 1, max: 3 }),
      }),
      { minLength: 1, maxLength: 3 },
    );
    fc.assert(
      fc.property(stations, fc.integer({ min: 1, max: 6 }), (network, jobs) => {
        const { throughput, jobs: present } = meanValueAnalysis(network, jobs);
        const exact = productForm(network, jobs);
        expect(throughput).toBeCloseTo(exact.throughput, 9);
        exact.present.forEach((mean, i) => {
          expect(present[i]).toBeCloseTo(mean, 8);
        });
      }),
      { seed: 6 },
    );
  });
});

interface Closed {
  readonly visits: number;
  readonly time: number;
  readonly servers: number;
}

/** Gordon and Newell 1967: weights of all ways to spread the jobs over the stations. */
function productForm(network: readonly Closed[], jobs: number) {
  const weight = ({ visits, time, servers }: Closed, n: number) => {
    let product = 1;
    for (let k = 1; k <= n; k++) product *= (visits * time) / Math.min(k, servers);
    return product;
  };
  const sums = (count: number) => {
    let all = 0;
    const weighted = network.map(() => 0);
    const spread = (at: number, left: number, product: number, held: readonly number[]): void => {
      if (at === network.length - 1) {
        const total = product * weight(network[at] as Closed, left);
        all += total;
        [...held, left].forEach((n, i) => {
          weighted[i] = (weighted[i] as number) + n * total;
        });
        return;
      }
      for (let n = 0; n <= left; n++) {
        spread(at + 1, left - n, product * weight(network[at] as Closed, n), [...held, n]);
      }
    };
    spread(0, count, 1, []);
    return { all, weighted };
  };
  const { all, weighted } = sums(jobs);
  return { throughput: sums(jobs - 1).all / all, present: weighted.map((sum) => sum / all) };
}

describe('an open network', () => {
  test('with feedback has the rates that solve its traffic equations', () => {
    // Half of the jobs at b go back to a: 2 pass each for every job from outside.
    const ways = [
      { from: 0, to: 1, share: 1 },
      { from: 1, to: 0, share: 0.5 },
    ];
    expect([...trafficRates(Float64Array.of(3, 0), ways)]).toEqual([6, 6]);
  });

  test('of exponential times is a product of M/M/c stations', () => {
    const stations = [
      station('a', { time: exponential(0.2), servers: 2, routes: [{ station: 1, share: 1 }] }),
      station('b', { time: exponential(0.1), routes: [{ station: 0, share: 0.5 }] }),
    ];
    const answer = estimate(modelOf(stations, [source(arrivals(exponential(1 / 3)))]));
    expect(answer.method).toBe('openNetwork');
    expect(answer.stations[0]?.utilisation).toBeCloseTo(0.6, 12);
    // M/M/2 at 0.6: L = 2ρ / (1 - ρ²) = 1.875; M/M/1 at 0.6: L = 1.5.
    expect(answer.workInProgress).toBeCloseTo(3.375, 12);
    expect(answer.flowTime).toBeCloseTo(3.375 / 3, 12);
  });

  test('that is asked for more than it can do has an infinite queue and says what it lets through', () => {
    const answer = estimate(
      modelOf([station('a', { time: constant(2) })], [source(arrivals(exponential(1)))]),
    );
    expect(answer).toMatchObject({ throughput: 0.5, workInProgress: Infinity, bottleneck: 0 });
    expect(answer.stations[0]).toEqual({ twin: 'a', utilisation: 2, queue: Infinity });
  });

  test('counts failures by availability', () => {
    const failures = { clock: 'working', between: exponential(9), repair: exponential(1) } as const;
    const stations = [station('a', { time: constant(1), failures })];
    const answer = estimate(modelOf(stations, [source(arrivals(exponential(2)))]));
    expect(answer.stations[0]?.utilisation).toBeCloseTo(0.5 / 0.9, 12);
    // Hopp and Spearman 8.6: c² = 0 + 2 · 0.9 · 0.1 · 1 / 1 = 0.18; then Pollaczek and Khinchine.
    const load = 0.5 / 0.9;
    expect(answer.stations[0]?.queue).toBeCloseTo((load ** 2 * 1.18) / 2 / (1 - load), 12);
  });

  test('is near what the event engine finds', () => {
    const stations = chain(
      [0.7, 0.8, 0.6].map((mean, i) => station(`s${i}`, { time: times('gamma', mean, 0.6) })),
    );
    const model = modelOf(stations, [source(arrivals(exponential(1)))]);
    const runs = batchMeans(model, { seed: 2, warmUp: 2000, horizon: 102_000, batches: 20 });
    const { mean, halfWidth } = confidence(runs.map(({ workInProgress }) => workInProgress));
    const answer = estimate(model).workInProgress ?? 0;
    expect(halfWidth).toBeLessThan(0.05 * mean);
    expect(Math.abs(answer - mean)).toBeLessThan(0.1 * mean);
  });

  test('of 100 stations is estimated in less than 10 ms, once compiled', () => {
    const stations = chain(
      Array.from({ length: 100 }, (_, i) => station(`s${i}`, { time: exponential(0.5 + i / 300) })),
    );
    const model = modelOf(stations, [source(arrivals(exponential(1)))]);
    const milliseconds = Array.from({ length: 20 }, () => {
      const begun = process.cpuUsage();
      estimate(model);
      return process.cpuUsage(begun).user / 1000;
    });
    expect(Math.min(...milliseconds)).toBeLessThan(10);
  });
});

describe('confidence', () => {
  test("has Student's quantiles", () => {
    const table = [12.7062, 4.3027, 3.1824, 2.7764, 2.5706];
    table.forEach((t, i) => {
      expect(studentQuantile(0.975, i + 1)).toBeCloseTo(t, 4);
    });
    expect(studentQuantile(0.975, 19)).toBeCloseTo(2.093, 4);
    expect(studentQuantile(0.975, 60)).toBeCloseTo(2.0003, 4);
  });

  test('of values known by hand', () => {
    const { mean, halfWidth } = confidence([1, 2, 3]);
    expect([mean, halfWidth]).toEqual([2, expect.closeTo(4.3027 / Math.sqrt(3), 4)]);
  });
});
