/** The stress network of a supply chain, from the graph of twins that a reader of chains is given. */
import { describe, expect, test } from 'vitest';
import type { Change } from '../../src/model/change.ts';
import { elementTwins } from '../../src/predict/gnn/supply/supply-chain.ts';
import { supplyOnset } from '../../src/predict/gnn/supply/supply-onset.ts';
import { type SupplyStress, supplyStressOf } from '../../src/predict/gnn/supply/supply-stress.ts';
import { balanceModel } from '../../src/simulate/mechanisms/balance/build-balance-model.ts';
import { catalogue as seedCatalogue, seedGraph } from '../seeds/seed-world.ts';
import { core, graphOf, lane, link, testCatalogue, twin } from '../simulate/graphs.ts';

const catalogue = testCatalogue();
const store = core('Store');

/** An assembly of two parts, one with a second source, that serves one demand of 2 a period. */
const assembly: Change[] = [
  twin('forge', core('Supply'), { commodity: 'wheel' }),
  twin('mill', core('Supply'), { commodity: 'wheel' }),
  twin('yard', core('Supply'), { commodity: 'frame' }),
  twin('works', store, { item: 'cart', onHand: 20, baseStockLevel: 20 }),
  ...lane('by-forge', ['forge', 'works'], { leadTimePeriods: 2, quantityPer: 4 }),
  ...lane('by-mill', ['mill', 'works'], { leadTimePeriods: 5, quantityPer: 4, preference: 1 }),
  ...lane('by-yard', ['yard', 'works'], { leadTimePeriods: 4, pipeline: [2, 2] }),
  twin('market', core('PeriodicDemand'), { demandMean: 2 }),
  link('market', 'servedBy', 'works'),
];

const networkOf = (changes: readonly Change[]) =>
  supplyStressOf(graphOf(changes), catalogue, balanceModel) as SupplyStress;

describe('the stress network of a supply chain', () => {
  const network = networkOf(assembly);
  const at = (id: string) => elementTwins(network.chain).indexOf(id);

  test('has stores, supplies and transits as elements, and a limit for each material', () => {
    expect(elementTwins(network.chain)).toEqual([
      'works',
      'forge',
      'mill',
      'yard',
      'by-forge',
      'by-mill',
      'by-yard',
    ]);
    expect([...network.limitOffsets]).toEqual([0, 2, 2, 2, 2, 2, 2, 2]);
    expect(network.limitName).toEqual(['wheel', 'frame']);
  });

  test('has slack by stock, goods under way and lead time', () => {
    // 20 carts at 2 a period last 10 periods; the frames under way 2 more.
    expect([...network.slack.slack]).toEqual([10 - 2, 10 + 2 - 4]);
    expect([...network.slack.detour]).toEqual([3, Number.POSITIVE_INFINITY]);
    expect(network.rates.stepPeriods).toBe(3);
  });

  test('shifts by four steps of no supply over the slack, from source and transit', () => {
    const { offsets, indices, values } = network.shifts;
    expect([...offsets]).toEqual([0, 2, 4]);
    expect([...indices]).toEqual(['forge', 'by-forge', 'yard', 'by-yard'].map(at));
    expect([...values]).toEqual([1.5, 1.5, 1.5, 1.5]);
  });

  test('is strained by an outage as long as it lasts, or as a second source takes longer', () => {
    const forge = supplyOnset(network, [{ element: at('forge'), periods: 30 }]);
    expect([...forge.stress]).toEqual([3 / 8, 0]);
    const yard = supplyOnset(network, [{ element: at('by-yard'), periods: 12 }]);
    expect([...yard.stress]).toEqual([0, 1.5]);
    expect(yard.walk.start[0]).toBe(4 + 8);
    expect(yard.walk.end[0]).toBe(4 + 12);
  });

  test('is strained without end, in finite numbers, by an outage of unknown length', () => {
    const outages = [{ element: at('yard'), periods: Number.POSITIVE_INFINITY }];
    const { stress, columns, walk } = supplyOnset(network, outages);
    expect([...stress]).toEqual([0, 8]);
    expect(columns.every(Number.isFinite)).toBe(true);
    expect([walk.start[0], walk.end[0]]).toEqual([12, Number.POSITIVE_INFINITY]);
  });

  test('does not depend on the order in which a graph came about', () => {
    const twins = assembly.filter((change) => 'addTwin' in change).reverse();
    const links = assembly.filter((change) => !('addTwin' in change)).reverse();
    const other = networkOf([...twins, ...links]);
    expect(other.shifts).toEqual(network.shifts);
    expect(other.neighbours).toEqual(network.neighbours);
    expect(other.links).toEqual(network.links);
  });

  test('has neighbours both ways', () => {
    const { offsets, indices } = network.neighbours;
    const of = (n: number) => [...indices.subarray(offsets[n], offsets[n + 1])];
    for (let n = 0; n < network.elementCount; n++)
      for (const other of of(n)) expect(of(other)).toContain(n);
    expect(of(at('yard'))).toEqual(['works', 'by-yard'].map(at));
  });
});

describe('a chain that is hardly one', () => {
  test('is none without stores, and one site alone is an element without limits', () => {
    expect(supplyStressOf(graphOf([]), catalogue, balanceModel)).toBeUndefined();
    const alone = networkOf([twin('shed', store, { onHand: 3 })]);
    expect([alone.elementCount, alone.base.length]).toEqual([1, 0]);
    const { columns } = supplyOnset(alone, [{ element: 0, periods: 4 }]);
    expect(columns.every(Number.isFinite)).toBe(true);
  });

  test('is refused where a bill of materials is a circle', () => {
    const circle = [
      twin('a', store, { item: 'hen' }),
      twin('b', store, { item: 'egg' }),
      ...lane('t', ['a', 'b']),
      ...lane('u', ['b', 'a']),
    ];
    expect(() => networkOf(circle)).toThrow(/bill of materials is a circle/);
  });

  test('comes to an end where stores of one item supply each other', () => {
    const round = networkOf([
      twin('a', store, { item: 'hen', onHand: 2 }),
      twin('b', store, { item: 'hen', onHand: 2 }),
      ...lane('t', ['a', 'b']),
      ...lane('u', ['b', 'a']),
      twin('d', core('PeriodicDemand'), { demandMean: 1 }),
      link('d', 'servedBy', 'b'),
    ]);
    const { columns, stress } = supplyOnset(round, [{ element: 0, periods: 4 }]);
    expect([...columns, ...stress].every(Number.isFinite)).toBe(true);
  });

  test('refuses an outage of nothing known, or of no length', () => {
    const network = networkOf(assembly);
    expect(() => supplyOnset(network, [{ element: 7, periods: 1 }])).toThrow(/no element 7/);
    for (const periods of [0, -1, Number.NaN])
      expect(() => supplyOnset(network, [{ element: 0, periods }])).toThrow(/is no length/);
  });
});

test('the enterprise seed has a chain, all of whose numbers are finite', () => {
  const network = supplyStressOf(seedGraph('enterprise'), seedCatalogue(), balanceModel);
  expect(network).toBeDefined();
  const { chain, columns, slack, links, shifts, base } = network as SupplyStress;
  expect(chain.stores.length).toBeGreaterThan(50);
  for (const array of [columns, links.columns, shifts.values, base, slack.slack])
    expect(array.every(Number.isFinite)).toBe(true);
});
