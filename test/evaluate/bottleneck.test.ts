/** Baselines and figures of saturated links, beside naive ones and closed forms. */
import { describe, expect, test } from 'vitest';
import { bottleneckFigures } from '../../src/evaluate/bottleneck/bottleneck-figures.ts';
import { answersOf } from '../../src/evaluate/bottleneck/contenders.ts';
import { earlyEquilibrium, earlyFlows } from '../../src/evaluate/bottleneck/early-equilibrium.ts';
import { linkColumnNames, linkTable } from '../../src/evaluate/bottleneck/link-table.ts';
import {
  allOrNothing,
  linkBetweenness,
  linkDegree,
  successiveAverages,
} from '../../src/evaluate/bottleneck/loaded-flows.ts';
import { RandomStream } from '../../src/model/random.ts';
import { flowFeatures } from '../../src/predict/flow/features.ts';
import { linkCosts } from '../../src/predict/flow/flow-network.ts';
import { userEquilibrium } from '../../src/simulate/mechanisms/congestion/equilibrium.ts';
import { roadNetwork } from '../../src/simulate/mechanisms/congestion/road-network.ts';
import { diamond, drawnRoads, naivePath, tripsOf } from '../gnn/flow/small-roads.ts';

describe('loads without an equilibrium', () => {
  test('successive averages are those of a naive loop', () => {
    const network = drawnRoads(new RandomStream(4), 10);
    const naive = new Float64Array(network.linkCount);
    for (let round = 1; round <= 4; round++) {
      const cost = linkCosts(network, naive);
      const load = new Float64Array(network.linkCount);
      for (const { from, to, trips } of tripsOf(network)) {
        for (const link of naivePath(network, cost, [from, to]))
          load[link] = (load[link] ?? 0) + trips;
      }
      naive.forEach((flow, link) => {
        naive[link] = flow + ((load[link] as number) - flow) / round;
      });
    }
    const found = successiveAverages(network, 4);
    for (const [link, flow] of found.entries()) expect(flow).toBeCloseTo(naive[link] as number, 6);
  });

  test('many averages come near the equilibrium, and few rounds of the solver nearer than one', () => {
    const network = drawnRoads(new RandomStream(6), 12);
    const { flow } = userEquilibrium(network);
    const away = (other: Float64Array) =>
      other.reduce((sum, trips, link) => sum + Math.abs(trips - (flow[link] as number)), 0);
    expect(away(successiveAverages(network, 300))).toBeLessThan(0.1 * away(allOrNothing(network)));
    expect(away(earlyEquilibrium(network, 6))).toBeLessThanOrEqual(
      away(earlyEquilibrium(network, 2)),
    );
    expect(earlyFlows(network).relativeGap).toBeLessThan(0.2);
  });

  test('betweenness of links on a line is the share of pairs on either side', () => {
    const links = [0, 1, 2].flatMap((node) => [
      { from: node, to: node + 1, freeFlowTime: 1 },
      { from: node + 1, to: node, freeFlowTime: 1 },
    ]);
    const shares = linkBetweenness(roadNetwork(4, links, []));
    const expected = [3, 3, 4, 4, 3, 3].map((pairs) => pairs / 12);
    for (const [link, share] of shares.entries())
      expect(share).toBeCloseTo(expected[link] ?? 0, 12);
  });

  test('degree counts the links that touch either end', () => {
    expect([...linkDegree(diamond(1))]).toEqual([2, 2, 2, 2]);
  });
});

describe('figures', () => {
  const network = diamond(0);
  const flow = Float64Array.of(20, 5, 5, 0);

  test('are perfect for the truth itself', () => {
    const figures = bottleneckFigures({ network, flow }, flow, flow);
    expect(figures).toEqual({ ap: 1, auc: 1, flowMape: 0, flowWape: 0 });
  });

  test('are means of relative errors, links that carry nothing left out of the first', () => {
    const { flowMape, flowWape } = bottleneckFigures({ network, flow }, flow, [10, 10, 5, 3]);
    expect(flowMape).toBeCloseTo((0.5 + 1 + 0) / 3, 12);
    expect(flowWape).toBeCloseTo((10 + 5 + 0 + 3) / 30, 12);
  });

  test('average precision is the prevalence where all links score alike', () => {
    const { ap } = bottleneckFigures({ network, flow }, [0, 0, 0, 0]);
    expect(ap).toBeCloseTo(1 / 4, 12);
  });
});

test('every contender has an answer for every link', () => {
  const network = drawnRoads(new RandomStream(2), 15);
  const answers = answersOf({ network, flow: new Float64Array(network.linkCount) });
  for (const { scores, flow } of Object.values(answers)) {
    for (const values of flow === undefined ? [scores] : [scores, flow]) {
      expect(values.length).toBe(network.linkCount);
      expect(Array.from(values).every(Number.isFinite)).toBe(true);
    }
  }
});

test('a table has a row for each link, and means over neighbours beside its own columns', () => {
  const network = drawnRoads(new RandomStream(3), 10);
  const features = flowFeatures(network, earlyFlows);
  const saturated = new Uint8Array(network.linkCount).fill(1);
  const [own, wide] = [false, true].map((neighbours) =>
    linkTable([{ features, saturated }], neighbours),
  );
  const [few, many] = [linkColumnNames(false).length, linkColumnNames(true).length];
  expect(own?.values).toEqual(features.links.values);
  expect(wide?.values.length).toBe(network.linkCount * many);
  // The first link that enters the start of link 0, alone or with others: their mean, by hand.
  const before = [...network.to.keys()].filter((link) => network.to[link] === network.from[0]);
  const mean =
    before.reduce((sum, link) => sum + (features.links.values[link * few] as number), 0) /
    before.length;
  expect(wide?.values[few * 3]).toBeCloseTo(mean, 5);
});
