/** A checkpoint of the flow network: written and read back, refused when it is not as it was made. */
import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import type { FlowCheckpoint } from '../../../gnn/model/flow-checkpoint.ts';
import { startingFlowWeights } from '../../../gnn/model/flow-weights.ts';
import { saveFlowCheckpoint } from '../../../gnn/train/flow/save-flow.ts';
import { earlyFlows } from '../../../src/evaluate/bottleneck/early-equilibrium.ts';
import { RandomStream } from '../../../src/model/random.ts';
import { flowFeatures } from '../../../src/predict/flow/features.ts';
import { flowForecast, flowOutputsOf } from '../../../src/predict/flow/flow-ensemble.ts';
import { flowColumns } from '../../../src/predict/flow/link-columns.ts';
import { readFlowEnsemble } from '../../../src/predict/flow/read-flow-ensemble.ts';
import { relationNames } from '../../../src/predict/flow/relations.ts';
import { drawnRoads } from './small-roads.ts';

const architecture = {
  linkFeatures: flowColumns.length,
  relations: relationNames.length,
  hidden: 4,
  iterations: 2,
};
const columns = flowColumns.length;
const description: Omit<FlowCheckpoint, 'weights'> = {
  format: 2,
  task: 'flow-bottleneck',
  version: '1',
  description: '',
  licence: 'Apache-2.0',
  architecture,
  features: { links: flowColumns, relations: relationNames },
  normalisation: {
    links: { mean: Array(columns).fill(0), deviation: Array(columns).fill(1) },
  },
  calibration: { temperature: 1.5, widening: 0.1, error: 0, coverage: 0.8, graphs: 1 },
  members: [1, 2].map((seed) => ({ seed, loss: 0 })),
  training: {
    steps: 0,
    lessonsPerStep: 0,
    learningRate: 0,
    backend: 'cpu',
    seconds: 0,
    data: {},
  },
  metrics: {},
};
const members = [1, 2].map((seed) => {
  const random = new RandomStream(seed);
  return startingFlowWeights(architecture, () => random.uniform());
});

let folder = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'linchpin-flow-'));
  await saveFlowCheckpoint(folder, description, members);
});

test('is read as it was written', async () => {
  const { checkpoint, ensemble } = await readFlowEnsemble(folder);
  expect(checkpoint).toMatchObject(description);
  expect(ensemble.members).toEqual(members);
});

test('forecasts probabilities and ascending quantiles, and says how far members disagree', async () => {
  const { checkpoint, ensemble } = await readFlowEnsemble(folder);
  const features = flowFeatures(drawnRoads(new RandomStream(1), 20), earlyFlows);
  const outputs = flowOutputsOf(ensemble, features);
  const { probability, low, median, high, disagreement } = flowForecast(
    outputs,
    features,
    checkpoint.calibration,
  );
  for (const [link, chance] of probability.entries()) {
    expect(chance).toBeGreaterThan(0);
    expect(chance).toBeLessThan(1);
    expect(low[link]).toBeGreaterThanOrEqual(0);
    expect(low[link]).toBeLessThanOrEqual(median[link] as number);
    expect(median[link]).toBeLessThanOrEqual(high[link] as number);
    expect(disagreement[link]).toBeGreaterThan(0);
  }
});

test('is refused when it is missing, damaged, cut short or of other features', async () => {
  await expect(readFlowEnsemble(join(folder, 'none'))).rejects.toMatchObject({ code: 'NOT_FOUND' });
  const checkpoint = JSON.parse(await readFile(join(folder, 'checkpoint.json'), 'utf8'));
  const refused = async (change: object, weights?: Buffer) => {
    const other = await mkdtemp(join(tmpdir(), 'linchpin-flow-'));
    const bytes = weights ?? (await readFile(join(folder, 'weights.bin')));
    await writeFile(join(other, 'weights.bin'), bytes);
    await writeFile(join(other, 'checkpoint.json'), JSON.stringify({ ...checkpoint, ...change }));
    await expect(readFlowEnsemble(other)).rejects.toMatchObject({ code: 'VALIDATION_FAILED' });
  };
  await refused({ format: 1 });
  await refused({ task: 'fault-propagation' });
  await refused({ features: { links: ['other'], relations: relationNames } });
  await refused({ members: [] });
  await refused({}, Buffer.alloc(8));
});
