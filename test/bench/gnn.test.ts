/** The benchmark of the graph network on a graph so small that it takes no time. */
import { expect, test } from 'vitest';
import { gnnBench } from '../../src/bench/gnn.ts';

test('of a graph network, the same on its threads and on one, with its training', async () => {
  const graph = { nodes: 400, edges: 1600 };
  const bench = await gnnBench({ graph, large: null, rounds: 1, runs: 1, python: false });
  expect(bench.name).toBe('gnn');
  expect(bench.result).toBeGreaterThan(0);
  expect(bench.ratio).toBeCloseTo(bench.result / bench.peer);
  expect(bench.details).toMatchObject({ peer: 'torch was not asked for', layers: 4 });
  expect(bench.details['400/1600/32 timesTheComputeLimit']).toBeGreaterThan(0);
  expect(bench.details['400/1600/64 training milliseconds']).toBeGreaterThan(0);
});
