/** The data set of saturated links: frozen, split by graph, labelled by equilibria that are told how near. */
import { describe, expect, test } from 'vitest';
import {
  flowExamples,
  flowHash,
  labelGap,
  roadFamilies,
} from '../../../gnn/train/flow/flow-examples.ts';
import type { Split } from '../../../gnn/train/generate.ts';
import { RandomStream } from '../../../src/model/random.ts';
import { Loading } from '../../../src/predict/flow/loading.ts';

const training = [...flowExamples('train', 10)];

describe('examples of flow networks', () => {
  test('are the same every time, and more graphs leave the first as they are', () => {
    const first = training.filter(({ graph }) => graph < 2);
    expect(flowHash(flowExamples('train', 2))).toBe(flowHash(first));
  });

  test('share no graph between splits', () => {
    const splits: Split[] = ['train', 'validation', 'test'];
    const hashes = splits.map((split) => flowHash(flowExamples(split, 1)));
    expect(new Set(hashes).size).toBe(splits.length);
  });

  test('are near enough to equilibrium, and all trips find a way', () => {
    for (const { relativeGap, network } of training) {
      expect(relativeGap).toBeLessThanOrEqual(labelGap);
      expect(new Loading(network).load(network.freeFlowTime).unserved).toBe(0);
    }
  });

  test('have some links over capacity, few of them in most, and two demands of a graph', () => {
    const shares = training.map(({ network, flow }) => {
      const over = flow.filter((trips, link) => trips > (network.capacity[link] as number));
      return over.length / flow.length;
    });
    const between = shares.filter((share) => share > 0.02 && share < 0.7);
    expect(between.length).toBeGreaterThanOrEqual(0.8 * shares.length);
    const [one, two] = training.filter(({ graph }) => graph === 0);
    expect(one?.network.from).toEqual(two?.network.from);
    expect(one?.network.trips).not.toEqual(two?.network.trips);
  });
});

test.each(Object.entries(roadFamilies))('plans of %s join all places', (_, family) => {
  for (let graph = 0; graph < 5; graph++) {
    const { x, y, roads } = family(new RandomStream(1, graph), 20 + 30 * graph);
    expect(x.length).toBe(y.length);
    const reached = new Set([0]);
    for (let before = 0; before < reached.size; ) {
      before = reached.size;
      for (const { a, b, oneWay } of roads) {
        if (reached.has(a)) reached.add(b);
        if (reached.has(b) && oneWay !== true) reached.add(a);
      }
    }
    expect(reached.size).toBe(x.length);
  }
});
