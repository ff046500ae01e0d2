import { describe, expect, it } from 'vitest';
import type { Change } from '../../src/model/change.ts';
import type { Edit, OutageKind } from '../../src/model/scenario.ts';
import { engine } from '../../src/simulate/engine/engine.ts';
import { core, graphOf, lane, link, testCatalogue, twin } from './graphs.ts';

const catalogue = testCatalogue();
const day = 86_400;

async function seriesOf(changes: readonly Change[], edits: readonly Edit[], periods: number) {
  const scenario = { base: 0, edits, seed: 1, horizonSeconds: periods * day };
  return (await engine().run({ graph: graphOf(changes), catalogue, scenario })).outputs;
}

/** A supply that a store orders from over two days; three units a day are asked. */
const shop: Change[] = [
  twin('source', core('Supply')),
  twin('shop', core('Store'), { baseStockLevel: 10 }),
  ...lane('truck', ['source', 'shop'], { leadTimePeriods: 2 }),
  twin('customer', core('PeriodicDemand'), { demandMean: 3 }),
  link('customer', 'servedBy', 'shop'),
];

describe('the balance mechanism', () => {
  it.each([
    ['orders', [3, 3, 0, 0, 9, 3, 3], [0, 0, 3, 3, 0, 0, 9]],
    ['shipments', [3, 3, 3, 3, 3, 3, 3], [0, 0, 3, 3, 0, 0, 9]],
    ['receipts', [3, 3, 3, 3, 3, 3, 3], [0, 0, 0, 0, 9, 3, 3]],
    ['transit', [3, 3, 3, 3, 3, 3, 3], [0, 0, 3, 0, 0, 3, 9]],
  ] as const)(
    'stops %s and nothing else in an outage of that kind',
    async (kind, order, receipt) => {
      const outage = { twin: 'shop', kind: kind as OutageKind, from: 2 * day, until: 4 * day };
      const outputs = await seriesOf(shop, [{ outage }], 7);
      expect(outputs.get('shop')).toMatchObject({ order, receipt });
    },
  );

  it('orders by the next alternative while the preferred transit is out', async () => {
    const detour = lane('ship', ['source', 'shop'], { leadTimePeriods: 3, preference: 1 });
    const outage = { twin: 'truck', from: 0, until: 2 * day };
    const outputs = await seriesOf([...shop, ...detour], [{ outage }], 6);
    expect(outputs.get('shop')?.order).toEqual([3, 3, 3, 3, 3, 3]);
    expect(outputs.get('shop')?.receipt).toEqual([0, 0, 0, 3, 6, 3]);
  });

  it('makes units of all inputs of a bill of materials, as many as the scarcest allows', async () => {
    const plant: Change[] = [
      twin('steel', core('Supply'), { commodity: 'steel' }),
      twin('screws', core('Supply'), { commodity: 'screws', capacity: 8 }),
      twin('plant', core('Store'), { baseStockLevel: 6 }),
      ...lane('a', ['steel', 'plant'], { leadTimePeriods: 1 }),
      ...lane('b', ['screws', 'plant'], { leadTimePeriods: 1, quantityPer: 4 }),
      twin('customer', core('PeriodicDemand'), { demandMean: 3 }),
      link('customer', 'servedBy', 'plant'),
    ];
    const outputs = await seriesOf(plant, [], 5);
    expect(outputs.get('plant')?.inventory).toEqual([3, 2, 1, 0, -1]);
    expect(outputs.get('screws')).toBeUndefined();
  });
});
