/** The shipped predictor on small worlds: what it expects, why, and which weights it refuses. */
import { copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Forecast } from '../../src/model/forecast.ts';
import { packageRoot } from '../../src/package-root.ts';
import { gnnPredictor } from '../../src/predict/gnn/gnn-predictor.ts';
import type { Predictor } from '../../src/predict/predictor.ts';
import { catalogue, smallWorld, worldOf } from './small-world.ts';

const graph = worldOf(smallWorld);
const shipped = join(packageRoot(), 'gnn', 'weights', 'fault-propagation');
let predictor: Predictor;

beforeAll(async () => {
  predictor = await gnnPredictor();
});

function of({ twins }: Forecast, id: string) {
  const found = twins.find(({ twin }) => twin === id);
  if (found === undefined) throw new Error(`no forecast of ${id}`);
  return found;
}

test('what hangs on the failed twin alone is more at risk than what has a reserve', async () => {
  const forecast = await predictor.forecast({ graph, catalogue, failed: ['gridB'] });
  expect(of(forecast, 'busB').probability).toBeGreaterThan(0.7);
  expect(of(forecast, 'busB').probability).toBeGreaterThan(of(forecast, 'busA').probability);
});

test('steps rise along the chain', async () => {
  const forecast = await predictor.forecast({ graph, catalogue, failed: ['gridB'] });
  expect(of(forecast, 'busB').step).toBeLessThan(of(forecast, 'works').step);
  expect(of(forecast, 'works').step).toBeLessThan(of(forecast, 'office').step);
});

test('the cause of a risk is the support that carries it, with its relationship', async () => {
  const forecast = await predictor.forecast({ graph, catalogue, failed: ['gridB'] });
  const [cause] = of(forecast, 'works').causes;
  const relationship = { source: 'works', id: 'dependsOn:busB' };
  expect(cause).toMatchObject({ twin: 'busB', relationship });
  expect(cause?.weight).toBeGreaterThan(0.5);
});

test('supports that fail together share the risk by their own risk and part of the need', async () => {
  // Each of eight doubles the others: one that could not fail would change nothing.
  const buses = Array.from({ length: 8 }, (_, i) => `bus${i}`);
  const world = worldOf({
    grid: {},
    spare: {},
    ...Object.fromEntries(buses.map((bus) => [bus, { needs: ['grid'] }])),
    line: { needs: [...buses, 'spare'], properties: { dependencyRule: 'all' } },
  });
  const forecast = await predictor.forecast({ graph: world, catalogue, failed: ['grid'] });
  const { causes, probability } = of(forecast, 'line');
  expect(probability).toBeGreaterThan(0.5);
  expect(causes.length).toBeGreaterThan(1);
  expect(causes.map(({ twin }) => twin)).not.toContain('spare');
  for (const { relationship } of causes) expect(relationship?.source).toBe('line');
});

test('every likely twin that has not failed names a cause', async () => {
  for (const failed of [['gridB'], ['gridA', 'gridB'], ['busA'], ['gridA', 'busB']]) {
    const { twins } = await predictor.forecast({ graph, catalogue, failed });
    const likely = twins.filter((item) => item.probability > 0.1 && !failed.includes(item.twin));
    expect(likely.length).toBeGreaterThan(0);
    for (const { causes } of likely) expect(causes).not.toEqual([]);
  }
});

test('a twin has the same causes when it is asked for alone', async () => {
  const failed = ['gridB'];
  const fresh = worldOf(smallWorld);
  const whole = await predictor.forecast({ graph, catalogue, failed });
  const alone = await predictor.forecast({ graph: fresh, catalogue, failed, twins: ['works'] });
  expect(alone.twins).toEqual([of(whole, 'works')]);
});

test('a forecast that only ranks has everything but the causes', async () => {
  const failed = ['gridB'];
  const whole = await predictor.forecast({ graph, catalogue, failed });
  const ranked = await predictor.forecast({ graph, catalogue, failed, causes: false });
  expect(ranked.twins).toEqual(whole.twins.map((item) => ({ ...item, causes: [] })));
});

test('other failures and other steps on the same graph do not share an answer', async () => {
  const near = await predictor.forecast({ graph, catalogue, failed: ['gridB'], steps: 1 });
  const other = await predictor.forecast({ graph, catalogue, failed: ['gridA'], steps: 1 });
  const turned = await predictor.forecast({
    graph,
    catalogue,
    failed: ['gridA', 'gridA'],
    steps: 1,
  });
  expect(of(other, 'busB')).not.toEqual(of(near, 'busB'));
  expect(turned).toEqual(other);
});

