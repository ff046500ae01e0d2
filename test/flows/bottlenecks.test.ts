import { describe, expect, test } from 'vitest';
import { type BottlenecksRequest, bottlenecks } from '../../src/flows/bottlenecks/bottlenecks.ts';
import type { Change } from '../../src/model/change.ts';
import { builtInOntology } from '../../src/ontology/built-in.ts';
import { resolveOntology } from '../../src/ontology/resolve.ts';
import { engine } from '../../src/simulate/engine/engine.ts';
import type { Finding, FindingPart, Kpi } from '../../src/simulate/simulator.ts';
import { customer, flowCatalogue, flowLink, supply } from '../simulate/flow/flow-graphs.ts';
import { core, graphOf, lane, link, twin } from '../simulate/graphs.ts';
import { at, bus, line, load, network } from '../simulate/potential/power-networks.ts';
import { line as stationLine } from '../simulate/queue/plants.ts';

const { documents, bindings } = builtInOntology();
const { catalogue: builtIn } = resolveOntology(documents, bindings);
const simulator = engine();

function ask(
  changes: readonly Change[],
  request: Partial<BottlenecksRequest> = {},
  catalogue = builtIn,
) {
  const rooms = { snapshot: graphOf(changes), catalogue, simulator };
  return bottlenecks(rooms, { horizonSeconds: 3600, ...request });
}

/** What a run gives that does nothing. */
const emptyRun = await simulator.run({
  graph: graphOf([]),
  catalogue: builtIn,
  scenario: { base: 0, edits: [], seed: 1, horizonSeconds: 60 },
});

/** Power for 10 at one bus and for 30 at the other, which asks for 80; 50 fit through the line. */
const twoBuses: Change[] = [
  network(),
  bus('a'),
  bus('b'),
  line('ab', ['a', 'b'], { reactance: 0.1, capacity: 50 }),
  at('a', 'hydro', 'Generator', {
    capacity: 200,
    costCurve: { model: 'polynomial', values: [10, 0] },
  }),
  at('b', 'gas', 'Generator', {
    capacity: 200,
    costCurve: { model: 'polynomial', values: [30, 0] },
  }),
  load('b', 'town', 80),
].flat();

