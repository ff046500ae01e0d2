import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import type { Edit } from '../../../src/model/scenario.ts';
import type { Case, CasesRequest } from '../../../src/simulate/simulator.ts';
import {
  type PooledSimulatorOptions,
  pooledSimulator,
} from '../../../src/simulate/workers/pooled-simulator.ts';
import { core, graphOf, testCatalogue, twin } from '../graphs.ts';
import { engine } from './small-engine.ts';

const here = (name: string) => fileURLToPath(new URL(name, import.meta.url));
const execArgv = ['--import', here('./register-typescript.mjs')];
const module = here('./small-engine.ts');
const inner = engine();
const folder = mkdtempSync(join(tmpdir(), 'linchpin-workers-'));

const poolOf = (options: Partial<PooledSimulatorOptions> = {}) =>
  pooledSimulator(inner, { module, execArgv, threads: 2, inProcessSeconds: 0, ...options });
const pool = poolOf();
afterAll(async () => {
  await pool.close();
  rmSync(folder, { recursive: true });
});

const graph = graphOf([twin('a', core('Store'), { baseStockLevel: 3 }), twin('b', core('Asset'))]);
const scenario = { base: graph.revision, edits: [], seed: 1, horizonSeconds: 60 };
const out = (deed: string): Edit => ({ outage: { twin: deed } });
const scale = (factor: number): Edit => ({
  scale: { twin: 'a', property: 'baseStockLevel', factor },
});
const request = (cases: readonly Case[]): CasesRequest => ({
  graph,
  catalogue: testCatalogue(),
  scenario,
  cases,
  kpis: ['figure', 'other'],
});
const slow = out('slow 5');
const many = (edits: readonly Edit[], count = 60): Case[] =>
  Array.from({ length: count }, (_, seed) => ({
    edits: seed % 3 ? edits : [...edits, scale(seed / 7)],
    seed,
  }));
const bytes = ({ figures }: { figures: Float64Array }) =>
  Buffer.from(figures.buffer, figures.byteOffset, figures.byteLength).toString('hex');

// A busy machine takes its time to start a thread.
describe('cases on threads', { timeout: 120_000 }, () => {
  test('have the figures they have in this process, to the last bit, on any number of threads', async () => {
    const asked = request(many([slow]));
    const alone = bytes(await inner.runCases(asked));
    expect(bytes(await pool.runCases(asked))).toBe(alone);
    const one = poolOf({ threads: 1 });
    expect(bytes(await one.runCases(asked))).toBe(alone);
    await one.close();
  });

  test('tell what is wrong with some at their positions, in order', async () => {
    const cases = many([slow]).map((each, i) =>
      i % 20 === 7 ? { ...each, edits: [slow, out('refuse')] } : each,
    );
    const [found, alone] = [
      await pool.runCases(request(cases)),
      await inner.runCases(request(cases)),
    ];
    expect(found.problems.map(({ index }) => index)).toEqual([7, 27, 47]);
    expect(found.problems).toEqual(alone.problems);
    expect(bytes(found)).toBe(bytes(alone));
  });

  test('keep numbers that JSON would lose', async () => {
    const cases = many([slow, scale(Number.NaN)]);
    const found = await pool.runCases(request(cases));
    expect(Number.isNaN(found.figures[40])).toBe(true);
    expect(bytes(found)).toBe(bytes(await inner.runCases(request(cases))));
  });

  test('stay in this process while they take no time, and none is no trouble', async () => {
    // Threads of this pool could not even start.
    const lame = poolOf({ module: '/nowhere.ts', inProcessSeconds: 1 });
    const asked = request(many([]));
    expect(bytes(await lame.runCases(asked))).toBe(bytes(await inner.runCases(asked)));
    expect(await lame.runCases(request([]))).toEqual({
      figures: new Float64Array(0),
      problems: [],
    });
    await lame.close();
  });

  test('stay in this process while that is sooner than threads would start', async () => {
    const lame = poolOf({ module: '/nowhere.ts', inProcessSeconds: 0.001 });
    const asked = request(many([slow]));
    expect(bytes(await lame.runCases(asked))).toBe(bytes(await inner.runCases(asked)));
    await lame.close();
    const long = poolOf({ module: '/nowhere.ts', inProcessSeconds: 0.001 });
    await expect(long.runCases(request(many([out('slow 50')], 400)))).rejects.toThrow(/nowhere/);
    await long.close();
  });
});

