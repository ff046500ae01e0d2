/** Trips put on links in one search, and the ways round a link, beside naive ones. */
import { describe, expect, test } from 'vitest';
import { RandomStream } from '../../../src/model/random.ts';
import { detours } from '../../../src/predict/flow/detours.ts';
import { Loading } from '../../../src/predict/flow/loading.ts';
import { roadNetwork } from '../../../src/simulate/mechanisms/congestion/road-network.ts';
import { diamond, drawnRoads, naivePath, reordered, tripsOf } from './small-roads.ts';

const close = (a: ArrayLike<number>, b: ArrayLike<number>) => {
  expect(a.length).toBe(b.length);
  for (let i = 0; i < a.length; i++) expect(a[i]).toBeCloseTo(b[i] as number, 6);
};

describe('loading', () => {
  test('puts all trips on the shortest way, as a naive search does', () => {
    for (let seed = 0; seed < 20; seed++) {
      const network = drawnRoads(new RandomStream(seed), 12);
      const { shortest, unserved } = new Loading(network).load(network.freeFlowTime);
      const expected = new Float64Array(network.linkCount);
      for (const { from, to, trips } of tripsOf(network)) {
        for (const link of naivePath(network, network.freeFlowTime, [from, to])) {
          expected[link] = (expected[link] as number) + trips;
        }
      }
      close(shortest.flow, expected);
      expect(unserved).toBe(0);
    }
  });

  test('shares trips between ways that tie', () => {
    const { shortest, spread } = new Loading(diamond(8)).load(diamond(8).freeFlowTime);
    close(shortest.flow, [4, 4, 4, 4]);
    close(spread.flow, [4, 4, 4, 4]);
    close(shortest.tripCost, [8, 8, 8, 8]);
  });

  test('spreads trips over a longer way by the exponential of what it is longer', () => {
    const links = [
      { from: 0, to: 1, freeFlowTime: 1 },
      { from: 0, to: 1, freeFlowTime: 1.06 },
    ];
    const network = roadNetwork(2, links, [{ from: 0, to: 1, trips: 1 }]);
    const { spread } = new Loading(network).load(network.freeFlowTime);
    const second = Math.exp(-1) / (1 + Math.exp(-1));
    close(spread.flow, [1 - second, second]);
  });

  test('keeps every trip: what enters a node and begins there leaves it or ends there', () => {
    const network = drawnRoads(new RandomStream(5), 30);
    const loads = new Loading(network).load(network.freeFlowTime);
    for (const { flow, turn } of [loads.shortest, loads.spread]) {
      const balance = new Float64Array(network.nodeCount);
      const add = (node: number, trips: number) => {
        balance[node] = (balance[node] as number) + trips;
      };
      for (const { from, to, trips } of tripsOf(network)) [add(from, trips), add(to, -trips)];
      for (let link = 0; link < network.linkCount; link++) {
        add(network.from[link] as number, -(flow[link] as number));
        add(network.to[link] as number, flow[link] as number);
      }
      close(balance, new Float64Array(network.nodeCount));
      expect(turn.every((trips) => trips >= 0)).toBe(true);
    }
  });

  test('counts the turns of a line: all trips of the first link go on to the second', () => {
    const links = [0, 1, 2].map((node) => ({ from: node, to: node + 1, freeFlowTime: 1 }));
    const network = roadNetwork(4, links, [
      { from: 0, to: 3, trips: 5 },
      { from: 1, to: 3, trips: 2 },
    ]);
    const loading = new Loading(network);
    const { turn } = loading.load(network.freeFlowTime).shortest;
    close(turn, [5, 7]);
    expect([...loading.turns.onto]).toEqual([1, 2]);
  });

  test('passes no node that is closed to through traffic, and counts trips without a way', () => {
    const links = [
      { from: 0, to: 1, freeFlowTime: 1 },
      { from: 1, to: 2, freeFlowTime: 1 },
    ];
    const network = roadNetwork(
      3,
      links,
      [
        { from: 0, to: 2, trips: 4 },
        { from: 0, to: 1, trips: 1 },
      ],
      [1],
    );
    const { shortest, spread, unserved } = new Loading(network).load(network.freeFlowTime);
    close(shortest.flow, [1, 0]);
    close(spread.flow, [1, 0]);
    expect(unserved).toBe(4);
  });

  test('does not depend on the order of links', () => {
    const network = drawnRoads(new RandomStream(9), 20);
    const order = [...network.from.keys()].reverse();
    const turned = reordered(network, order);
    const there = new Loading(network).load(network.freeFlowTime);
    const back = new Loading(turned).load(turned.freeFlowTime);
    for (const kind of ['shortest', 'spread'] as const) {
      close(
        back[kind].flow,
        order.map((link) => there[kind].flow[link] as number),
      );
    }
  });
});

describe('detours', () => {
  test('are the cheapest way between the ends of a link without it, as a naive search finds', () => {
    const network = drawnRoads(new RandomStream(3), 15);
    const { ratio, shares } = detours(network, network.freeFlowTime);
    for (let link = 0; link < network.linkCount; link++) {
      const [start, end] = [network.from[link] as number, network.to[link] as number];
      if (start === end) continue;
      const cost = network.freeFlowTime.slice();
      cost[link] = Number.POSITIVE_INFINITY;
      const path = naivePath(network, cost, [start, end]);
      const length = path.reduce((sum, step) => sum + (cost[step] as number), 0);
      const expected = path.length === 0 ? 0 : (network.freeFlowTime[link] as number) / length;
      expect(ratio[link]).toBeCloseTo(expected, 9);
      const [first, last] = [shares.offsets[link] as number, shares.offsets[link + 1] as number];
      const found = [...shares.indices.subarray(first, last)];
      expect(found.sort((a, b) => a - b)).toEqual(path.sort((a, b) => a - b));
      expect([...shares.values.subarray(first, last)].every((share) => share === 1)).toBe(true);
    }
  });

  test('there is none for a bridge', () => {
    const network = roadNetwork(2, [{ from: 0, to: 1, freeFlowTime: 1 }], []);
    const { ratio, shares } = detours(network, network.freeFlowTime);
    expect([...ratio]).toEqual([0]);
    expect(shares.indices.length).toBe(0);
  });
});
