/** The architecture: the same on tensors, kernels and arrays, and blind to how elements are numbered. */
import * as tf from '@tensorflow/tfjs';
import { beforeAll, expect, test } from 'vitest';
import type { SparseTensor } from '../../gnn/kernels/csr-mat-mul.ts';
import { HeapAlgebra } from '../../gnn/kernels/heap-algebra.ts';
import { type Rows, tensorAlgebra, whole } from '../../gnn/kernels/tensor-algebra.ts';
import { advance, begin, type Inputs, rollOut } from '../../gnn/model/architecture.ts';
import { arrayAlgebra, type Matrix } from '../../gnn/model/array-algebra.ts';
import { normalise } from '../../gnn/model/normalisation.ts';
import type { SparseMatrix } from '../../gnn/model/sparse.ts';
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
import { architectureOf, scalesOf } from '../../gnn/train/lesson-plan.ts';
import { lineExamples } from '../../gnn/train/overload-examples.ts';
import { dependencySamples, overloadSample } from '../../gnn/train/sample.ts';
import { RandomStream } from '../../src/model/random.ts';
import { outlookOf } from '../../src/predict/gnn/ensemble.ts';
import {
  featuresOf,
  type GraphFeatures,
  messagesOf,
  stepFeatures,
} from '../../src/predict/gnn/features.ts';
import { networkView, type Seen, viewOf } from '../../src/predict/gnn/view.ts';
import { stressNetwork } from '../evaluate/small-stress.ts';
import { renumbered } from './renumbered.ts';

/** One graph of each family of dependencies, and one of lines. */
const lessons: Lesson[] = [
  ...dependencySamples(generate('test', 5)),
  ...[...lineExamples('train', 1)].map(overloadSample),
].map((sample) => lessonOf(sample));
const scales = scalesOf([lessons]);
const architecture = architectureOf({ hidden: 16 });
const random = new RandomStream(5);
const weights = startingWeights(architecture, () => random.uniform());
const steps = 12;

beforeAll(async () => {
  await useFastestBackend();
});

/** Some onsets side by side. */
function featuresIn(lesson: Lesson, onsets: readonly number[]): GraphFeatures {
  return featuresOf(onsets.map(lesson.view), lesson.messages);
}

function inputsOf(features: GraphFeatures): Inputs<Matrix, SparseMatrix> {
  return {
    ...features,
    ...features.messages,
    nodes: normalise(features.nodes, scales.nodes),
    limits: normalise(features.limits, scales.limits),
    step: (t) => stepFeatures(features, t),
  };
}

/** The logits of all steps on plain arrays, as one list. */
function onArrays(features: GraphFeatures): number[] {
  const rolled = rollOut(arrayAlgebra, weights, inputsOf(features));
  return Array.from({ length: steps }, () => [...rolled.next().value.logits.values]).flat();
}

function gapOf(found: readonly number[], expected: readonly number[]): number {
  expect(found).toHaveLength(expected.length);
  return found.reduce((m, v, i) => Math.max(m, Math.abs(v - (expected[i] ?? Number.NaN))), 0);
}

test('training on tensors equals arrays within 1e-5, several networks and onsets at once', () => {
  const picked = lessons.slice(0, 3).map((lesson) => ({ lesson, onsets: [0, 2] }));
  const found = tf.tidy(() => {
    const tensors = mapWeights(architecture, (name, shape) =>
      tf.tensor2d(weights[name].values, shape),
    );
    const batch = batchOf(picked, scales);
    const rolled = rollOut<Rows, SparseTensor>(tensorAlgebra, tensors, batch.inputs);
    const logits = Array.from({ length: steps }, () => [
      ...whole(rolled.next().value.logits).dataSync(),
    ]);
    batch.dispose();
    return logits;
  });
  const apart = picked.map(({ lesson, onsets }) => onArrays(featuresIn(lesson, onsets)));
  for (const [t, logits] of found.entries()) {
    const expected = apart.flatMap((all) => {
      const rows = all.length / steps;
      return all.slice(t * rows, (t + 1) * rows);
    });
    expect(gapOf(logits, expected)).toBeLessThan(1e-5);
  }
});

