/** The architecture: the same on tensors and on arrays, and blind to how nodes are numbered. */
import * as tf from '@tensorflow/tfjs';
import { beforeAll, expect, test } from 'vitest';
import { tensorAlgebra } from '../../gnn/kernels/tensor-algebra.ts';
import { type Architecture, rollOut } from '../../gnn/model/architecture.ts';
import { arrayAlgebra } from '../../gnn/model/array-algebra.ts';
import { measure, normalise } from '../../gnn/model/normalisation.ts';
import {
  mapWeights,
  packWeights,
  startingWeights,
  unpackWeights,
  weightCount,
} from '../../gnn/model/weights.ts';
import { useFastestBackend } from '../../gnn/train/backend.ts';
import { batchOf } from '../../gnn/train/batch.ts';
import { generate } from '../../gnn/train/generate.ts';
import { type Lesson, lessonOf } from '../../gnn/train/lesson.ts';
import { RandomStream } from '../../src/model/random.ts';
import { featuresOf, type GraphFeatures, stepFeatures } from '../../src/predict/gnn/features.ts';
import { viewOf } from '../../src/predict/gnn/view.ts';
import { renumbered } from './renumbered.ts';

/** One of each family, of different kinds. */
const lessons = [...generate('test', 5)].filter((_, i) => i % 8 === 0).map(lessonOf);
const scales = {
  nodes: measure(lessons.map(({ features }) => features.nodes)),
  groups: measure(lessons.map(({ features }) => features.groups)),
};
const [first] = lessons as [Lesson, ...Lesson[]];
const architecture: Architecture = {
  nodeFeatures: first.features.nodes.columns,
  groupFeatures: first.features.groups.columns,
  stepFeatures: 2,
  hidden: 16,
};
const random = new RandomStream(5);
const weights = startingWeights(architecture, () => random.uniform());

beforeAll(async () => {
  await useFastestBackend();
});

/** The logits of 12 steps on plain arrays, as one list. */
function onArrays(features: GraphFeatures): number[] {
  const steps = rollOut(arrayAlgebra, weights, {
    ...features,
    nodes: normalise(features.nodes, scales.nodes),
    groups: normalise(features.groups, scales.groups),
    step: (t) => stepFeatures(features.declared, t),
  });
  return Array.from({ length: 12 }, () => [...steps.next().value.logits.values]).flat();
}

test('serving on arrays equals training on tensors within 1e-5', () => {
  for (const lesson of lessons) {
    const served = onArrays(lesson.features);
    const trained = tf.tidy(() => {
      const tensors = mapWeights(architecture, (name, shape) =>
        tf.tensor2d(weights[name].values, shape),
      );
      const batch = batchOf([lesson], scales);
      const steps = rollOut(tensorAlgebra, tensors, batch.inputs);
      const logits = Array.from({ length: 12 }, () => [...steps.next().value.logits.dataSync()]);
      batch.dispose();
      return logits.flat();
    });
    expect(trained).toHaveLength(served.length);
    const gap = served.reduce((m, v, i) => Math.max(m, Math.abs(v - (trained[i] ?? 0))), 0);
    expect(gap).toBeLessThan(1e-5);
  }
});

test('renumbering the nodes changes nothing but the order of the results', () => {
  for (const { example } of lessons) {
    const { network, failed, awaited } = example;
    const again = renumbered(network, new RandomStream(9));
    const plain = onArrays(featuresOf(viewOf(network, failed, awaited)));
    const moved = onArrays(featuresOf(viewOf(again.network, again.move(failed), awaited)));
    const nodes = network.nodeCount;
    const gap = plain.reduce((largest, value, i) => {
      const place = Math.floor(i / nodes) * nodes + again.to(i % nodes);
      return Math.max(largest, Math.abs(value - (moved[place] ?? Number.NaN)));
    }, 0);
    expect(gap).toBeLessThan(1e-5);
  }
});

test('the number of weights does not depend on the graph', () => {
  expect(weightCount(architecture)).toBe(packWeights(architecture, weights).length);
  expect(onArrays(first.features)).toHaveLength(12 * first.example.network.nodeCount);
});

test('packed weights come back as they were', () => {
  const block = packWeights(architecture, weights);
  expect(packWeights(architecture, unpackWeights(architecture, block))).toEqual(block);
});

test('a graph without a single dependency has a forecast for each node', () => {
  const alone = { ...first.example.network, ...emptyGroups(3) };
  const logits = onArrays(featuresOf(viewOf(alone, new Uint8Array(3), true)));
  expect(logits).toHaveLength(36);
  expect(logits.every(Number.isFinite)).toBe(true);
});

function emptyGroups(nodeCount: number) {
  return {
    nodeCount,
    groupCount: 0,
    groupOffsets: new Int32Array(nodeCount + 1),
    groupOwner: new Int32Array(0),
    groupName: [],
    supportOffsets: new Int32Array(1),
    supportNode: new Int32Array(0),
    dependentOffsets: new Int32Array(nodeCount + 1),
    dependentSupport: new Int32Array(0),
  };
}