describe('bottlenecks', () => {
  test('name the congested line of two buses, worth the difference of their prices', async () => {
    const found = await ask(twoBuses);
    expect(found).toEqual([
      {
        twin: 'ab',
        rank: 1,
        mechanism: 'potential',
        kind: 'price',
        value: 1,
        share: 1,
        gain: {
          kpi: 'generationCost',
          better: 'lower',
          amount: expect.closeTo(-20, 6),
          per: 'megawatt',
          isMeasured: false,
        },
        text: 'ab is full; 1 megawatt more would lower generationCost by 20.',
      },
    ]);
  });

  test('measure by running again what no price tells, and agree with the price where one does', async () => {
    const [priced] = await ask(twoBuses, { kpi: 'generationCost' });
    expect(priced?.gain).toMatchObject({ isMeasured: false });
    const [measured] = await ask(twoBuses, { kpi: 'servedPower' });
    expect(measured?.gain).toMatchObject({ kpi: 'servedPower', amount: 0, isMeasured: true });
    expect(measured?.text).toBe('ab is full; 1 megawatt more would not change servedPower.');
  });

  test('name the links of the minimum cut, each unit of which lets one more through', async () => {
    const unit = { capacityUnit: 'tonne' };
    const chain = [
      supply('mill', { commodity: 'grain', capacity: 100 }),
      customer('shop', { demandRate: 8, demandUnit: 'tonne' }),
      ...['inn', 'mid', 'out'].map((id) => twin(id, core('Asset'))),
      ...flowLink('mill', 'inn', { capacity: 9, ...unit }),
      ...flowLink('inn', 'mid', { capacity: 3, ...unit }),
      ...flowLink('inn', 'out', { capacity: 2, ...unit }),
      ...flowLink('mid', 'out', { capacity: 9, ...unit }),
      ...flowLink('out', 'shop', { capacity: 9, ...unit }),
    ];
    const found = await ask(chain, {}, flowCatalogue);
    const gain = { kpi: 'flow.grain', unit: 'tonne', amount: 1, per: 'tonne', isMeasured: false };
    expect(found).toMatchObject([
      { twin: 'inn-mid', rank: 1, mechanism: 'flow', kind: 'minimumCut', value: 1, gain },
      { twin: 'inn-out', rank: 2, value: 1, gain },
    ]);
    expect(found).toHaveLength(2);
    expect(found[0]?.text).toBe('inn-mid is full; 1 tonne more would raise flow.grain by 1 tonne.');
    const measured = await ask(chain, { kpi: 'unmet.grain' }, flowCatalogue);
    expect(measured.map((each) => each.gain?.amount)).toEqual([-1, -1]);
  });

  test('name the slowest station of a line, and what one machine more there is worth', async () => {
    const exponential = { cycleTimeDistribution: 'exponential', bufferCapacity: 50 };
    const stations = stationLine([
      ['cut', { cycleTime: 10, ...exponential }],
      ['drill', { cycleTime: 20, ...exponential }],
      ['paint', { cycleTime: 10, ...exponential }],
    ]);
    const [drill, ...others] = await ask(stations, {
      kpi: 'throughput',
      replications: 5,
      horizonSeconds: 20 * 3600,
    });
    expect(drill).toMatchObject({ twin: 'drill', mechanism: 'queue', share: 1 });
    expect(drill?.value).toBeGreaterThan(0.97);
    // An hour of the slowest station makes 180 pieces; with a second one the others' 360 are the limit.
    expect(drill?.gain?.amount).toBeGreaterThan(100);
    expect(drill?.gain?.amount).toBeLessThanOrEqual(180);
    expect(drill?.gain).toMatchObject({ kpi: 'throughput', per: 'machine', isMeasured: false });
    expect(drill?.text).toMatch(
      /^drill is used to 9\d.* % of its capacity; 1 machine more would raise throughput by /,
    );
    expect(others.every(({ share }) => share < 1)).toBe(true);
  });

  test('name the saturated road, and what more room there does to all travel', async () => {
    const place = (id: string) => twin(id, 'dtmi:linchpin:city:Intersection;1');
    const road = (id: string, freeFlowTime: number) => [
      twin(id, 'dtmi:linchpin:city:Road;1', { freeFlowTime, capacity: 100, b: 1, power: 1 }),
      link(id, 'connectsFrom', 'west'),
      link(id, 'connectsTo', 'east'),
    ];
    const town = [
      ...[place('west'), place('east'), ...road('bridge', 10), ...road('ford', 20)],
      link('west', 'tripsTo', 'east', { trips: 300 }),
    ];
    const [bridge, ...others] = await ask(town, { kpi: 'travelTime' });
    // Both ways take as long: 10 (1 + x / c) = 20 (1 + (300 - x) / 100), in minutes.
    const flowAt = (capacity: number) => 70 / (10 / capacity + 0.2);
    const hoursAt = (capacity: number) => (300 / 60) * 10 * (1 + flowAt(capacity) / capacity);
    expect(bridge).toMatchObject({ twin: 'bridge', mechanism: 'congestion', rank: 1 });
    expect(bridge?.value).toBeCloseTo(flowAt(100) / 100, 5);
    expect(bridge?.gain?.amount).toBeCloseTo((hoursAt(110) - hoursAt(100)) / 10, 4);
    // The ford is used to two thirds: it holds nobody up.
    expect(others).toEqual([]);
  });

  test('name the supply that owes what is ordered before the store that it leaves short', async () => {
    const chain = [
      twin('works', core('Supply'), { commodity: 'x', capacity: 7 }),
      twin('depot', core('Store'), { item: 'x', baseStockLevel: 20, onHand: 20 }),
      ...lane('road', ['works', 'depot'], { leadTimePeriods: 1 }),
      twin('customer', core('PeriodicDemand'), { demandMean: 10 }),
      link('customer', 'servedBy', 'depot'),
    ];
    const periods = 10;
    const found = await ask(chain, { kpi: 'backorders', horizonSeconds: periods * 86_400 });
    expect(found).toMatchObject([
      { twin: 'works', mechanism: 'balance', kind: 'shortage', share: 1 },
      { twin: 'depot', mechanism: 'balance', kind: 'shortage' },
    ]);
    // It owes three units more at each period's end: 3, 6, … 30.
    expect(found[0]?.value).toBeCloseTo(3 * 5.5, 9);
    expect(found[0]?.text).toMatch(
      /^works owed what was ordered from it in 10 of 10 periods, 30 units at the worst; /,
    );
    // One unit more a period, of those that have come by the end.
    expect(found[0]?.gain?.amount).toBe(-(periods - 1));
  });

  test('stand by what a tenth more gains, then by use; what is half idle and gains nothing is left out', async () => {
    const stub = (kpis: Kpi[], findings: Finding[]) => ({
      ...simulator,
      run: async () => ({ ...emptyRun, kpis, findings }),
    });
    const part = (id: string, utilisation: number, amount?: number) => ({
      ...{ twin: id, value: utilisation, utilisation },
      ...(amount !== undefined && { gain: { kpi: 'cost', amount } }),
    });
    const finding = (...twins: FindingPart[]): Finding => ({
      ...{ mechanism: 'own', kind: 'bottleneck', text: 'It is so.', twins },
    });
    const snapshot = graphOf([
      twin('large', core('Capacitated'), { capacity: 1000 }),
      ...['tiny', 'full', 'over', 'idle', 'worth'].map((id) => twin(id, core('Asset'))),
    ]);
    const cost: Kpi = { name: 'cost', value: 1000, better: 'lower' };
    const found = await bottlenecks(
      {
        ...{ snapshot, catalogue: builtIn },
        simulator: stub(
          [cost],
          [
            finding(part('tiny', 0.93, -0.01)),
            finding(part('full', 1)),
            finding(part('over', 1.25)),
            finding(part('idle', 0.2, 0)),
            finding(part('worth', 0.5, -30)),
            // One unit more gains as little as of the first, but it has a thousand.
            finding(part('large', 1, -0.4)),
            { ...finding({ twin: 'short' }), kind: 'infeasible' },
          ],
        ),
      },
      { horizonSeconds: 60 },
    );
    const order = ['large', 'worth', 'short', 'over', 'full', 'tiny'];
    expect(found.map(({ twin: id }) => id)).toEqual(order);
  });

  test('are those of the graph after the edits of a scenario', async () => {
    const edits = [{ set: { twin: 'ab', property: 'capacity', value: 100 } }];
    expect(await ask(twoBuses, { before: edits })).toEqual([]);
    const more = [{ scale: { twin: 'town', property: 'demandRate', factor: 2 } }, ...edits];
    const [line] = await ask(twoBuses, { before: more });
    expect(line?.gain?.amount).toBeCloseTo(-20, 6);
  });

  test('refuse a figure that there is not with those there are', async () => {
    await expect(ask(twoBuses, { kpi: 'generationcost' })).rejects.toThrow(
      'BAD_USER_INPUT kpi: the graph has no key figure generationcost; expected one of',
    );
  });

  test('are none where nothing chokes', async () => {
    expect(await ask([twin('alone', core('Asset'))])).toEqual([]);
  });
});
