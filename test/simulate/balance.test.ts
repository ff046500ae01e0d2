import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Change } from '../../src/model/change.ts';
import type { Edit, OutageKind } from '../../src/model/scenario.ts';
import { engine } from '../../src/simulate/engine/engine.ts';
import { Balance } from '../../src/simulate/mechanisms/balance/balance.ts';
import { OutageTable } from '../../src/simulate/mechanisms/balance/balance-outages.ts';
import { balanceModel } from '../../src/simulate/mechanisms/balance/build-balance-model.ts';
import { noSharedData, sharedData } from '../support/shared-data.ts';
import { core, graphOf, lane, link, testCatalogue, twin } from './graphs.ts';
import { readTrajectory, serialChain } from './stockpyl.ts';

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
  it.for([
    ['OP', 'orders'],
    ['SP', 'shipments'],
  ] as const)(
    'follows the recorded example 6.1 with disruption %s in every column to 1e-9',
    async ([name, kind], { skip }) => {
      const recorded = sharedData('supply', `test_sim_disruption_example_6_1_${name}.csv`);
      const instances = sharedData('supply', 'stockpyl_instances.json');
      if (recorded === undefined || instances === undefined) return skip(noSharedData);
      const { demand, disrupted, stages } = readTrajectory(recorded);
      expect([demand.length, disrupted.length]).toEqual([100, 30]);
      const edits = disrupted.map((period) => ({
        outage: { twin: 'stage-2', kind, from: period * day, until: (period + 1) * day },
      }));
      const outputs = await seriesOf(serialChain(instances, 'example_6_1', demand), edits, 100);
      stages.forEach((columns, index) => {
        for (const [column, values] of Object.entries(columns) as [string, number[]][]) {
          const ours = outputs.get(`stage-${index + 1}`)?.[column] as number[];
          const worst = Math.max(
            ...values.map((value, t) => Math.abs(value - (ours[t] as number))),
          );
          expect(worst, `stage ${index + 1} ${column}`).toBeLessThan(1e-9);
        }
      });
    },
  );

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

  it('keeps units: what supplies sent is in stock, under way, or was served', () => {
    const kinds = fc.constantFrom<OutageKind>('orders', 'shipments', 'receipts', 'transit', 'all');
    const outages = fc.array(
      fc.record({
        twin: fc.constantFrom('a', 'b', 'c', 'ab', 'bc', 'in', 'customer', 'source'),
        from: fc.nat(20),
        length: fc.integer({ min: 1, max: 8 }),
        kind: kinds,
      }),
      { maxLength: 6 },
    );
    const lead = fc.nat(3);
    fc.assert(
      fc.property(outages, lead, lead, fc.nat(2), (list, first, second, processing) => {
        const model = balanceModel(chainOfThree(first, second, processing), catalogue);
        if (model === undefined) throw new Error('no chain');
        const balance = new Balance(model, 7);
        const table = new OutageTable(
          list.map(({ from, length, ...rest }) => ({ ...rest, from, until: from + length })),
          30,
          1,
        );
        const { state } = balance;
        let sent = sum(state.onHand);
        let served = 0;
        const bought = model.transits.findIndex((transit) => transit.twin === 'in');
        for (let period = 0; period < 30; period++) {
          const setAside = state.reserved[bought] ?? 0;
          balance.step(period, table.in(period, model));
          sent += (state.departed[bought] ?? 0) + (state.reserved[bought] ?? 0) - setAside;
          served += sum(state.served);
          const underWay = model.transits.reduce((total, _, t) => total + state.underWay(t), 0);
          const held = [state.onHand, state.inProcess, state.raw, state.reserved, state.atDoor];
          const here = held.reduce((total, column) => total + sum(column), underWay);
          expect(here + served).toBeCloseTo(sent, 9);
        }
      }),
    );
  });
});

function sum(column: Float64Array): number {
  return column.reduce((total, value) => total + value, 0);
}

function chainOfThree(first: number, second: number, processingPeriods: number) {
  return graphOf([
    twin('source', core('Supply'), { capacity: 9 }),
    twin('a', core('Store'), { baseStockLevel: 20, processingPeriods }),
    twin('b', core('Store'), { baseStockLevel: 15 }),
    twin('c', core('Store'), { baseStockLevel: 12 }),
    ...lane('in', ['source', 'a'], { leadTimePeriods: 1 }),
    ...lane('ab', ['a', 'b'], { leadTimePeriods: first, orderLeadTimePeriods: 1 }),
    ...lane('bc', ['b', 'c'], { leadTimePeriods: second }),
    twin('customer', core('PeriodicDemand'), { demandMean: 5, demandStandardDeviation: 2 }),
    link('customer', 'servedBy', 'c'),
  ]);
}
