/** Who stocks out after outages: beside a naive replay, on degenerate chains, and its baselines. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { horizonSteps, StockOutRuns } from '../../src/evaluate/stock-outs/stock-out-runs.ts';
import { judgedSample, stockOutSample } from '../../src/evaluate/stock-outs/stock-out-sample.ts';
import {
  figuresOf,
  fitStockOutBaselines,
  simulatorRow,
  stockOutTable,
} from '../../src/evaluate/stock-outs/stock-out-table.ts';
import { supplyCaseTable } from '../../src/evaluate/stock-outs/supply-case-table.ts';
import { owedAfterOutage, serialChain } from './serial-supply.ts';

const rate = 4;

// Safety in whole periods and a quarter, so that nothing runs dry exactly at a period's end.
const stages = fc.array(
  fc
    .record({ safety: fc.integer({ min: 1, max: 9 }), leadTime: fc.integer({ min: 0, max: 4 }) })
    .map(({ safety, leadTime }) => ({ safety: safety + 0.25, leadTime })),
  { minLength: 1, maxLength: 5 },
);

describe('a stock-out', () => {
  test('comes in the step in which a naive replay of a serial chain first owes half a period', () => {
    fc.assert(
      fc.property(stages, fc.integer({ min: 1, max: 25 }), (drawn, back) => {
        const runs = new StockOutRuns(serialChain(drawn, rate), 1);
        const source = drawn.length;
        const outcome = runs.run([{ element: source, periods: back }]);
        const owed = owedAfterOutage(drawn, { rate, back, periods: runs.periods });
        drawn.forEach((_, k) => {
          const first = owed.findIndex((row) => (row[k] as number) > rate / 2);
          const step = first < 0 ? -1 : Math.floor(first / runs.stepPeriods) + 1;
          expect(outcome[k]).toBe(Math.min(step, horizonSteps));
        });
        expect(outcome[source]).toBe(0);
      }),
      { numRuns: 60 },
    );
  });

  test('is foreseen exactly by the walk of gaps where demand keeps to its mean', () => {
    fc.assert(
      fc.property(stages, fc.integer({ min: 1, max: 25 }), (drawn, periods) => {
        const outages = [[{ element: drawn.length, periods }]];
        const sample = stockOutSample(serialChain(drawn, rate), 1, outages);
        const { walk } = sample.onsets[0] as (typeof sample.onsets)[0];
        const { stepPeriods } = sample.network.rates;
        drawn.forEach((_, k) => {
          const dries = (walk.end[k] as number) - (walk.start[k] as number);
          // Less than half a period short is no stock-out, nor is one beyond the horizon.
          const inTime = (walk.start[k] as number) + 1 < horizonSteps * stepPeriods;
          const happens = (sample.outcomes[0]?.[k] as number) > 0;
          if (inTime && Math.abs(dries - 0.5) > 0.26) expect(happens).toBe(dries > 0.5);
        });
      }),
      { numRuns: 60 },
    );
  });

  test('needs demand and sources: chains without them have none', () => {
    const alone = serialChain([{ safety: 3, leadTime: 0 }], 0);
    const sample = stockOutSample(alone, 1, [[{ element: 1, periods: 9 }], []]);
    expect(sample.outcomes.map((outcome) => [...outcome])).toEqual([
      [-1, 0, -1],
      [-1, -1, -1],
    ]);
    expect([...sample.network.limitOffsets]).toEqual([0, 0, 0, 0]);
    expect(judgedSample(sample).outcomes.flatMap((outcome) => [...outcome])).not.toContain(1);
    expect(Number.isNaN(figuresOf([sample], () => new Float64Array(3)).ap)).toBe(true);
  });

  test('does not come of an outage of what nothing depends on', () => {
    const runs = new StockOutRuns(serialChain([{ safety: 2, leadTime: 1 }], rate), 1);
    expect([...runs.run([])]).toEqual([-1, -1, -1]);
  });
});

describe('the baselines', () => {
  const chains = [2, 3, 4].map((count) => {
    const drawn = Array.from({ length: count }, (_, k) => ({
      safety: 1.25 + k,
      leadTime: 1 + (k % 3),
    }));
    const outages = Array.from({ length: 12 }, (_, i) => [
      { element: i % (2 * count), periods: 2 + i },
    ]);
    return stockOutSample(serialChain(drawn, rate), 3, outages);
  });

  test('have a row each, and none is without figures', () => {
    const fitted = fitStockOutBaselines(chains, chains, { trees: 5, minLeaf: 2 });
    const rows = stockOutTable(chains, fitted);
    expect(rows.map(({ name }) => name)).toEqual([
      'prevalence',
      'degree',
      'pageRank',
      'betweenness',
      'distance',
      'utilisation',
      'oneStep',
      'outageShifts',
      'coverage',
      'shortageWalk',
      'logisticRegression',
      'logisticRegressionNeighbours',
      'boostedTrees',
      'boostedTreesNeighbours',
      'supplyLogisticRegression',
      'supplyBoostedTrees',
    ]);
    for (const { figures } of rows) expect(figures.ap).toBeGreaterThan(0);
  });

  test('are all below the simulator, which is certain where nothing is drawn', () => {
    expect(simulatorRow(chains, 2).figures.ap).toBe(1);
  });

  test('that learn see finite numbers only, a row for each store that is not out', () => {
    const judged = chains.map(judgedSample);
    const { rows, values } = supplyCaseTable(judged);
    expect(rows).toBe(
      judged.flatMap((s) => s.outcomes.flatMap((o) => [...o])).filter((x) => x !== 0).length,
    );
    expect(values.every(Number.isFinite)).toBe(true);
  });
});
