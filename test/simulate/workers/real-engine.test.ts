/** The real engine on threads, with a mechanism of someone else's beside its own. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, test } from 'vitest';
import { benchGraph } from '../../../src/bench/core-graph.ts';
import { tieredChain } from '../../../src/bench/tiered-chain.ts';
import { loadMechanisms } from '../../../src/load-mechanisms.ts';
import { packageRoot } from '../../../src/package-root.ts';
import { engine } from '../../../src/simulate/engine/engine.ts';
import type { CaseFigures } from '../../../src/simulate/simulator.ts';
import { pooledSimulator } from '../../../src/simulate/workers/pooled-simulator.ts';
import { simulatorContract } from '../../contract/simulator.contract.ts';
import { customer, flowCatalogue, flowLink, supply } from '../flow/flow-graphs.ts';
import { core, graphOf, testCatalogue } from '../graphs.ts';
import { world } from '../world.ts';

const folder = mkdtempSync(join(tmpdir(), 'linchpin-engine-'));
afterAll(() => rmSync(folder, { recursive: true }));

const threaded = {
  module: join(packageRoot(), 'src/simulate/engine/engine.ts'),
  execArgv: ['--import', fileURLToPath(new URL('./register-typescript.mjs', import.meta.url))],
  inProcessSeconds: 0,
};
const contracted = pooledSimulator(engine(), threaded);
afterAll(() => contracted.close());

simulatorContract('the engine on threads', () => contracted);

/** Counts seconds, and falls over where a shop is to hold exactly 13. */
const mechanism = `export default {
  name: 'turbine',
  behaviours: ['${core('Store')}'],
  init({ graph, seed }) {
    const bad = ['shop-0', 'shop-1', 'shop-2'].some(
      (id) => graph.number(graph.indexOf(id), 'baseStockLevel') === 13);
    return {
      next: Number.POSITIVE_INFINITY,
      step() { if (bad) throw new TypeError('a blade broke'); return new Map(); },
      outputs: () => ({
        kpis: [{ name: 'turns', value: seed * 2, better: 'higher' }],
        twins: () => new Map(), findings: [], random: false }),
    };
  },
};
`;

const bytes = ({ figures }: CaseFigures) => Buffer.from(figures.buffer).toString('hex');

test('gives the same bytes and the same problems on one and two threads as in this process', {
  timeout: 240_000,
}, async () => {
  const file = join(folder, 'turbine.mjs');
  writeFileSync(file, mechanism);
  const inner = engine(await loadMechanisms([file]));
  const scenario = { base: world.revision, edits: [], seed: 3, horizonSeconds: 5 * 86_400 };
  const catalogue = testCatalogue();
  const { kpis } = await inner.run({ graph: world, catalogue, scenario });
  const cases = Array.from({ length: 120 }, (_, seed) => ({
    seed,
    edits: [
      { set: { twin: `shop-${seed % 3}`, property: 'baseStockLevel', value: 5 + (seed % 20) } },
      ...(seed % 4 ? [] : [{ outage: { twin: 'grid', from: 86_400, until: 2 * 86_400 } }]),
      ...(seed === 50 ? [{ removeTwin: { twin: 'nobody' } }] : []),
    ],
  }));
  const request = { graph: world, catalogue, scenario, cases, kpis: kpis.map(({ name }) => name) };
  const alone = await inner.runCases(request);
  expect(alone.problems.map(({ index }) => index)).toContain(50);
  const turbine = alone.problems.find(({ where }) => where.includes('turbine'));
  expect(turbine).toMatchObject({ code: 'INTERNAL_SERVER_ERROR', index: 8 });
  for (const threads of [1, 2]) {
    const pool = pooledSimulator(inner, {
      ...threaded,
      mechanisms: [file],
      threads,
    });
    const found = await pool.runCases(request);
    await pool.close();
    expect(bytes(found)).toBe(bytes(alone));
    expect(found.problems).toEqual(alone.problems);
  }
});

