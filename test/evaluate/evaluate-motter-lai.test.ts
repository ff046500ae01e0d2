/** The evaluation of node overload: published figures, the truth as contender, small and odd grids. */
import { describe, expect, test } from 'vitest';
import { evaluateGrid, evaluateMotterLai } from '../../src/evaluate/motter-lai/evaluate.ts';
import { everyFailure } from '../../src/evaluate/motter-lai/every-failure.ts';
import { cascadeGrid, readCascadeGrid } from '../../src/evaluate/motter-lai/read-grid.ts';
import { shippedContest } from '../../src/evaluate/shipped.ts';
import { noSharedData, sharedData } from '../support/shared-data.ts';
import { baselinePredictor } from './fitted-predictor.ts';
import { truePredictor } from './true-predictor.ts';

const spain = sharedData('cascade', 'es_98.json') ?? '';
const { baselines } = await shippedContest('motter-lai');
const trees = baselinePredictor('boosted trees', baselines.boostedTrees);

/** A grid of these links as a file would give it. */
function grid(nodes: number, edges: readonly (readonly [number, number])[], alpha = 0.25) {
  return cascadeGrid(JSON.stringify({ grid: 'small', nodes, edges, alpha }), 'small.json');
}

const ring = (nodes: number, first = 0) =>
  Array.from({ length: nodes }, (_, i) => [first + i, first + ((i + 1) % nodes)] as const);

describe.skipIf(spain === '')(`on the Spanish grid (else ${noSharedData})`, () => {
  test('baselines have the figures of the contract, ties counted as ties', async () => {
    const { baselines: rows, predictor } = await evaluateMotterLai(spain, {
      predictor: trees,
      baselines,
    });
    const near = (value: number | undefined, expected: number) =>
      expect(Math.abs((value ?? Number.NaN) - expected)).toBeLessThanOrEqual(0.003);
    near(rows.betweenness?.tau, 0.662);
    near(rows.betweenness?.mcf, 0.877);
    near(rows.degree?.tau, 0.465 - 0.005); // Published with ties broken by position.
    near(rows.degree?.mcf, 0.699);
    near(rows.pageRank?.mcf, 0.7);
    near(rows.oneStep?.ap, 0.672);
    near(rows.oneStep?.apLater, 0.125);
    near(rows.distance?.ap, 0.101);
    near(rows.betweenness?.ap, 0.058);
    near(rows.prevalence?.ap, 0.041);
    // What stands in for the network is judged as the baseline that it is.
    for (const name of ['tau', 'mcf', 'ap', 'apLater', 'ece', 'coverage', 'setSize'])
      expect(predictor[name]).toBe(rows.boostedTrees?.[name]);
  });

  test('labels of the file and of our cascades agree', async () => {
    const { sizes, intervals, predictor } = await evaluateMotterLai(spain, {
      predictor: trees,
      baselines,
    });
    expect(sizes).toMatchObject({ nodes: 98, edges: 175, cascades: 98, failures: 389 });
    expect(sizes.labelDifference).toBeLessThan(1e-6);
    expect(intervals.ap?.[0]).toBeLessThan(predictor.ap as number);
    expect(intervals.ap?.[1]).toBeGreaterThan(predictor.ap as number);
  });

  test('the truth has every figure at its best', async () => {
    const { graph, alpha } = readCascadeGrid(spain);
    const { outcomes } = everyFailure(graph, alpha);
    const predictor = truePredictor(({ failed }) => outcomes[failed.indexOf(1)] as Int16Array);
    const { predictor: figures } = await evaluateMotterLai(spain, { predictor, baselines });
    const best = {
      tau: 1,
      mcf: 1,
      ap: 1,
      apLater: 1,
      ece: 0,
      coverage: 1,
      stateError: 0,
      stepError: 0,
    };
    expect(figures).toMatchObject(best);
    expect(figures.setSize).toBeCloseTo(389 / 98, 12);
  });
});

describe('grids that are small or fall apart', () => {
  const figuresOf = async (...made: Parameters<typeof grid>) => {
    const contest = { predictor: trees, baselines };
    const { predictor, baselines: rows } = await evaluateGrid(grid(...made), 'small.json', contest);
    return { ...rows, predictor };
  };

  test.each([
    ['of two nodes', 2, [[0, 1]] as const],
    ['of two rings and a node alone', 17, [...ring(8), ...ring(8, 8)]],
    ['whose nodes never fail', 6, ring(6), 9],
  ])('%s have finite figures only', async (_, nodes, edges, alpha = 0.25) => {
    for (const figures of Object.values(await figuresOf(nodes, edges, alpha)))
      expect(Object.values(figures).every(Number.isFinite)).toBe(true);
  });

  test('leave out what has no meaning where nothing fails', async () => {
    const { predictor } = await figuresOf(6, ring(6), 9);
    expect(predictor).not.toHaveProperty('ap');
    expect(predictor).not.toHaveProperty('coverage');
    expect(predictor).toHaveProperty('ece');
  });

  test('beyond 4,000 nodes are refused', async () => {
    const large = grid(4001, [[0, 1]]);
    await expect(
      evaluateGrid(large, 'large.json', { predictor: trees, baselines }),
    ).rejects.toThrow(
      'LIMIT_EXCEEDED large.json nodes: all cascades of 4001 nodes would take more than an hour; expected at most 4000 nodes; judge on a part of the grid',
    );
  });
});