describe('a pool', { timeout: 120_000 }, () => {
  test('passes on a refusal of the whole as what it was', async () => {
    const refused = { ...request(many([slow])), scenario: { ...scenario, seed: 666 } };
    await expect(pool.runCases(refused)).rejects.toThrow('NOT_FOUND seed: no such seed');
  });

  test('passes on the error of a mechanism that throws, with its name', async () => {
    const cases = [...many([slow], 30), { edits: [out('fault')], seed: 1 }, ...many([slow], 30)];
    const failing = pool.runCases(request(cases));
    await expect(failing).rejects.toThrow('the mechanism turbine fell over');
    await expect(failing).rejects.toBeInstanceOf(TypeError);
    await works();
  });

  test('runs the cases of a thread that died once more', async () => {
    const cases = [
      ...many([slow], 30),
      { edits: [out(`killOnce ${join(folder, 'flag')}`)], seed: 1 },
    ];
    const found = await pool.runCases(request(cases));
    expect(bytes(found)).toBe(bytes(await inner.runCases(request(cases))));
  });

  test('tells of cases that kill their thread twice, and lives', async () => {
    const cases = [...many([slow], 30), { edits: [out('kill')], seed: 1 }];
    const failing = pool.runCases(request(cases));
    await expect(failing).rejects.toMatchObject({ code: 'UNAVAILABLE', retriable: true });
    await expect(failing).rejects.toThrow(
      /^UNAVAILABLE cases \d+ to \d+: the worker that was at it ended twice: worker exited with code: 3; expected what fits into the memory of a worker; try again, or ask for less at once$/,
    );
    await works();
  });

  test('tells of cases that need more memory than a thread has, and lives', async () => {
    const small = poolOf({ threads: 1, heapMegabytes: 96 });
    const cases = [...many([slow], 30), { edits: [out('memory')], seed: 1 }];
    await expect(small.runCases(request(cases))).rejects.toThrow(
      /^UNAVAILABLE cases \d+ to \d+: the worker that was at it ended twice: .*memory/,
    );
    await small.close();
    await works();
  });

  test('gives up at once when nobody wants the figures any more, and lives', async () => {
    const ending = new AbortController();
    const asked = { ...request(many([out('slow 300')], 40)), signal: ending.signal };
    const running = pool.runCases(asked);
    setTimeout(() => ending.abort(new Error('not wanted')), 400);
    const begun = performance.now();
    await expect(running).rejects.toThrow('not wanted');
    // In this process alone the forty cases would take 12 seconds.
    expect(performance.now() - begun).toBeLessThan(6000);
    await works();
  });

  test('does nothing, and loses no error, for someone who has gone already', async () => {
    const lost: unknown[] = [];
    const lose = (error: unknown) => lost.push(error);
    process.on('unhandledRejection', lose);
    const lame = poolOf({ module: join(folder, 'nowhere.ts') });
    const asked = { ...request(many([slow], 20)), signal: AbortSignal.abort(new Error('gone')) };
    await expect(lame.runCases(asked)).rejects.toThrow('gone');
    await lame.close();
    await new Promise((resolve) => setTimeout(resolve, 700));
    process.off('unhandledRejection', lose);
    expect(lost).toEqual([]);
  });

  test('goes on with the cases of others when those of one are not wanted', async () => {
    const ending = new AbortController();
    const dropped = pool.runCases({
      ...request(many([out('slow 300')], 20)),
      signal: ending.signal,
    });
    const other = request(many([slow]));
    const wanted = pool.runCases(other);
    setTimeout(() => ending.abort(new Error('not wanted')), 200);
    await expect(dropped).rejects.toThrow('not wanted');
    expect(bytes(await wanted)).toBe(bytes(await inner.runCases(other)));
  });

  test('fails with the reason when its threads cannot start, and when it is closed', async () => {
    const lame = poolOf({ module: join(folder, 'nowhere.ts') });
    await expect(lame.runCases(request(many([slow], 20)))).rejects.toThrow(/nowhere\.ts/);
    await lame.close();
    await expect(lame.runCases(request(many([slow], 20)))).rejects.toThrow(
      'UNAVAILABLE simulator: the simulator is closed; start the service again',
    );
  });

  /** That the pool still does what it is for. */
  async function works(): Promise<void> {
    const asked = request(many([slow], 20));
    expect(bytes(await pool.runCases(asked))).toBe(bytes(await inner.runCases(asked)));
  }
});