/** Never comes back where the grid is out. */
const endless = `export default {
  name: 'endless',
  behaviours: ['${core('Dependent')}'],
  init({ graph }) {
    const grid = graph.indexOf('grid');
    return {
      next: Number.POSITIVE_INFINITY,
      step(moment) { while (!moment.works(grid)); return new Map(); },
      outputs: () => ({ kpis: [], twins: () => new Map(), findings: [], random: false }),
    };
  },
};
`;

test('a mechanism that never returns ends with who waits for it, and leaves the others alone', {
  timeout: 240_000,
}, async () => {
  const file = join(folder, 'endless.mjs');
  writeFileSync(file, endless);
  const inner = engine(await loadMechanisms([file]));
  const pool = pooledSimulator(inner, { ...threaded, mechanisms: [file], threads: 1 });
  const scenario = { base: world.revision, edits: [], seed: 3, horizonSeconds: 86_400 };
  const request = { graph: world, catalogue: testCatalogue(), scenario };
  const out = { outage: { twin: 'grid' } };
  const given = () => ({ signal: AbortSignal.timeout(2000) });
  const endlessRun = { ...request, scenario: { ...scenario, edits: [out] }, ...given() };
  await expect(pool.run(endlessRun)).rejects.toThrow('timeout');
  const cases = [{ seed: 1, edits: [out] }];
  await expect(pool.runCases({ ...request, kpis: ['failed'], cases, ...given() })).rejects.toThrow(
    'timeout',
  );
  const alone = await inner.run(request);
  expect(await pool.run(request)).toEqual({ ...alone, outputs: alone.outputs });
  const wrong = { ...scenario, edits: [{ removeTwin: { twin: 'nobody' } }] };
  await expect(pool.run({ ...request, scenario: wrong })).rejects.toMatchObject({
    code: 'NOT_FOUND',
    problems: [{ index: 0 }],
  });
  await pool.close();
});

test('chooses on a thread what it would choose in this process', { timeout: 240_000 }, async () => {
  const places = Array.from({ length: 10 }, (_, i) => `plant-${i}`);
  const graph = graphOf([
    customer('town', { demandRate: 50 }),
    ...places.flatMap((id, i) => [
      supply(id, { capacity: 1 + i, unitCost: 1 }),
      ...flowLink(id, 'town', { capacity: 1 + (i % 4) }, `pipe-${i}`),
    ]),
  ]);
  const candidates = places.map((_, i) => ({
    cost: 1 + (i % 3),
    edits: [{ set: { twin: `pipe-${i}`, property: 'capacity', value: 9 } }],
  }));
  const scenario = { base: graph.revision, edits: [], seed: 1, horizonSeconds: 3600 };
  const request = { graph, catalogue: flowCatalogue, scenario, kpi: 'flow.goods', budget: 7 };
  const chosen = await engine().choose?.({ ...request, candidates });
  expect(chosen?.chosen.length).toBeGreaterThan(2);
  let here = 0;
  const counting = { ...engine(), choose: async () => void here++ };
  const pool = pooledSimulator(counting, { ...threaded, threads: 1 });
  expect(await pool.choose?.({ ...request, candidates })).toEqual(chosen);
  expect(here).toBe(0);
  await pool.choose?.({ ...request, candidates: candidates.slice(0, 3) });
  expect(here).toBe(1);
  await pool.close();
});

test('gives the same report of survival on threads as in this process, and refuses alike', {
  timeout: 240_000,
}, async () => {
  const { graph, catalogue } = benchGraph(tieredChain([2, 4, 8, 16, 40]));
  const inner = engine();
  const request = { graph, catalogue, recoverySeconds: 28 * 86_400 };
  const alone = await inner.survival(request);
  expect(alone.survivals.some(({ isExposed }) => isExposed)).toBe(true);
  const { solves: _solves, ...found } = await contracted.survival(request);
  expect({ ...found, solves: alone.solves }).toEqual(alone);
  const unknown = { ...request, twins: ['nobody'] };
  await expect(contracted.survival(unknown)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  const given = AbortSignal.abort();
  await expect(contracted.survival({ ...request, signal: given })).rejects.toThrow('aborted');
});
