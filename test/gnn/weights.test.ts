/** The weights that ship, judged again on a part of the graphs they were not trained on. */

import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { judge, networkName, precisionOf } from '../../gnn/train/evaluate.ts';
import { generate, graphsHash } from '../../gnn/train/generate.ts';
import { dependencySamples } from '../../gnn/train/sample.ts';
import { packageRoot } from '../../src/package-root.ts';
import { scores } from '../../src/predict/baseline/scores.ts';
import { type ReadEnsemble, readEnsemble } from '../../src/predict/gnn/read-ensemble.ts';

const graphs = 30;
const examples = [...generate('test', graphs)];
let read: ReadEnsemble;
let judged: ReturnType<typeof judge>;

beforeAll(async () => {
  read = await readEnsemble(join(packageRoot(), 'gnn', 'weights', 'fault-propagation'));
  judged = judge(read.ensemble, read.checkpoint.calibration, dependencySamples(examples));
});

describe.each(Object.keys(scores))('the network beats the baseline %s', (name) => {
  test.each(['all', 'after step 1', 'tree', 'supply', 'mesh', 'geometric', 'interdependent'])(
    'in average precision on %s',
    (column) => {
      const network = precisionOf(judged, networkName, column);
      expect(network).toBeGreaterThan(precisionOf(judged, name, column));
    },
  );
});

test.each(['validation', 'test'] as const)(
  'the graphs of the %s split are the recorded ones',
  (split) => {
    const { graphs: count = 0, graphsSha256 } =
      read.checkpoint.training.data[split]?.dependency ?? {};
    expect(graphsHash(generate(split, count))).toBe(graphsSha256);
  },
);

test('the recorded precision is near what this part of the graphs gives', () => {
  const recorded = read.checkpoint.metrics[`averagePrecision.${networkName}`] ?? 0;
  expect(Math.abs(precisionOf(judged, networkName) - recorded)).toBeLessThan(0.1);
});

test('the checkpoint says what it is', () => {
  const { licence, task, members, calibration } = read.checkpoint;
  expect({ licence, task }).toEqual({ licence: 'Apache-2.0', task: 'fault-propagation' });
  expect(members.length).toBe(read.ensemble.members.length);
  expect(calibration.failed.error).toBeLessThan(0.03);
});
