/** Only wrong uses, with their full messages. */
import { describe, expect, test } from 'vitest';
import {
  defaultSweepLimits,
  estimateSweep,
  type SweepLimits,
} from '../../src/flows/sweep/estimate-sweep.ts';
import { judgedSweep } from '../../src/flows/sweep/judge-sweep.ts';
import type { AxisDefinition } from '../../src/flows/sweep/sweep-definition.ts';
import { type Asked, sweepOf, swept, toyRooms } from './sweep-fixture.ts';
import { toySimulator } from './toy-simulator.ts';

const of = (i: number) => ({ twin: `store-${i}`, property: 'baseStockLevel' });
const fine: AxisDefinition = { values: { ...of(0), values: [1, 2] } };
const outage = (twin: string) => ({ outage: { twin } });

/** The lines of a refusal. */
function refused(asked: Asked): string[] {
  try {
    judgedSweep(toyRooms(), sweepOf(asked));
  } catch (error) {
    const { problems } = error as { problems: Record<string, unknown>[] };
    return problems.map(({ code, where, message, expected }) =>
      [code, where, message, expected].join(' | '),
    );
  }
  return [];
}

describe('a sweep is refused', () => {
  test('without an axis, with an empty one, or with too many', () => {
    expect(refused({ axes: [] })).toEqual([
      'BAD_USER_INPUT | axes | the sweep has no axis | 1 to 8 axes',
    ]);
    expect(refused({ axes: new Array(9).fill(fine) })).toEqual([
      'BAD_USER_INPUT | axes | the sweep has 9 axes | 1 to 8 axes',
    ]);
    expect(refused({ axes: [fine, { values: { ...of(1), values: [] } }] })).toEqual([
      'BAD_USER_INPUT | axes[1].values | the axis has no position, so the sweep would have no case | at least one',
    ]);
    expect(refused({ axes: [{ pairs: { twins: ['store-1'] } }] })).toEqual([
      'BAD_USER_INPUT | axes[0].pairs | the axis has no position, so the sweep would have no case | two twins or more',
    ]);
    expect(refused({ axes: [{ removals: {} }] })).toEqual([
      'BAD_USER_INPUT | axes[0].removals | it is not said what is to be taken out | ids of twins, a model, or a filter',
    ]);
  });

  test('for a twin that is not there, at the position where it is named', () => {
    const expected = 'the id of a twin that the graph holds when the edit takes effect';
    const choices = [
      { label: 'one', edits: [outage('store-1')] },
      { label: 'two', edits: [outage('store-1'), outage('store-9')] },
    ];
    expect(refused({ axes: [fine, { choices: { choices } }] })).toEqual([
      `NOT_FOUND | axes[1].choices[1].edits[1]: store-9 | there is no twin store-9 | ${expected}`,
    ]);
    expect(refused({ axes: [{ removals: { twins: ['store-0', 'stor-1'] } }] })).toEqual([
      `NOT_FOUND | axes[0].removals[1].edits[0]: stor-1 | there is no twin stor-1 | ${expected}`,
    ]);
    expect(refused({ axes: [{ removals: { twins: ['store-0', 'store-0'] } }] })).toEqual([
      'BAD_USER_INPUT | axes[0].removals.twins[1] | store-0 is listed twice | each twin once',
    ]);
    expect(refused({ axes: [{ removals: { model: 'dtmi:linchpin:core:Stor;1' } }] })).toEqual([
      'NOT_FOUND | axes[0].removals.model | there is no model dtmi:linchpin:core:Stor;1 | the DTMI of a model',
    ]);
  });

  test('for a factor that is not a number', () => {
    const factors = [1, Number.NaN, Number.POSITIVE_INFINITY];
    const line = (i: number) =>
      `BAD_USER_INPUT | axes[0].factors[${i}].edits[0]: store-1/baseStockLevel | the factor is not a finite number | a finite factor`;
    expect(refused({ axes: [{ factors: { ...of(1), factors } }] })).toEqual([line(1), line(2)]);
  });

  test('for distributions that are none', () => {
    const sampled = (distribution: object, count = 5) =>
      refused({
        axes: [
          { samples: { count, variables: [{ ...of(0), distribution: distribution as never }] } },
        ],
      });
    const at = 'BAD_USER_INPUT | axes[0].samples';
    expect(sampled({ uniform: { low: 2, high: 1 } })).toEqual([
      `${at}.variables[0].uniform | 2, 1 do not ascend | low up to high`,
    ]);
    expect(sampled({ normal: { mean: Number.NaN, standardDeviation: 1 } })).toEqual([
      `${at}.variables[0].normal | mean is NaN | finite numbers`,
    ]);
    expect(sampled({ lognormal: { mean: 0, standardDeviation: 1 } })).toEqual([
      `${at}.variables[0].lognormal | the mean is 0 | a mean above 0`,
    ]);
    expect(sampled({ choice: { values: [1, 2], weights: [1] } })).toEqual([
      `${at}.variables[0].choice | 2 values have 1 weights | one weight for each value`,
    ]);
    expect(sampled({ uniform: { low: 1, high: 2 } }, 0)).toEqual([
      `${at}.count | 0 is not a number of samples | a whole number from 1 on`,
    ]);
    expect(refused({ axes: [{ samples: { count: 3, variables: [] } }] })).toEqual([
      `${at}.variables | there is nothing to draw | at least one variable`,
    ]);
  });

  test('for questions that cannot be answered', () => {
    const asked = (question: Partial<Asked>) => refused({ axes: [fine], ...question });
    expect(asked({ precision: { kpi: 'total', halfWidth: 0 } })).toEqual([
      'BAD_USER_INPUT | precision.halfWidth | a half-width of 0 cannot be reached | a number above 0, in the unit of the figure',
    ]);
    expect(asked({ precision: { kpi: 'total', halfWidth: 1, most: 5 } })).toEqual([
      'BAD_USER_INPUT | precision.most | 5 is not a number of replications | a whole number from 10 to 100000',
    ]);
    expect(asked({ replications: 0.5 })).toEqual([
      'BAD_USER_INPUT | replications | 0.5 is not a number of replications | a whole number from 1 to 100000',
    ]);
    expect(asked({ replications: 5, best: { kpi: 'total' } })).toEqual([
      'BAD_USER_INPUT | replications | the number of replications is asked for in several ways | one of replications, precision and best',
    ]);
    expect(asked({ best: { kpi: 'total', probability: 1 } })).toEqual([
      'BAD_USER_INPUT | best.probability | 1 cannot be promised | above 0.5 and below 1',
    ]);
    expect(asked({ best: { kpi: 'total', top: 2, indifference: 1 } })).toEqual([
      'BAD_USER_INPUT | best.indifference | 1 is no difference for the best 2 | with top 1, a number above 0 in the unit of the figure',
    ]);
    expect(asked({ kpis: [] })).toEqual([
      'BAD_USER_INPUT | kpis | no key figure is asked for | at least one name',
    ]);
  });

  test('for a figure that the scenario does not have', async () => {
    await expect(swept({ axes: [fine], kpis: ['totl'] })).rejects.toThrow(
      'BAD_USER_INPUT kpis[0]: the scenario has no key figure totl; expected one of total, cost; did you mean total?',
    );
    await expect(swept({ axes: [fine], best: { kpi: 'profit' } })).rejects.toThrow(
      'BAD_USER_INPUT best.kpi: the scenario has no key figure profit; expected one of total, cost; choose one of these',
    );
  });
});

