/** Job shops: schedules by hand, by a naive simulator, and what the rules are for. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { QueueModel } from '../../../src/simulate/mechanisms/queue/queue-model.ts';
import { constant, modelOf, runTo, source, station } from './models.ts';
import { naiveJobShop, type Rule, type ShopJob } from './naive-job-shop.ts';

function shop(jobs: readonly ShopJob[], machines: number, discipline: Rule): QueueModel {
  const stations = Array.from({ length: machines }, (_, m) =>
    station(`m${m}`, { time: constant(1), discipline }),
  );
  const types = jobs.map(({ steps }, j) => ({ name: `j${j}`, family: 0, steps }));
  const list = jobs.map(({ release, due }, type) => ({ type, release, due }));
  return modelOf(stations, [source({ kind: 'list', list }, { entries: [], mix: [] })], { types });
}

function completions(model: QueueModel): number[] {
  const { simulation } = runTo(model, 1e9);
  return [...(simulation.completed[0] ?? [])];
}

/** Fisher and Thompson 1963, the 6 × 6 instance: machine and time of each step. */
const ft06 = [
  '2 1 0 3 1 6 3 7 5 3 4 6',
  '1 8 2 5 4 10 5 10 0 10 3 4',
  '2 5 3 4 5 8 0 9 1 1 4 7',
  '1 5 0 5 2 5 3 3 4 8 5 9',
  '2 9 1 3 4 5 5 4 0 3 3 1',
  '1 3 3 3 5 9 0 10 4 4 2 1',
].map((line): ShopJob => {
  const numbers = line.split(' ').map(Number);
  const steps = Array.from({ length: 6 }, (_, i) => ({
    station: numbers[i * 2] as number,
    time: numbers[i * 2 + 1] as number,
  }));
  return { release: 0, due: steps.reduce((sum, { time }) => sum + time, 0) * 1.5, steps };
});

const shops = fc
  .tuple(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 12 }))
  .chain(([machines, jobs]) =>
    fc.record({
      machines: fc.constant(machines),
      jobs: fc.array(
        fc.record({
          release: fc.integer({ min: 0, max: 20 }),
          due: fc.integer({ min: 0, max: 60 }),
          steps: fc.array(
            fc.record({
              station: fc.integer({ min: 0, max: machines - 1 }),
              time: fc.integer({ min: 1, max: 9 }),
            }),
            { minLength: 1, maxLength: 6 },
          ),
        }),
        { minLength: jobs, maxLength: jobs },
      ),
    }),
  );

describe('a job shop', () => {
  test('of two jobs crossing two machines runs as drawn by hand', () => {
    const jobs = [
      {
        release: 0,
        due: 9,
        steps: [
          { station: 0, time: 3 },
          { station: 1, time: 2 },
        ],
      },
      {
        release: 0,
        due: 9,
        steps: [
          { station: 1, time: 4 },
          { station: 0, time: 1 },
        ],
      },
      { release: 1, due: 9, steps: [{ station: 0, time: 2 }] },
    ];
    // Machine 0: job 0 until 3, job 2 until 5, job 1 until 6. Machine 1: job 1 until 4, job 0 until 6.
    expect(completions(shop(jobs, 2, 'firstCome'))).toEqual([6, 6, 5]);
    // By the shortest time nothing changes but that job 1 does not pass job 2, which came first.
    expect(completions(shop(jobs, 2, 'shortestTime'))).toEqual([6, 6, 5]);
  });

  test.each(['firstCome', 'shortestTime', 'earliestDue'] as const)(
    'FT06 by %s ends as a naive simulator says, and not before 55',
    (rule) => {
      const found = completions(shop(ft06, 6, rule));
      expect(found).toEqual(naiveJobShop(ft06, 6, rule));
      expect(Math.max(...found)).toBeGreaterThanOrEqual(55);
    },
  );

  test('of any kind ends as a naive simulator says, by any rule', () => {
    const rules = fc.constantFrom<Rule>('firstCome', 'shortestTime', 'earliestDue');
    fc.assert(
      fc.property(shops, rules, ({ jobs, machines }, rule) => {
        expect(completions(shop(jobs, machines, rule))).toEqual(naiveJobShop(jobs, machines, rule));
      }),
      { numRuns: 500, seed: 6 },
    );
  });

  test('on one machine does the urgent first: with a job in hand, the rest go by the rule', () => {
    const times = [5, 4, 1, 3];
    const dues = [0, 10, 30, 20];
    const jobs = times.map((time, j) => ({
      release: j === 0 ? 0 : 1,
      due: dues[j] as number,
      steps: [{ station: 0, time }],
    }));
    expect(completions(shop(jobs, 1, 'firstCome'))).toEqual([5, 9, 10, 13]);
    expect(completions(shop(jobs, 1, 'shortestTime'))).toEqual([5, 13, 6, 9]);
    expect(completions(shop(jobs, 1, 'earliestDue'))).toEqual([5, 9, 13, 12]);
  });
});
