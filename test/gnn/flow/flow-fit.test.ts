/** Training of the flow network: the loss falls, nothing leaks, and calibration keeps its promise. */
import * as tf from '@tensorflow/tfjs';
import { beforeAll, expect, test } from 'vitest';
import type { SparseTensor } from '../../../gnn/kernels/csr-mat-mul.ts';
import { type Rows, tensorAlgebra, whole } from '../../../gnn/kernels/tensor-algebra.ts';
import { arrayAlgebra, matrix } from '../../../gnn/model/array-algebra.ts';
import { flowOutputs, iterateFlow } from '../../../gnn/model/flow-architecture.ts';
import {
  mapFlowWeights,
  packFlowWeights,
  startingFlowWeights,
  unpackFlowWeights,
} from '../../../gnn/model/flow-weights.ts';
import { measure, normalise } from '../../../gnn/model/normalisation.ts';
import { useFastestBackend } from '../../../gnn/train/backend.ts';
import { flowBatch } from '../../../gnn/train/flow/flow-batch.ts';
import { calibrateFlow } from '../../../gnn/train/flow/flow-calibrate.ts';
import { flowExamples } from '../../../gnn/train/flow/flow-examples.ts';
import { fitFlowWeights } from '../../../gnn/train/flow/flow-fit.ts';
import { type FlowLesson, flowLesson } from '../../../gnn/train/flow/flow-lesson.ts';
import { RandomStream } from '../../../src/model/random.ts';

/** The smallest of a few. */
const lessons = [...flowExamples('train', 8)]
  .sort((a, b) => a.network.linkCount - b.network.linkCount)
  .slice(0, 4)
  .map(flowLesson);
const [first] = lessons as [FlowLesson, ...FlowLesson[]];
const architecture = {
  linkFeatures: first.features.links.columns,
  relations: first.features.relations.length,
  hidden: 8,
  iterations: 3,
};
const scale = measure(lessons.map(({ features }) => features.links));
const options = { architecture, scale, seed: 3, lessonsPerStep: 4, learningRate: 0.02 };

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
  fitFlowWeights(lessons, { ...options, steps: 25, onStep });
  expect(losses.at(-1)).toBeLessThan(0.6 * (losses[0] ?? 0));
  expect(tensors.size).toBe(1);
  expect(tf.memory().numTensors).toBe(before);
});

test('the same seed gives the same weights, another seed others', () => {
  const trained = (seed: number) =>
    packFlowWeights(architecture, fitFlowWeights(lessons, { ...options, seed, steps: 3 }));
  expect(trained(4)).toEqual(trained(4));
  expect(trained(4)).not.toEqual(trained(5));
});

test('weights come back from their block as they were', () => {
  const random = new RandomStream(6);
  const weights = startingFlowWeights(architecture, () => random.uniform());
  const block = packFlowWeights(architecture, weights);
  expect(unpackFlowWeights(architecture, block)).toEqual(weights);
});

test('tensors and plain arrays say the same', () => {
  const random = new RandomStream(6);
  const weights = startingFlowWeights(architecture, () => random.uniform());
  const batch = flowBatch([first], scale);
  const tensors = mapFlowWeights(architecture, (name, shape) =>
    tf.tensor2d(weights[name].values, shape),
  );
  const slow = iterateFlow<Rows, SparseTensor>(tensorAlgebra, tensors, batch.inputs);
  const { links, relations } = first.features;
  const inputs = { links: normalise(links, scale), relations };
  const quick = iterateFlow(arrayAlgebra, weights, inputs);
  for (let t = 0; t < 3; t++) {
    const [a, b] = [whole(slow.next().value()).dataSync(), quick.next().value().values];
    for (const [i, value] of b.entries()) expect(a[i]).toBeCloseTo(value, 4);
  }
  batch.dispose();
  tf.disposeVariables();
});

test('calibration cools what is too sure and widens what is too narrow, no more than it must', () => {
  // What is said: the truth, wrong for one link in five, as if it were certain, and no width at all.
  const told = Array.from({ length: 40 }, (_, graph) => {
    const random = new RandomStream(11, graph);
    const links = 50;
    const saturated = Float32Array.from({ length: links }, () => random.integer(2));
    const residual = Float32Array.from({ length: links }, () => random.normal());
    const output = matrix(links, flowOutputs);
    for (let link = 0; link < links; link++) {
      const isRight = random.uniform() < 0.8;
      output.values[link * flowOutputs] = (saturated[link] === 1) === isRight ? 2 : -2;
    }
    const lesson = { ...first, example: { ...first.example, graph }, saturated, residual };
    return { lesson, outputs: [output] };
  });
  const { temperature, widening } = calibrateFlow(told);
  // σ(2 / T) = 0.8 at T = 2 / log 4; Φ(1.28) - Φ(-1.28) = 0.8, and a little more for 40 graphs.
  expect(temperature).toBeCloseTo(2 / Math.log(4), 0);
  expect(widening).toBeGreaterThan(1.2);
  expect(widening).toBeLessThan(1.55);
});
