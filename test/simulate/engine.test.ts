import { describe, expect, it } from 'vitest';
import type { Edit } from '../../src/model/scenario.ts';
import { engine } from '../../src/simulate/engine/engine.ts';
import { core, graphOf, lane, link, testCatalogue, testModel, twin } from './graphs.ts';

const catalogue = testCatalogue();
const day = 86_400;

/** A substation feeds a production line, that makes what a shop sells; a report needs the order. */
const works = graphOf([
  twin('substation', core('Asset')),
  twin('line', core('Dependent'), { failureDelay: 3600 }),
  link('line', 'dependsOn', 'substation', { group: 'power' }),
  twin('source', core('Supply')),
  twin('plant', core('Store'), { baseStockLevel: 20, holdingCost: 1, backorderCost: 9 }),
  ...lane('make', ['source', 'plant'], { leadTimePeriods: 1 }, testModel('Lane')),
  link('make', 'dependsOn', 'line', { group: 'production' }),
  twin('shop', core('Store'), { baseStockLevel: 12 }),
  ...lane('truck', ['plant', 'shop'], { leadTimePeriods: 1 }),
  twin('order', testModel('Order'), { demandMean: 5 }),
  link('order', 'servedBy', 'shop'),
  twin('load', testModel('Load'), {
    commodity: 'power',
    demandRate: 2.5,
    demandUnit: 'megawatt',
  }),
  link('load', 'dependsOn', 'substation', { group: 'power' }),
  twin('report', core('Dependent')),
  link('report', 'dependsOn', 'order', { group: 'fulfilment' }),
]);

function run(edits: readonly Edit[], horizonSeconds = 20 * day) {
  const scenario = { base: 0, edits, seed: 1, horizonSeconds };
  return engine().run({ graph: works, catalogue, scenario });
}

async function kpisOf(edits: readonly Edit[], horizonSeconds?: number) {
  const { kpis } = await run(edits, horizonSeconds);
  return Object.fromEntries(kpis.map(({ name, value }) => [name, value]));
}

