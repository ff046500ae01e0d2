/** User equilibrium against closed forms and the published paradox. */
import { describe, expect, test } from 'vitest';
import { userEquilibrium } from '../../../src/simulate/mechanisms/congestion/equilibrium.ts';
import {
  type Link,
  roadNetwork,
} from '../../../src/simulate/mechanisms/congestion/road-network.ts';

/** A link whose time is `constant + slope × flow`. */
function linear(from: number, to: number, constant: number, slope: number): Link {
  const freeFlowTime = Math.max(constant, 1e-9);
  const delayCoefficient = slope / freeFlowTime;
  return { from, to, freeFlowTime, delayCoefficient, delayExponent: 1, capacity: 1 };
}

const flows = ({ flow }: { readonly flow: Float64Array }) => [...flow];

describe('two roads beside each other', () => {
  test('share trips so that linear times are equal', () => {
    // 10 + 2x = 20 + (30 - x) gives x = 40/3.
    const network = roadNetwork(
      2,
      [linear(0, 1, 10, 2), linear(0, 1, 20, 1)],
      [{ from: 0, to: 1, trips: 30 }],
    );
    const found = userEquilibrium(network, { gap: 1e-12 });
    expect(found.flow[0]).toBeCloseTo(40 / 3, 8);
    expect(found.time[0]).toBeCloseTo(110 / 3, 8);
    expect(found.totalTime).toBeCloseTo(1100, 6);
    expect(found.relativeGap).toBeLessThanOrEqual(1e-12);
  });

  test('leave the second one empty while the first is still faster', () => {
    const network = roadNetwork(
      2,
      [linear(0, 1, 10, 2), linear(0, 1, 50, 1)],
      [{ from: 0, to: 1, trips: 15 }],
    );
    expect(flows(userEquilibrium(network))).toEqual([15, 0]);
  });

  test('with times of power 4 share trips as bisection finds it', () => {
    const links: Link[] = [
      { from: 0, to: 1, freeFlowTime: 10, capacity: 400 },
      { from: 0, to: 1, freeFlowTime: 12, capacity: 700, delayCoefficient: 0.5 },
    ];
    const first = (x: number) => 10 * (1 + 0.15 * (x / 400) ** 4);
    const second = (x: number) => 12 * (1 + 0.5 * ((1500 - x) / 700) ** 4);
    let [low, high] = [0, 1500];
    for (let i = 0; i < 200; i++) {
      const middle = (low + high) / 2;
      if (first(middle) < second(middle)) low = middle;
      else high = middle;
    }
    const network = roadNetwork(2, links, [{ from: 0, to: 1, trips: 1500 }]);
    const found = userEquilibrium(network, { gap: 1e-13 });
    expect(found.flow[0]).toBeCloseTo(low, 6);
  });

  test("are Pigou's: all take the one that jams, though half would be best", () => {
    const constant: Link = {
      from: 0,
      to: 1,
      freeFlowTime: 1,
      delayExponent: 0,
      delayCoefficient: 0,
    };
    const network = roadNetwork(2, [constant, linear(0, 1, 0, 1)], [{ from: 0, to: 1, trips: 1 }]);
    const found = userEquilibrium(network, { gap: 1e-10 });
    expect(found.flow[1]).toBeCloseTo(1, 8);
    expect(found.totalTime).toBeCloseTo(1, 8);
  });

  test('count a fixed cost beside the time, and leave it out of the travel time', () => {
    const dear = { ...linear(0, 1, 10, 1), fixedCost: 6 };
    const network = roadNetwork(2, [dear, linear(0, 1, 10, 1)], [{ from: 0, to: 1, trips: 20 }]);
    const found = userEquilibrium(network, { gap: 1e-12 });
    expect(found.flow[0]).toBeCloseTo(7, 8);
    expect(found.totalTime).toBeCloseTo(7 * 17 + 13 * 23, 6);
  });

  test('with an exponent below 1 reach the equal times too', () => {
    // 4 (1 + (x/100)^0.5) on both: half each.
    const link = {
      from: 0,
      to: 1,
      freeFlowTime: 4,
      delayCoefficient: 1,
      delayExponent: 0.5,
      capacity: 100,
    };
    const network = roadNetwork(2, [link, link], [{ from: 0, to: 1, trips: 50 }]);
    expect(userEquilibrium(network, { gap: 1e-9 }).flow[0]).toBeCloseTo(25, 4);
  });
});

