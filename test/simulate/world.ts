/** A small world with both mechanisms, and arbitrary edits of it, for contract and flow tests. */
import fc from 'fast-check';
import type { Change } from '../../src/model/change.ts';
import type { TwinGraph } from '../../src/model/graph.ts';
import type { Edit } from '../../src/model/scenario.ts';
import { core, graphOf, lane, link, testModel, twin } from './graphs.ts';

/** A grid with two feeders that powers three depots in a row, each with a customer and a load. */
export const worldChanges: Change[] = [
  twin('grid', core('Asset')),
  ...[0, 1].flatMap((i) => [
    twin(`feeder-${i}`, core('Dependent')),
    link(`feeder-${i}`, 'dependsOn', 'grid', { group: 'power' }),
  ]),
  twin('source', testModel('Source')),
  ...[0, 1, 2].flatMap((i) => [
    twin(`shop-${i}`, testModel('Depot'), {
      item: 'bolts',
      baseStockLevel: 12 + 4 * i,
      holdingCost: 1,
      backorderCost: 5,
      failureDelay: 1800 * i,
      recoveryDelay: 600 * i,
    }),
    link(`shop-${i}`, 'dependsOn', 'feeder-0', { group: 'power' }),
    link(`shop-${i}`, 'dependsOn', 'feeder-1', { group: 'power' }),
    twin(`customer-${i}`, testModel('Order'), { demandMean: 4, demandStandardDeviation: 1.5 }),
    link(`customer-${i}`, 'servedBy', `shop-${i}`),
    twin(`load-${i}`, testModel('Load'), { commodity: 'power', demandRate: 1 + i / 10 }),
    link(`load-${i}`, 'dependsOn', `feeder-${i % 2}`, { group: 'power' }),
  ]),
  ...[0, 1, 2].flatMap((i) =>
    lane(`truck-${i}`, [i === 2 ? 'source' : `shop-${i + 1}`, `shop-${i}`], {
      leadTimePeriods: 1 + (i % 2),
    }),
  ),
];

export const world = graphOf(worldChanges);

const anyTwin = fc.constantFrom('grid', 'feeder-0', 'feeder-1', 'shop-0', 'shop-1', 'load-2');
const shop = fc.constantFrom('shop-0', 'shop-1', 'shop-2');

const set: fc.Arbitrary<Change> = fc
  .oneof(
    fc.record({ twin: anyTwin, property: fc.constant('operational'), value: fc.boolean() }),
    fc.record({
      twin: shop,
      property: fc.constantFrom('baseStockLevel', 'onHand'),
      value: fc.integer({ min: 0, max: 30 }),
    }),
  )
  .map((value) => ({ set: value }));

const structural: fc.Arbitrary<Change> = fc.constantFrom<Change>(
  { removeTwin: { twin: 'feeder-1', detach: true } },
  { removeTwin: { twin: 'customer-0', detach: true } },
  { removeRelationship: { source: 'shop-1', id: 'dependsOn:feeder-0' } },
  { addTwin: { id: 'spare', model: core('Asset') } },
  link('load-1', 'dependsOn', 'grid', { group: 'backup' }),
);

/** Edits without a time that are also changes of a commit, each at most once. */
export const plainEdits: fc.Arbitrary<(Edit & Change)[]> = fc
  .uniqueArray(fc.oneof(set, structural), {
    maxLength: 4,
    selector: (change) => JSON.stringify(Object.values(change)[0]),
  })
  .map((list) => list.sort((a, b) => Number('removeTwin' in a) - Number('removeTwin' in b)))
  .map((list) => list as (Edit & Change)[]);

export const timedEdit: fc.Arbitrary<Edit> = fc.oneof(
  fc
    .record({
      twin: anyTwin,
      from: fc.nat(6).map((days) => days * 43_200),
      kind: fc.constant('all' as const),
    })
    .map((outage) => ({ outage })),
  fc
    .record({
      twin: shop,
      property: fc.constant('baseStockLevel'),
      factor: fc.constantFrom(0.5, 2),
    })
    .map((scale) => ({ scale, at: 86_400 })),
);

/** Edits of every kind, timed and not. */
export const edits: fc.Arbitrary<Edit[]> = fc
  .tuple(plainEdits, fc.array(timedEdit, { maxLength: 3 }))
  .map(([plain, later]) => [...later, ...plain]);

/** All records of a graph as text, to see that nothing changed. */
export function textOf(graph: TwinGraph): string {
  const twins = Array.from({ length: graph.nodeCount }, (_, node) => graph.twinAt(node));
  const relationships = Array.from({ length: graph.edgeCount }, (_, edge) =>
    graph.relationshipAt(edge),
  );
  return JSON.stringify({ revision: graph.revision, twins, relationships });
}
