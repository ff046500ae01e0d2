/** Features of flow networks: finite whatever the network, and the same however links are numbered. */
import { describe, expect, test } from 'vitest';
import { arrayAlgebra } from '../../../gnn/model/array-algebra.ts';
import { type FlowArchitecture, iterateFlow } from '../../../gnn/model/flow-architecture.ts';
import { startingFlowWeights } from '../../../gnn/model/flow-weights.ts';
import { earlyFlows } from '../../../src/evaluate/bottleneck/early-equilibrium.ts';
import { RandomStream } from '../../../src/model/random.ts';
import { type FlowFeatures, flowFeatures } from '../../../src/predict/flow/features.ts';
import { flowColumns } from '../../../src/predict/flow/link-columns.ts';
import { relationNames } from '../../../src/predict/flow/relations.ts';
import { roadNetwork } from '../../../src/simulate/mechanisms/congestion/road-network.ts';
import { diamond, drawnRoads, reordered } from './small-roads.ts';

const one = { from: 0, to: 1, freeFlowTime: 1, capacity: 5 };
const degenerate = {
  'one link': roadNetwork(2, [one], [{ from: 0, to: 1, trips: 9 }]),
  'no trips': roadNetwork(2, [one], []),
  'trips that find no way': roadNetwork(3, [one], [{ from: 1, to: 2, trips: 9 }]),
  'no link': roadNetwork(2, [], [{ from: 0, to: 1, trips: 1 }]),
  'no node': roadNetwork(0, [], []),
  'a loop': roadNetwork(2, [one, { ...one, to: 0 }], [{ from: 0, to: 1, trips: 1 }]),
  'links that take no time': roadNetwork(
    2,
    [
      { ...one, freeFlowTime: 0 },
      { ...one, freeFlowTime: 0 },
    ],
    [{ from: 0, to: 1, trips: 1 }],
  ),
  'links without a limit': roadNetwork(
    2,
    [{ from: 0, to: 1, freeFlowTime: 1 }],
    [{ from: 0, to: 1, trips: 1e9 }],
  ),
  'far too many trips': roadNetwork(2, [one], [{ from: 0, to: 1, trips: 1e12 }]),
  'ways that tie': diamond(30),
} as const;

const matricesOf = ({ links, relations, reference, referenceFlow }: FlowFeatures) => [
  links.values,
  ...relations.map(({ values }) => values),
  reference,
  referenceFlow,
];

describe('features of a flow network', () => {
  test.each(Object.entries(degenerate))('are finite for %s', (_, network) => {
    const features = flowFeatures(network, earlyFlows);
    for (const values of matricesOf(features)) {
      expect((values as Float64Array).every(Number.isFinite)).toBe(true);
    }
    expect(features.links.rows).toBe(network.linkCount);
    expect(features.links.columns).toBe(flowColumns.length);
  });

  test('have a column for each name, and each name once', () => {
    expect(new Set(flowColumns).size).toBe(flowColumns.length);
  });

  test('share what a link hears among no more than one', () => {
    const { relations } = flowFeatures(drawnRoads(new RandomStream(2), 30), earlyFlows);
    expect(relations.length).toBe(relationNames.length);
    for (const { rows, offsets, values } of relations) {
      for (let row = 0; row < rows; row++) {
        const sum = values.subarray(offsets[row], offsets[row + 1]).reduce((a, b) => a + b, 0);
        expect(sum).toBeLessThanOrEqual(1 + 1e-5);
      }
    }
  });

  test('refuse a capacity of zero and trips that are no number, saying where', () => {
    const closed = roadNetwork(2, [{ ...one, capacity: 0 }], []);
    expect(() => flowFeatures(closed, earlyFlows, () => 'road-1')).toThrow(
      expect.objectContaining({ code: 'BAD_USER_INPUT', where: 'road-1' }),
    );
    const network = { ...degenerate['one link'], trips: Float64Array.of(Number.NaN) };
    expect(() => flowFeatures(network, earlyFlows)).toThrow(/trips is NaN/);
  });

  test('say the same of a link, and so does the network, wherever it stands in the list', () => {
    const network = drawnRoads(new RandomStream(7), 25);
    const keys = new RandomStream(8);
    const order = [...network.from.keys()]
      .map((link) => ({ link, key: keys.uniform() }))
      .sort((a, b) => a.key - b.key)
      .map(({ link }) => link);
    const [there, back] = [network, reordered(network, order)].map((n) => outputOf(n));
    for (const [place, link] of order.entries()) {
      for (let c = 0; c < 4; c++) {
        expect(back?.[4 * place + c]).toBeCloseTo(there?.[4 * link + c] as number, 4);
      }
    }
  });
});

function outputOf(network: ReturnType<typeof drawnRoads>): Float32Array {
  const { links, relations } = flowFeatures(network, earlyFlows);
  const architecture: FlowArchitecture = {
    linkFeatures: links.columns,
    relations: relations.length,
    hidden: 8,
    iterations: 3,
  };
  const random = new RandomStream(1);
  const weights = startingFlowWeights(architecture, () => random.uniform());
  const steps = iterateFlow(arrayAlgebra, weights, { links, relations });
  for (let t = 1; t < architecture.iterations; t++) steps.next();
  return steps.next().value().values;
}