describe('a sweep that would never end', () => {
  const signal = new AbortController().signal;
  const estimate = (asked: Asked, limits: Partial<SweepLimits> = {}, simulator = toySimulator()) =>
    estimateSweep(toyRooms(simulator), sweepOf(asked), {
      signal,
      limits: { ...defaultSweepLimits, ...limits },
    });
  const million: AxisDefinition = {
    samples: {
      count: 1e6,
      variables: [{ ...of(0), distribution: { uniform: { low: 1, high: 2 } } }],
    },
  };

  test('is refused with an estimate of its runs and its time from a timed sample', async () => {
    const refusal = estimate({ axes: [million, million] }, {}, toySimulator({ noise: 1 }));
    await expect(refusal).rejects.toMatchObject({ code: 'LIMIT_EXCEEDED', where: 'axes' });
    await expect(refusal).rejects.toThrow(
      /^LIMIT_EXCEEDED axes: the sweep has 1,000,000,000,000 cases, 10,000,000,000,000 runs, about [\d.,]+ (days|years) on one processor; expected at most 1,000,000,000 runs; take fewer positions, or draw some of them as samples$/,
    );
    await expect(estimate({ axes: new Array(8).fill(million) })).rejects.toThrow(
      /1\.0e\+48 cases, 1\.0e\+48 runs, about [\d.e+]+ years on one processor/,
    );
  });

  test('is refused when its results would not fit, or there is too much to choose among', async () => {
    await expect(estimate({ axes: [million] }, { bytes: 2 ** 20 })).rejects.toThrow(
      /results of 20 MiB; expected results of at most 1 MiB/,
    );
    await expect(estimate({ axes: [million] }, { seconds: 0.001 })).rejects.toThrow(
      /expected at most 0\.001 seconds/,
    );
    const choosing = { axes: [million], best: { kpi: 'total' } };
    await expect(estimate(choosing, {}, toySimulator({ noise: 1 }))).rejects.toThrow(
      /expected at most 20,000 cases to choose the best among/,
    );
  });

  test('is known by its estimate when it is not too much', async () => {
    const { cases, runs, seconds } = await estimate({ axes: [fine, fine] });
    expect({ cases, runs }).toEqual({ cases: 4, runs: 4 });
    expect(seconds).toBeGreaterThan(0);
  });
});
