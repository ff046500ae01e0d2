/** The story the worlds are made for: an outage in a substation reaches customer orders, and why. */
import { describe, expect, test } from 'vitest';
import { runWhatIf, type WhatIf, type WhatIfRequest } from '../../src/flows/whatif.ts';
import type { TwinGraph } from '../../src/model/graph.ts';
import type { Edit } from '../../src/model/scenario.ts';
import { engine } from '../../src/simulate/engine/engine.ts';
import { catalogue, quantity, seedGraph } from './seed-world.ts';

const day = 86_400;
const simulator = engine();
const outage = (twin: string, from: number, until: number): Edit => ({
  outage: { twin, from: from * day, until: until * day },
});
const support = (source: string, name: string, target: string, group?: string): Edit => ({
  addRelationship: { source, name, target, ...(group && { properties: { group } }) },
});

function whatIf(snapshot: TwinGraph, days: number, edits: readonly Edit[]): Promise<WhatIf> {
  const request: WhatIfRequest = { edits, horizonSeconds: days * day, replications: 2 };
  return runWhatIf({ snapshot, catalogue: catalogue(), simulator }, request);
}

const kpi = (result: WhatIf, name: string) => result.kpis.find((each) => each.name === name);

/** Days of the first shortage of each order. */
function lateOrders({ affected }: WhatIf): Map<string, number> {
  const late = affected.filter(
    ({ twin, effect }) => twin.startsWith('order-') && effect === 'runsShort',
  );
  return new Map(late.map(({ twin, time }) => [twin, time / day]));
}

/** The twins from an affected one back to the edit, along the first cause of each event. */
function trail({ affected }: WhatIf, twin: string): string[] {
  const events = new Map(affected.map((event) => [event.twin, event]));
  const found = [twin];
  for (;;) {
    const [cause] = events.get(found.at(-1) as string)?.causes ?? [];
    if (cause === undefined || 'edit' in cause || found.includes(cause.twin)) return found;
    found.push(cause.twin);
  }
}

describe('a fire in the harbour substation', () => {
  const graph = seedGraph('enterprise');
  const fire = outage('substation-harbour', 1, 10);
  const secondSupports = [
    [support('connection-grid-b', 'suppliedBy', 'feeder-east-2')],
    [support('pump-station-harbour', 'poweredBy', 'feeder-south-5')],
    [
      support('dc-aldmouth', 'dependsOn', 'feeder-east-4', 'power'),
      support('dc-aldmouth', 'dependsOn', 'exchange-north', 'data'),
      support('tunnel-drainage', 'poweredBy', 'feeder-south-5'),
    ],
    [support('data-centre-quay', 'poweredBy', 'feeder-east-4')],
  ];

  test('makes orders late wherever stocks run down, one region after the other', async () => {
    const result = await whatIf(graph, 30, [fire]);
    expect(kpi(result, 'fillRate')).toMatchObject({ base: 1 });
    expect(kpi(result, 'fillRate')?.edited).toBeLessThan(0.9);
    const late = lateOrders(result);
    expect(late.get('order-kestrel-plumbing-hp-6')).toBe(1);
    expect(late.get('order-pennine-heat-hp-9')).toBeGreaterThanOrEqual(5);
    expect(late.get('order-rhein-haustechnik-hp-16')).toBeGreaterThan(
      late.get('order-pennine-heat-hp-9') as number,
    );
    expect(late.size).toBeGreaterThan(25);
  });

  test('is explained from a late order over tunnel or line back to the substation', async () => {
    const result = await whatIf(graph, 30, [fire]);
    expect(trail(result, 'order-pennine-heat-hp-9')).toEqual([
      'order-pennine-heat-hp-9',
      'stock-hp-9-dc-leeds',
      'lane-hp-9-dc-leeds',
      'road-e2-d2',
      'tunnel-drainage',
      'feeder-harbour-4',
      'substation-harbour',
    ]);
    const overThePlant = trail(result, 'order-rhein-haustechnik-hp-16');
    expect(overThePlant).toContain('line-final-2');
    expect(overThePlant).toContain('connection-grid-b');
    expect(overThePlant.at(-1)).toBe('substation-harbour');
    const asked = result.explain({ of: ['order-pennine-heat-hp-9'] });
    expect(asked).toMatchObject([{ twin: 'order-pennine-heat-hp-9', effect: 'runsShort' }]);
    const ends = result.explain().map(({ twin }) => twin);
    expect(ends.filter((twin) => twin.startsWith('order-')).length).toBeGreaterThan(10);
  });

  test('hurts less with each second support, and with all of them no order is late', async () => {
    const fillRates: number[] = [];
    let late = new Map<string, number>();
    for (let count = 0; count <= secondSupports.length; count++) {
      const result = await whatIf(graph, 30, [...secondSupports.slice(0, count).flat(), fire]);
      fillRates.push(kpi(result, 'fillRate')?.edited as number);
      late = lateOrders(result);
    }
    expect(fillRates).toEqual([...fillRates].sort());
    expect(new Set(fillRates).size).toBe(fillRates.length);
    expect(fillRates.at(-1)).toBe(1);
    expect(late.size).toBe(0);
  });
});

describe('the supply chain', () => {
  const graph = seedGraph('supply-chain');

  test('is calm for half a year when nothing happens', async () => {
    const result = await whatIf(graph, 180, []);
    expect(kpi(result, 'fillRate')).toMatchObject({ base: 1, edited: 1 });
    expect(result.timeline).toEqual([]);
  });

  test('feels the fire at a single source when all stocks on the way have run down', async () => {
    const result = await whatIf(graph, 60, [outage('supplier-dresden-power', 5, 35)]);
    const late = [...lateOrders(result).values()];
    const onTheWay = [
      'power-module-plant-brno',
      'inverter-module-plant-brno',
      'inverter-module-plant-aldmouth',
    ];
    const perDay = 62 + 102 + 57 + 27;
    const cover = onTheWay
      .map((stock) => quantity(graph, `stock-${stock}`, 'onHand') / perDay)
      .reduce((sum, days) => sum + days, 0);
    expect(Math.min(...late)).toBeGreaterThan(5 + cover);
    expect(Math.min(...late)).toBeLessThan(5 + cover + 20);
  });

  test('bears two months without the port of Shanghai, as each part has a second source', async () => {
    const result = await whatIf(graph, 90, [outage('port-shanghai', 5, 65)]);
    expect(result.affected.map(({ twin }) => twin)).toEqual([
      'port-shanghai',
      'lane-ningbo-motors',
      'lane-shengzhou-reversing',
      'lane-suzhou-scroll',
      'lane-suzhou-valves',
      'route-suzhou-scroll',
    ]);
    expect(kpi(result, 'fillRate')?.edited).toBe(1);
  });
});