describe('the engine', () => {
  it('carries an outage from a substation through a line and the stocks to an order and beyond', async () => {
    const edits = [{ outage: { twin: 'substation', from: 2 * day, until: 8 * day } }];
    const { events } = await run(edits);
    const losses = events.filter(({ effect }) => effect === 'fails' || effect === 'runsShort');
    expect(losses.map(({ time, step, twin }) => [time / day, step, twin])).toEqual([
      [2, 0, 'substation'],
      [2, 1, 'load'],
      [2 + 1 / 24, 1, 'line'],
      [2 + 1 / 24, 2, 'make'],
      [7, 3, 'plant'],
      [9, 4, 'shop'],
      [9, 5, 'order'],
      [9, 6, 'report'],
    ]);
    const cause = { twin: 'make', relationship: { source: 'make', id: 'carriesTo:plant' } };
    expect(losses[0]?.causes).toEqual([{ edit: 0 }]);
    expect(losses[4]?.causes).toEqual([cause]);
    const back = events.filter(({ effect }) => effect === 'recovers' || effect === 'replenished');
    expect(back.map(({ twin }) => twin).sort()).toEqual(losses.map(({ twin }) => twin).sort());
  });

  it('sums what is demanded and served, by commodity', async () => {
    expect(await kpisOf([])).toMatchObject({ 'served.power': 2.5, 'demand.power': 2.5, failed: 0 });
    const out = await kpisOf([{ outage: { twin: 'substation' } }], day);
    expect(out).toMatchObject({ 'served.power': 0, 'demand.power': 2.5, failed: 4 });
  });

  it('keeps the trace of outages that are over at the end: the worst time and the unit-hours', async () => {
    const first = { outage: { twin: 'substation', from: 3600, until: 3 * 3600 } };
    const second = { outage: { twin: 'load', from: 2 * 3600, until: 5 * 3600 } };
    const grown = { set: { twin: 'load', property: 'demandRate', value: 4 }, at: 4 * 3600 };
    const kpis = await kpisOf([first, second, grown], day);
    expect(kpis).toMatchObject({ 'served.power': 4, 'demand.power': 4, failed: 0 });
    // Three hours at 2.5 and one at 4; substation and load, and from the second hour line and make.
    expect(kpis).toMatchObject({
      'served.power.lowest': 0,
      'unserved.power': 3 * 2.5 + 4,
      'failed.most': 4,
    });
    const units = Object.fromEntries((await run([])).kpis.map(({ name, unit }) => [name, unit]));
    expect(units).toMatchObject({ 'served.power.lowest': 'megawatt', failed: undefined });
    expect(units['unserved.power']).toBe('megawattHour');
  });

  it('gives what is not served of a rate as its amount, and of anything else by the hour', async () => {
    const units = ['litrePerSecond', 'tonnePerHour', 'unitPerDay', 'kilowatt', undefined];
    const loads = units.map((demandUnit, i) =>
      twin(`load-${i}`, testModel('Load'), {
        ...{ commodity: `c${i}`, demandRate: 12 },
        ...(demandUnit !== undefined && { demandUnit }),
      }),
    );
    const edits: Edit[] = units.map((_, i) => ({ outage: { twin: `load-${i}`, until: 7200 } }));
    const scenario = { base: 0, edits, seed: 1, horizonSeconds: day };
    const { kpis } = await engine().run({ graph: graphOf(loads), catalogue, scenario });
    const unserved = kpis.filter(({ name }) => name.startsWith('unserved.'));
    expect(unserved.map(({ value, unit }) => [value, unit])).toEqual([
      [12 * 7200, 'litre'],
      [12 * 2, 'tonne'],
      [12 / 12, 'unit'],
      [12 * 2, 'kilowattHour'],
      [12 * 2, undefined],
    ]);
  });

  it('finds the worst time among several, and the worst period of what is owed', async () => {
    const loads = graphOf([
      ...[1, 2, 4].map((rate) =>
        twin(`load-${rate}`, testModel('Load'), { commodity: 'people', demandRate: rate }),
      ),
    ]);
    const out = (rate: number, from: number, until: number): Edit => ({
      outage: { twin: `load-${rate}`, from, until },
    });
    const edits = [out(4, 10, 20), out(1, 15, 40), out(2, 18, 30), out(4, 50, 60)];
    const scenario = { base: 0, edits, seed: 1, horizonSeconds: 60 };
    const { kpis } = await engine().run({ graph: loads, catalogue, scenario });
    expect(kpis).toEqual([
      { name: 'served.people', value: 7, better: 'higher' },
      { name: 'demand.people', value: 7, better: 'higher' },
      { name: 'served.people.lowest', value: 0, better: 'higher' },
      {
        name: 'unserved.people',
        value: expect.closeTo((4 * 10 + 1 * 25 + 2 * 12 + 4 * 10) / 3600, 12),
        better: 'lower',
      },
      { name: 'failed', value: 0, better: 'lower' },
      { name: 'failed.most', value: 3, better: 'lower' },
    ]);
    const late = await kpisOf([{ outage: { twin: 'shop', from: 10 * day, until: 13 * day } }]);
    expect(late).toMatchObject({ backorders: 0, 'backorders.most': 15 });
  });

  it('counts a day without delivery in fill rate, backorders and cost', async () => {
    const calm = await kpisOf([]);
    expect(calm).toMatchObject({ fillRate: 1, backorders: 0, inventory: 22, cost: 15 * 20 });
    const late = await kpisOf([{ outage: { twin: 'shop', from: 18 * day } }]);
    expect(late).toMatchObject({ backorders: 10, fillRate: 0.9 });
  });

  it('begins in the steady state of edits without a time, and lets timed ones ride through', async () => {
    const set = { twin: 'substation', property: 'operational', value: false };
    const settled = await run([{ set }], day);
    expect(settled.events.map(({ time, step, twin }) => [time, step, twin])).toEqual([
      [0, 0, 'substation'],
      [0, 1, 'line'],
      [0, 1, 'load'],
      [0, 2, 'make'],
    ]);
    expect(settled.events[0]?.causes).toEqual([{ edit: 0 }]);
    const timed = await run(
      [
        { set, at: 100 },
        { set: { ...set, value: true }, at: 5000 },
      ],
      day,
    );
    expect(timed.events.map(({ time, twin, effect }) => [time, twin, effect])).toEqual([
      [100, 'substation', 'fails'],
      [100, 'load', 'fails'],
      [3700, 'line', 'fails'],
      [3700, 'make', 'fails'],
      [5000, 'substation', 'recovers'],
      [5000, 'line', 'recovers'],
      [5000, 'load', 'recovers'],
      [5000, 'make', 'recovers'],
    ]);
  });

  it('rebuilds what a timed edit changes, and carries stocks and orders over', async () => {
    const { outputs } = await run(
      [
        { scale: { twin: 'order', property: 'demandMean', factor: 2 }, at: 3 * day },
        {
          policy: { twin: 'shop', policy: 'baseStock', parameters: { baseStockLevel: 17 } },
          at: 5 * day,
        },
      ],
      8 * day,
    );
    expect(outputs.get('order')?.demand).toEqual([5, 5, 5, 10, 10, 10, 10, 10]);
    expect(outputs.get('shop')?.order).toEqual([5, 5, 5, 10, 10, 15, 10, 10]);
  });

  it('lets a twin that is added or removed at a time take part from then on', async () => {
    const spare: Edit[] = [
      { addTwin: { id: 'spare', model: core('Asset') }, at: 50 },
      {
        addRelationship: {
          source: 'load',
          name: 'dependsOn',
          target: 'spare',
          properties: { group: 'power' },
        },
        at: 50,
      },
      { removeTwin: { twin: 'substation' }, at: 60 },
      { outage: { twin: 'spare', from: 70, until: 80 } },
    ];
    const { events, outputs } = await run(spare, 100);
    expect(events.map(({ time, twin, effect }) => [time, twin, effect])).toEqual([
      [70, 'spare', 'fails'],
      [70, 'load', 'fails'],
      [80, 'spare', 'recovers'],
      [80, 'load', 'recovers'],
    ]);
    expect(outputs.get('load')).toEqual({ working: 0.9 });
    expect(outputs.has('substation')).toBe(false);
  });
});
