/** Training: the loss falls, nothing leaks, and the same seed gives the same weights. */
import * as tf from '@tensorflow/tfjs';
import { beforeAll, expect, test } from 'vitest';
import { measure } from '../../gnn/model/normalisation.ts';
import { packWeights } from '../../gnn/model/weights.ts';
import { useFastestBackend } from '../../gnn/train/backend.ts';
import { type FitOptions, fitWeights } from '../../gnn/train/fit.ts';
import { generate } from '../../gnn/train/generate.ts';
import { type Lesson, lessonOf } from '../../gnn/train/lesson.ts';

/** The smallest of a few. */
const lessons = [...generate('train', 6)]
  .sort((a, b) => a.network.nodeCount - b.network.nodeCount)
  .slice(0, 4)
  .map(lessonOf);
const [first] = lessons as [Lesson, ...Lesson[]];
const options: FitOptions = {
  architecture: {
    nodeFeatures: first.features.nodes.columns,
    groupFeatures: first.features.groups.columns,
    stepFeatures: 2,
    hidden: 8,
  },
  scales: {
    nodes: measure(lessons.map(({ features }) => features.nodes)),
    groups: measure(lessons.map(({ features }) => features.groups)),
  },
  seed: 3,
  steps: 20,
  lessonsPerStep: lessons.length,
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
  fitWeights(lessons, { ...options, onStep });
  expect(losses.at(-1)).toBeLessThan(0.7 * (losses[0] ?? 0));
  expect(tensors.size).toBe(1);
  expect(tf.memory().numTensors).toBe(before);
});

test('the same seed gives the same weights, another seed others', () => {
  const trained = (seed: number) => {
    const short = { ...options, seed, steps: 3 };
    return packWeights(options.architecture, fitWeights(lessons, short));
  };
  expect(trained(4)).toEqual(trained(4));
  expect(trained(4)).not.toEqual(trained(5));
});
