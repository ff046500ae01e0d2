/** The flow of a prediction: whole graph in, what was asked for out. */
import { beforeAll, expect, test } from 'vitest';
import { explainForecast, type ForecastOptions, rankForecast } from '../../src/flows/forecast.ts';
import { gnnPredictor } from '../../src/predict/gnn/gnn-predictor.ts';
import type { Predictor } from '../../src/predict/predictor.ts';
import { catalogue, smallWorld, worldOf } from '../predict/small-world.ts';

const snapshot = worldOf(smallWorld);
const failed = ['gridB'];
let predictor: Predictor;

beforeAll(async () => {
  predictor = await gnnPredictor();
});

/** What was asked for, with the causes of all of it. */
async function run(options: ForecastOptions = {}) {
  const rooms = { snapshot, catalogue, predictor };
  const ranked = await rankForecast(rooms, options);
  const causes = await explainForecast(rooms, options, ranked.twins);
  const twins = ranked.twins.map((item) => ({ ...item, causes: causes.get(item.twin) ?? [] }));
  return { ...ranked, twins };
}

test('without options it is the predictor’s forecast of the graph as it is', async () => {
  expect(await run()).toEqual(await predictor.forecast({ graph: snapshot, catalogue }));
});

test('twins that are asked for get what they get in the whole forecast', async () => {
  const whole = await run({ failed });
  const part = await run({ failed, twins: ['office', 'busB'] });
  const wanted = whole.twins.filter(({ twin }) => ['office', 'busB'].includes(twin));
  expect(part).toEqual({ ...whole, twins: wanted });
});

test('a twin that no failure reaches is returned when it is asked for', async () => {
  const { twins } = await run({ failed, twins: ['aside', 'busB'] });
  expect(twins.map(({ twin }) => twin)).toEqual(['busB', 'aside']);
  const safe = { probability: 0, interval: [0, 0], step: 0, causes: [] };
  expect(twins[1]).toEqual({ twin: 'aside', ...safe });
});

test('a twin that is taken as failed has failed, whatever depends on it', async () => {
  const forecast = await run({ failed: ['aside'], twins: ['aside'] });
  expect(forecast.failed).toEqual(['aside']);
  expect(forecast.twins).toMatchObject([{ twin: 'aside', probability: 1, step: 0 }]);
});

test('models include their subtypes', async () => {
  const asset = await run({ failed, models: ['dtmi:linchpin:core:Asset;1'] });
  expect(asset.twins).toHaveLength(8);
  const store = await run({ failed, models: ['dtmi:linchpin:core:Store;1'] });
  expect(store.twins).toEqual([]);
});

test('first keeps the riskiest', async () => {
  const { twins } = await run({ failed, first: 2 });
  expect(twins).toEqual((await run({ failed })).twins.slice(0, 2));
});

test('steps reach the predictor', async () => {
  const near = await run({ failed, steps: 1, twins: ['office'] });
  const far = await run({ failed, steps: 16, twins: ['office'] });
  expect(far.twins[0]?.probability).toBeGreaterThan(near.twins[0]?.probability ?? 1);
});

test.each([
  [{ twins: ['nobody'] }, { code: 'NOT_FOUND', where: 'twins/nobody' }],
  [{ models: ['dtmi:none;1'] }, { code: 'NOT_FOUND', where: 'models/dtmi:none;1' }],
  [{ failed: ['nobody'] }, { code: 'NOT_FOUND', where: 'failed/0' }],
  [{ first: -1 }, { code: 'BAD_USER_INPUT', where: 'first' }],
  [{ steps: 0 }, { code: 'BAD_USER_INPUT', where: 'steps' }],
])('%j is refused', async (options, refused) => {
  await expect(run(options)).rejects.toMatchObject(refused);
});