describe("Braess' paradox", () => {
  // Braess, "Über ein Paradoxon aus der Verkehrsplanung", 1968; six trips, the last link is the bridge.
  const links = [
    linear(0, 2, 0, 10),
    linear(0, 3, 50, 1),
    linear(2, 1, 50, 1),
    linear(3, 1, 0, 10),
    linear(2, 3, 10, 1),
  ];
  const network = roadNetwork(4, links, [{ from: 0, to: 1, trips: 6 }]);

  test('costs everyone 92 with the bridge, at the published objective of 386', () => {
    const found = userEquilibrium(network, { gap: 1e-12 });
    [4, 2, 2, 4, 2].forEach((flow, link) => {
      expect(found.flow[link]).toBeCloseTo(flow, 6);
    });
    expect(found.totalTime / 6).toBeCloseTo(92, 5);
    expect(found.objective).toBeCloseTo(386, 5);
  });

  test('costs everyone 83 when the bridge is closed, from scratch or from before', () => {
    const closed = Uint8Array.of(0, 0, 0, 0, 1);
    for (const from of [undefined, userEquilibrium(network)]) {
      const found = userEquilibrium(network, { gap: 1e-12, closed, ...(from && { from }) });
      expect(found.totalTime / 6).toBeCloseTo(83, 5);
      expect(found.flow[4]).toBe(0);
    }
  });

  test('takes 4,000 drivers from 65 minutes to 80', () => {
    const roads = [
      linear(0, 2, 0, 0.01),
      linear(0, 3, 45, 0),
      linear(2, 1, 45, 0),
      linear(3, 1, 0, 0.01),
      linear(2, 3, 0, 0),
    ];
    const town = roadNetwork(4, roads, [{ from: 0, to: 1, trips: 4000 }]);
    const closed = Uint8Array.of(0, 0, 0, 0, 1);
    expect(userEquilibrium(town, { gap: 1e-10 }).totalTime / 4000).toBeCloseTo(80, 4);
    expect(userEquilibrium(town, { gap: 1e-10, closed }).totalTime / 4000).toBeCloseTo(65, 4);
  });
});

describe('trips that find no way', () => {
  const chain = [linear(0, 1, 1, 0), linear(1, 2, 1, 0), linear(2, 1, 1, 0)];

  test('are unserved, and the others travel', () => {
    const network = roadNetwork(3, chain, [
      { from: 0, to: 2, trips: 5 },
      { from: 2, to: 0, trips: 7 },
    ]);
    const found = userEquilibrium(network);
    expect([...found.unserved]).toEqual([0, 7]);
    expect(found.totalTime).toBe(10);
    expect(found.relativeGap).toBe(0);
  });

  test('travel again when the road is opened', () => {
    const network = roadNetwork(3, chain, [{ from: 0, to: 2, trips: 5 }]);
    const cut = userEquilibrium(network, { closed: Uint8Array.of(0, 1, 0) });
    expect([...cut.unserved]).toEqual([5]);
    expect(cut.totalTime).toBe(0);
    expect([...userEquilibrium(network, { from: cut }).unserved]).toEqual([0]);
  });

  test('begin and end in zones that no one passes through', () => {
    const links = [linear(0, 1, 1, 0), linear(1, 2, 1, 0), linear(0, 2, 9, 0)];
    const trips = [
      { from: 0, to: 2, trips: 1 },
      { from: 1, to: 2, trips: 1 },
    ];
    expect(flows(userEquilibrium(roadNetwork(3, links, trips, [1])))).toEqual([0, 1, 1]);
    expect(flows(userEquilibrium(roadNetwork(3, links, trips)))).toEqual([1, 2, 0]);
  });

  test('are none without roads or without trips', () => {
    expect(userEquilibrium(roadNetwork(2, [], [])).totalTime).toBe(0);
    expect([
      ...userEquilibrium(roadNetwork(2, [], [{ from: 0, to: 1, trips: 2 }])).unserved,
    ]).toEqual([2]);
    expect(
      userEquilibrium(roadNetwork(2, chain.slice(0, 1), [{ from: 1, to: 1, trips: 2 }])).totalTime,
    ).toBe(0);
  });
});
