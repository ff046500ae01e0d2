/** Training: the loss falls, nothing leaks, and the same seed gives the same weights. */
import * as tf from '@tensorflow/tfjs';
import { beforeAll, expect, test } from 'vitest';
import { packWeights } from '../../gnn/model/weights.ts';
import { useFastestBackend } from '../../gnn/train/backend.ts';
import { dataOf } from '../../gnn/train/data.ts';
import { type FitOptions, fitWeights } from '../../gnn/train/fit.ts';
import { architectureOf, coursesOf, scalesOf } from '../../gnn/train/lesson-plan.ts';

const courses = coursesOf(dataOf('train', { dependency: 3, motterLai: 1, lines: 1 }));
const options: FitOptions = {
  architecture: architectureOf({ hidden: 8 }),
  scales: scalesOf(courses),
  seed: 3,
  steps: 24,
  rowsPerStep: 300,
  learningRate: 0.03,
};

beforeAll(async () => {
  await useFastestBackend();
});

test('the loss falls on a tiny set while the number of tensors stays the same', () => {
  const losses: number[] = [];
  const tensors = new Set<number>();
  const before = tf.memory().numTensors;
  const onStep = (_: number, loss: number) => {
    losses.push(loss);
    tensors.add(tf.memory().numTensors);
  };
  fitWeights(courses, { ...options, onStep });
  const round = (from: number) => losses.slice(from, from + 3).reduce((a, b) => a + b);
  expect(round(losses.length - 3)).toBeLessThan(0.7 * round(0));
  expect(tensors.size).toBe(1);
  expect(tf.memory().numTensors).toBe(before);
});

test('the same seed gives the same weights, another seed others', () => {
  const trained = (seed: number) => {
    const short = { ...options, seed, steps: 3 };
    return packWeights(options.architecture, fitWeights(courses, short));
  };
  expect(trained(4)).toEqual(trained(4));
  expect(trained(4)).not.toEqual(trained(5));
});