test('other work goes on while a forecast is made', async () => {
  const world = worldOf(smallWorld);
  const order: string[] = [];
  const made = predictor.forecast({ graph: world, catalogue }).then(() => order.push('forecast'));
  await setImmediate();
  order.push('other');
  await made;
  expect(order).toEqual(['other', 'forecast']);
});

test('weights of causes are shares', async () => {
  for (const failed of [[], ['gridB'], ['gridA', 'busB']]) {
    const { twins } = await predictor.forecast({ graph, catalogue, failed });
    for (const { causes } of twins) {
      const sum = causes.reduce((total, { weight }) => total + weight, 0);
      expect(sum).toBeLessThanOrEqual(1 + 1e-9);
    }
  }
});

test('while nothing has failed, what hangs on a long chain of single twins is most at risk', async () => {
  const chain = worldOf({
    source: {},
    a: { needs: ['source'] },
    b: { needs: ['a'] },
    c: { needs: ['b'] },
    d: { needs: ['c'] },
    spared: { needs: ['source', 'a', 'b', 'c'] },
  });
  const forecast = await predictor.forecast({ graph: chain, catalogue });
  expect(forecast.failed).toEqual([]);
  expect(of(forecast, 'd').probability).toBeGreaterThan(of(forecast, 'a').probability);
  expect(of(forecast, 'd').probability).toBeGreaterThan(of(forecast, 'spared').probability);
});

test('looking further ahead never lowers a risk', async () => {
  const near = await predictor.forecast({ graph, catalogue, failed: ['gridB'], steps: 1 });
  const far = await predictor.forecast({ graph, catalogue, failed: ['gridB'], steps: 16 });
  for (const { twin, probability } of near.twins) {
    expect(of(far, twin).probability).toBeGreaterThanOrEqual(probability - 1e-9);
  }
});

test('a twin that could not work in any case counts as failed, not as a forecast', async () => {
  const world = worldOf({
    ...smallWorld,
    // Each rests on the other, and neither on a source.
    left: {
      needs: ['right'],
      properties: { dependencyRule: 'fraction', dependencyThreshold: 0.5 },
    },
    right: {
      needs: ['left'],
      properties: { dependencyRule: 'fraction', dependencyThreshold: 0.5 },
    },
  });
  const forecast = await predictor.forecast({ graph: world, catalogue });
  expect(forecast.failed).toEqual(['left', 'right']);
});

test('the calibration and its error are part of the answer', async () => {
  const { calibration } = await predictor.forecast({ graph, catalogue, failed: ['gridB'] });
  expect(calibration.method).toBe('temperature');
  expect(calibration.error).toBeLessThan(0.03);
  expect(calibration.scenarios).toBeGreaterThan(100);
});

describe('weights that are not as they were made', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'linchpin-weights-'));
    for (const file of ['checkpoint.json', 'weights.bin']) {
      await copyFile(join(shipped, file), join(folder, file));
    }
    return () => rm(folder, { recursive: true });
  });
  const checkpoint = () => join(folder, 'checkpoint.json');
  const weights = () => join(folder, 'weights.bin');

  test('are refused when a file is missing', async () => {
    await rm(weights());
    await expect(gnnPredictor(folder)).rejects.toMatchObject({
      code: 'NOT_FOUND',
      where: weights(),
    });
  });

  test('are refused when one byte differs', async () => {
    const bytes = await readFile(weights());
    bytes[100] = (bytes[100] ?? 0) ^ 1;
    await writeFile(weights(), bytes);
    const refused = { code: 'VALIDATION_FAILED', where: weights() };
    await expect(gnnPredictor(folder)).rejects.toMatchObject(refused);
  });

  test('are refused when the checkpoint is cut short', async () => {
    await writeFile(checkpoint(), (await readFile(checkpoint())).subarray(0, 200));
    const refused = { code: 'VALIDATION_FAILED', where: checkpoint() };
    await expect(gnnPredictor(folder)).rejects.toMatchObject(refused);
  });

  test.each([
    ['of another format', { format: 1 }],
    ['trained on other features', { features: { nodes: [], limits: [], steps: [] } }],
  ])('are refused when they are %s', async (_, change) => {
    const content = JSON.parse(await readFile(checkpoint(), 'utf8'));
    await writeFile(checkpoint(), JSON.stringify({ ...content, ...change }));
    const refused = { code: 'VALIDATION_FAILED', where: checkpoint() };
    await expect(gnnPredictor(folder)).rejects.toMatchObject(refused);
  });
});