test('serving on kernels equals arrays within 1e-5, while the memory is settled at each step', () => {
  for (const lesson of lessons) {
    const features = featuresIn(lesson, [0, 1]);
    const [heap, given] = [new HeapAlgebra(), inputsOf(features)];
    const dense = { nodes: given.nodes, limits: given.limits, failed: given.failed };
    const more = { exposed: given.exposed, stress: given.stress };
    const placed = Object.entries({ ...dense, ...more }).map(([k, v]) => [k, heap.dense(v)]);
    const sparse = Object.entries(features.messages).map(([k, v]) => [k, heap.sparse(v)]);
    const step = (t: number) => heap.dense(given.step(t));
    const inputs = { ...Object.fromEntries([...placed, ...sparse]), step };
    const own = mapWeights(architecture, (name) => heap.dense(weights[name]));
    const mark = heap.mark();
    let { relation, state } = begin(heap, own, inputs);
    const found: number[] = [];
    for (let t = 1; t <= steps; t++) {
      const { logits, ...next } = advance(heap, own, { inputs, relation, state, t });
      found.push(...heap.read(logits).values);
      state = next;
      heap.settle(mark, [relation, ...Object.values(state)]);
    }
    expect(gapOf(found, onArrays(features))).toBeLessThan(1e-5);
  }
});

test('onsets side by side are each as alone', () => {
  const [lesson] = lessons as [Lesson, ...Lesson[]];
  const beside = onArrays(featuresIn(lesson, [0, 1, 3]));
  const alone = onArrays(featuresIn(lesson, [1]));
  expect(
    gapOf(
      beside.filter((_, i) => i % 3 === 1),
      alone,
    ),
  ).toBeLessThan(1e-5);
});

test('renumbering the elements changes nothing but the order of the results', () => {
  for (const { sample } of lessons) {
    const again = renumbered(sample.network, new RandomStream(9));
    const seen = sample.onsets[0] as Seen;
    const moved: Seen = {
      awaitedAmong: seen.awaitedAmong,
      failed: again.elements(seen.failed),
      declared: again.elements(Int16Array.from(seen.declared)),
      stress: again.limits(seen.stress),
    };
    const logits = (network: typeof sample.network, onset: Seen) =>
      onArrays(featuresOf([viewOf(networkView(network), onset)], messagesOf(network)));
    const [plain, other] = [logits(sample.network, seen), logits(again.network, moved)];
    const count = sample.network.elementCount;
    const back = plain.map((_, i) => {
      return other[Math.floor(i / count) * count + again.to(i % count)] as number;
    });
    expect(gapOf(back, plain)).toBeLessThan(1e-5);
  }
});

test('the number of weights does not depend on the graph', () => {
  expect(weightCount(architecture)).toBe(packWeights(architecture, weights).length);
});

test('packed weights come back as they were', () => {
  const block = packWeights(architecture, weights);
  expect(packWeights(architecture, unpackWeights(architecture, block))).toEqual(block);
});

test('where nothing has a limit nothing is expected to fail', async () => {
  const alone = stressNetwork({ base: [[], [], []], shifts: [], pairs: [] });
  const onset = { failed: new Uint8Array(3), stress: new Float32Array(0) };
  const seen = { ...onset, declared: [-1, -1, -1], awaitedAmong: 3 };
  const features = featuresOf([viewOf(networkView(alone), seen)], messagesOf(alone));
  const ensemble = { architecture, normalisation: scales, members: [weights] };
  const { probability } = await outlookOf(ensemble, features, { steps, temperature: 1 });
  expect([...probability]).toEqual([0, 0, 0]);
});
