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
import { core, testCatalogue } from '../graphs.ts';
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
