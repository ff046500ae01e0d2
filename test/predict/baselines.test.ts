/** The baselines' scores on graphs small enough to count by hand. */
import { expect, test } from 'vitest';
import { evenly, NetworkDraft } from '../../gnn/train/network-draft.ts';
import { scores } from '../../src/predict/baseline/scores.ts';

/** A chain 0 → 1 → 2 → 3, and 4 on both 1 and 3 with either enough. */
function network() {
  const draft = new NetworkDraft();
  for (let i = 0; i < 5; i++) draft.node();
  for (const node of [1, 2, 3]) draft.depend(node, '', 'any', evenly([node - 1]));
  draft.depend(4, '', 'any', evenly([1, 3]));
  return draft.network();
}

const failed = Uint8Array.of(1, 0, 0, 0, 0);
const nothing = new Uint8Array(5);

test('prevalence says the same of all', () => {
  expect(new Set(scores.prevalence(network(), failed)).size).toBe(1);
});

test('degree counts ties in both directions', () => {
  // 1: needs 0, carries 2 and 4. The most, so 1; the others in thirds.
  expect([...scores.degree(network(), failed)].map((v) => Math.round(3 * v))).toEqual([
    1, 3, 2, 2, 2,
  ]);
});

test('betweenness counts the shortest paths through a node', () => {
  // Through 1: 0→2, 0→3, 0→4. Through 2: 0→3, 1→3. Through 3: 2→4. Pairs: 4 · 3.
  const expected = [0, 3 / 12, 2 / 12, 1 / 12, 0];
  for (const [node, value] of scores.betweenness(network(), failed).entries()) {
    expect(value).toBeCloseTo(expected[node] ?? Number.NaN, 12);
  }
});

test('distance falls with each dependency on the way', () => {
  expect([...scores.distance(network(), failed)]).toEqual([1, 1 / 2, 1 / 3, 1 / 4, 1 / 3]);
});

test('one step of the rules reaches only what lacks its need at once', () => {
  expect([...scores.oneStep(network(), failed)]).toEqual([0, 1, 0, 0, 0]);
});

test('the declared rules go on to their end', () => {
  // 4 holds on to 3 after 1 has gone, and falls with it.
  expect([...scores.declaredRules(network(), failed)]).toEqual([0, 1, 1 / 2, 1 / 3, 1 / 4]);
});

test('with nothing failed, one step counts the single failures that take a node down', () => {
  expect([...scores.oneStep(network(), nothing)]).toEqual([0, 1 / 5, 1 / 5, 1 / 5, 0]);
});
