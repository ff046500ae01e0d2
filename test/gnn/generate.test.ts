/** The data set: frozen, split by graph, and healthy until something fails. */
import { expect, test } from 'vitest';
import { recordedSteps } from '../../gnn/train/example.ts';
import { dataHash, families, generate, type Split } from '../../gnn/train/generate.ts';
import { drawWorld } from '../../gnn/train/world.ts';
import { RandomStream } from '../../src/model/random.ts';
import { steadyState } from '../../src/simulate/mechanisms/dependency/cascade.ts';

const graphs = 10;
const examples = [...generate('validation', graphs)];

test('the same split is the same data every time', () => {
  expect(dataHash(generate('validation', graphs))).toBe(dataHash(examples));
});

test('no two splits share a graph', () => {
  const splits: Split[] = ['train', 'validation', 'test', 'large'];
  const hashes = splits.map((split) => dataHash(generate(split, 1)));
  expect(new Set(hashes).size).toBe(splits.length);
});

test('every family is there', () => {
  expect(new Set(examples.map(({ family }) => family))).toEqual(new Set(Object.keys(families)));
});

test('all nodes work by the declared rules and in every hidden world while nothing fails', () => {
  for (const { network } of examples) {
    expect(steadyState(network)).not.toContain(0);
    const world = drawWorld(network, new RandomStream(11));
    expect(steadyState(world)).not.toContain(0);
  }
});

test('hidden worlds differ from what is declared', () => {
  const differing = examples.filter(({ network }) => {
    const world = drawWorld(network, new RandomStream(12));
    return world.groupNeed.some((need, g) => need !== network.groupNeed[g]);
  });
  expect(differing.length).toBeGreaterThan(examples.length / 2);
});

test('a node fails at most once, and never when it had failed before', () => {
  for (const { network, failed, failsAt } of examples) {
    for (let node = 0; node < network.nodeCount; node++) {
      const steps = failsAt.subarray(node * recordedSteps, (node + 1) * recordedSteps);
      const sum = steps.reduce((a, b) => a + b, 0);
      expect(sum).toBeLessThanOrEqual(failed[node] ? 0 : 1 + 1e-6);
    }
  }
});
