import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { groupsOf } from '../../src/flows/causes/players.ts';
import { coalitionsOf, shapleyValues } from '../../src/flows/causes/shapley.ts';
import { runWhatIf, type WhatIfRequest } from '../../src/flows/whatif.ts';
import type { Change } from '../../src/model/change.ts';
import type { Edit } from '../../src/model/scenario.ts';
import { engine } from '../../src/simulate/engine/engine.ts';
import type { CasesRequest } from '../../src/simulate/simulator.ts';
import { core, graphOf, lane, link, testCatalogue, testModel, twin } from '../simulate/graphs.ts';
import { worldChanges } from '../simulate/world.ts';

const catalogue = testCatalogue();
const simulator = engine();
const out = (id: string): Edit => ({ outage: { twin: id } });

function whatIf(changes: readonly Change[], request: WhatIfRequest) {
  const rooms = { snapshot: graphOf(changes), catalogue, simulator };
  return runWhatIf(rooms, { horizonSeconds: 86_400, ...request });
}

/** Shares of one figure: name of the part and what it is owed. */
async function sharesOf(changes: readonly Change[], edits: readonly Edit[], kpi = 'served.power') {
  const answer = await whatIf(changes, { edits });
  const found = (await answer.causes()).find(({ name }) => name === kpi);
  if (found === undefined) throw new Error(`no ${kpi}`);
  return found;
}

const demand = (id: string, megawatt: number) =>
  twin(id, testModel('Load'), {
    commodity: 'power',
    demandRate: megawatt,
    demandUnit: 'megawatt',
  });

/** Two islands: harbour powers 9.1 megawatt, hill 3.3; and a post that nobody needs. */
const islands: Change[] = [
  ...['harbour', 'hill', 'post'].map((id) => twin(id, core('Asset'))),
  demand('docks', 9.1),
  demand('homes', 3.3),
  link('docks', 'dependsOn', 'harbour', { group: 'power' }),
  link('homes', 'dependsOn', 'hill', { group: 'power' }),
];

/** A load of 10 megawatt that any of its sources can power alone. */
const shared = (sources: readonly string[]): Change[] => [
  ...sources.map((id) => twin(id, core('Asset'))),
  demand('town', 10),
  ...sources.map((id) => link('town', 'dependsOn', id, { group: 'power' })),
];

function ordersOf(items: readonly number[]): number[][] {
  if (items.length === 0) return [[]];
  return items.flatMap((item) =>
    ordersOf(items.filter((other) => other !== item)).map((rest) => [item, ...rest]),
  );
}

/** The definition: the mean of what a player adds, over all orders. */
function byAllOrders(players: number, worth: (coalition: readonly number[]) => number): number[] {
  const orders = ordersOf(Array.from({ length: players }, (_, i) => i));
  const sums = new Array<number>(players).fill(0);
  for (const order of orders) {
    order.forEach((player, place) => {
      const sorted = (count: number) => order.slice(0, count).sort((a, b) => a - b);
      sums[player] = (sums[player] as number) + worth(sorted(place + 1)) - worth(sorted(place));
    });
  }
  return sums.map((sum) => sum / orders.length);
}

describe('Shapley values', () => {
  test('are the mean over all orders of what a player adds, and sum to the whole', () => {
    const game = fc.integer({ min: 0, max: 5 }).chain((players) =>
      fc
        .array(fc.double({ min: -100, max: 100, noNaN: true }), {
          minLength: 2 ** players,
          maxLength: 2 ** players,
        })
        .map((values) => ({ players, values })),
    );
    fc.assert(
      fc.property(game, ({ players, values }) => {
        const keys = new Map(coalitionsOf(players).map((each, i) => [each.join(), values[i]]));
        const worth = (coalition: readonly number[]) => keys.get(coalition.join()) as number;
        const found = shapleyValues(players, (each) => Float64Array.of(worth(each)));
        const owed = found.map(([value]) => value as number);
        byAllOrders(players, worth).forEach((value, i) => {
          expect(owed[i]).toBeCloseTo(value, 9);
        });
        const total = owed.reduce((sum, value) => sum + value, 0);
        if (players > 0) expect(total).toBeCloseTo((values.at(-1) ?? 0) - (values[0] ?? 0), 9);
      }),
    );
  });
});

describe('the causes of a what-if', () => {
  test('are the differences of each edit where they do not act on one another', async () => {
    const edits = [out('harbour'), out('hill')];
    const { parts, isExact, text, difference } = await sharesOf(islands, edits);
    expect(parts).toMatchObject([
      { edits: [0], label: 'the outage of harbour', standardError: 0 },
      { edits: [1], label: 'the outage of hill', standardError: 0 },
    ]);
    expect(parts[0]?.contribution).toBeCloseTo(-9.1, 12);
    expect(parts[1]?.contribution).toBeCloseTo(-3.3, 12);
    expect(isExact).toBe(true);
    expect(difference).toBeCloseTo(-12.4, 12);
    expect(text).toBe(
      'served.power falls by 12.4 megawatt: 9.1 by the outage of harbour, 3.3 by the outage of hill.',
    );
  });

  test('give an edit without effect nothing', async () => {
    const { parts, text } = await sharesOf(islands, [out('post'), out('hill')]);
    expect(parts[0]?.contribution).toBe(0);
    expect(parts[1]?.contribution).toBeCloseTo(-3.3, 12);
    expect(text).toBe('served.power falls by 3.3 megawatt: 3.3 by the outage of hill.');
  });

  test('share equally what only all of some edits do together', async () => {
    const sources = ['a', 'b', 'c'];
    const { parts } = await sharesOf(shared(sources), sources.map(out));
    for (const { contribution } of parts) expect(contribution).toBeCloseTo(-10 / 3, 12);
  });

  test('tell an edit that works against the others, and a figure that stays', async () => {
    const more: Edit = { set: { twin: 'homes', property: 'demandRate', value: 4.3 } };
    const { text } = await sharesOf(islands, [out('harbour'), more]);
    expect(text).toBe(
      'served.power falls by 8.1 megawatt: 9.1 by the outage of harbour, -1 by demandRate of homes.',
    );
    const same = await sharesOf(islands, [out('post')]);
    expect(same.text).toBe('served.power stays as it is.');
    expect((await sharesOf(islands, [])).parts).toEqual([]);
  });

  test('join edits that cannot be made apart', async () => {
    const edits: Edit[] = [
      { addTwin: { id: 'yard', model: testModel('Load'), properties: { commodity: 'power' } } },
      out('hill'),
      { set: { twin: 'yard', property: 'demandRate', value: 5 } },
      link('yard', 'dependsOn', 'harbour', { group: 'power' }) as Edit,
      { outage: { twin: 'yard' } },
    ];
    const { parts, difference } = await sharesOf(islands, edits, 'failed');
    expect(parts).toMatchObject([
      { edits: [0, 2, 3, 4], label: '4 edits of yard', contribution: 1 },
      { edits: [1], contribution: 2 },
    ]);
    expect(difference).toBe(3);
  });

  test('join an edit with that which it conflicts with and that which mends it', async () => {
    const edits: Edit[] = [
      { set: { twin: 'homes', property: 'demandRate', value: null } },
      { set: { twin: 'homes', property: 'demandRate', value: 5 } },
      { set: { twin: 'homes', property: 'demandRate', value: 6 } },
      { scale: { twin: 'homes', property: 'demandRate', factor: 2 } },
    ];
    const { parts, difference } = await sharesOf(islands, edits);
    expect(parts.map((part) => part.edits)).toEqual([[0, 1, 3], [2]]);
    const sum = parts.reduce((total, { contribution }) => total + contribution, 0);
    expect(sum).toBeCloseTo(difference, 12);
  });

  test('join edits of which a mechanism refuses some, as a value that a later one sets right', async () => {
    const changes = [
      twin('works', core('Supply'), { commodity: 'x' }),
      twin('depot', core('Store'), { item: 'x', baseStockLevel: 9, onHand: 9, backorderCost: 1 }),
      ...lane('road', ['works', 'depot'], { leadTimePeriods: 1 }),
      twin('customer', core('PeriodicDemand'), { demandMean: 5 }),
      link('customer', 'servedBy', 'depot'),
    ];
    const set = (property: string, value: number, id = 'works'): Edit => ({
      set: { twin: id, property, value },
    });
    const edits = [set('capacity', -1), set('demandMean', 6, 'customer'), set('capacity', 4)];
    const answer = await whatIf(changes, { edits, horizonSeconds: 9 * 86_400 });
    const cost = (await answer.causes()).find(({ name }) => name === 'cost');
    expect(cost?.difference).toBeGreaterThan(0);
    expect(cost?.parts.map((part) => [part.edits, part.label])).toEqual([
      [[0, 2], '2 edits of works'],
      [[1], 'demandMean of customer'],
    ]);
    const sum = cost?.parts.reduce((total, { contribution }) => total + contribution, 0);
    expect(sum).toBeCloseTo(cost?.difference ?? Number.NaN, 9);
  });

  test('agree with running every order of the edits one by one', async () => {
    const edits = [
      out('feeder-0'),
      { scale: { twin: 'load-1', property: 'demandRate', factor: 3 } },
      { set: { twin: 'shop-1', property: 'baseStockLevel', value: 2 } },
      out('feeder-1'),
    ] satisfies Edit[];
    const asked = { horizonSeconds: 8 * 86_400, replications: 2 };
    const answer = await whatIf(worldChanges, { ...asked, edits });
    const known = new Map<string, Map<string, number>>();
    for (const coalition of coalitionsOf(edits.length)) {
      const some = coalition.map((i) => edits[i] as Edit);
      const { kpis } = await whatIf(worldChanges, { ...asked, edits: some });
      known.set(coalition.join(), new Map(kpis.map(({ name, edited }) => [name, edited])));
    }
    const causes = await answer.causes();
    expect(causes.map(({ name }) => name)).toEqual(answer.kpis.map(({ name }) => name));
    for (const { name, parts, difference, isExact } of causes) {
      const worth = (coalition: readonly number[]) => known.get(coalition.join())?.get(name) ?? 0;
      byAllOrders(edits.length, worth).forEach((value, i) => {
        expect(parts[i]?.contribution).toBeCloseTo(value, 8);
      });
      const sum = parts.reduce((total, { contribution }) => total + contribution, 0);
      expect(sum).toBeCloseTo(difference, 9);
      expect(isExact).toBe(true);
    }
    const fill = causes.find(({ name }) => name === 'fillRate');
    expect(fill?.parts.some(({ standardError }) => standardError > 0)).toBe(true);
  });

  test('are estimated from some orders where all are too many, and still sum', async () => {
    const sources = ['a', 'b', 'c', 'd', 'e', 'f', 'g'];
    const answer = await whatIf([...shared(sources), ...islands], {
      edits: [...sources.map(out), out('hill')],
    });
    const [exact, estimate, again] = await Promise.all(
      [256, 160, 160].map(async (runs) => {
        const causes = await answer.causes({ runs });
        return causes.find(({ name }) => name === 'served.power');
      }),
    );
    expect(exact).toMatchObject({ isExact: true, runs: 256 });
    expect(estimate?.isExact).toBe(false);
    expect(estimate?.runs).toBeLessThanOrEqual(160);
    expect(estimate?.text).toMatch(/ \(an estimate from \d+ runs\)\.$/);
    expect(again).toEqual(estimate);
    const sum = estimate?.parts.reduce((total, { contribution }) => total + contribution, 0);
    expect(sum).toBeCloseTo(-13.3, 12);
    estimate?.parts.forEach(({ contribution, standardError }, i) => {
      const error = Math.abs(contribution - (exact?.parts[i]?.contribution ?? Number.NaN));
      expect(error).toBeLessThanOrEqual(3 * standardError + 1e-12);
    });
    expect(estimate?.parts.at(-1)).toMatchObject({ standardError: expect.closeTo(0, 12) });
  });

  test('join edits that conflict in the middle of a sample too', async () => {
    const sources = ['a', 'b', 'c', 'd', 'e', 'f'];
    const rate = (value: number | null): Edit => ({
      set: { twin: 'homes', property: 'demandRate', value },
    });
    const scale: Edit = { scale: { twin: 'homes', property: 'demandRate', factor: 2 } };
    const edits = [rate(null), ...sources.map(out), rate(5), rate(6), scale];
    const answer = await whatIf([...shared(sources), ...islands], { edits });
    const causes = await answer.causes({ runs: 200 });
    const power = causes.find(({ name }) => name === 'served.power');
    expect(power?.isExact).toBe(false);
    const joint = power?.parts.find((part) => part.edits.length > 1)?.edits;
    expect(joint).toEqual(expect.arrayContaining([0, 9]));
    const sum = power?.parts.reduce((total, { contribution }) => total + contribution, 0);
    expect(sum).toBeCloseTo(power?.difference ?? Number.NaN, 10);
  });

  test('take many edits twin by twin', async () => {
    const scale = (id: string): Edit => ({
      scale: { twin: id, property: 'demandRate', factor: 1.1 },
    });
    const edits = Array.from({ length: 20 }, (_, i) => scale(i % 2 === 0 ? 'docks' : 'homes'));
    const { parts } = await sharesOf(islands, edits);
    expect(parts.map(({ label }) => label)).toEqual(['10 edits of docks', '10 edits of homes']);
    expect(parts[0]?.contribution).toBeCloseTo(9.1 * (1.1 ** 10 - 1), 9);
    expect(parts[1]?.contribution).toBeCloseTo(3.3 * (1.1 ** 10 - 1), 9);
  });

  test('run what the what-if has not run, and other seeds for random figures alone', async () => {
    const asked: [cases: number, kpis: readonly string[]][] = [];
    const counted = {
      ...simulator,
      runCases: (request: CasesRequest) => {
        asked.push([request.cases.length, request.kpis]);
        return simulator.runCases(request);
      },
    };
    const rooms = { snapshot: graphOf(worldChanges), catalogue, simulator: counted };
    const edits = [out('feeder-0'), out('source')];
    const answer = await runWhatIf(rooms, { edits, horizonSeconds: 20 * 86_400, replications: 4 });
    asked.length = 0;
    const found = await answer.causes();
    const [first, others] = asked;
    expect(asked.map(([cases]) => cases)).toEqual([2, 6]);
    expect(first?.[1]).toContain('served.power');
    expect(others?.[1]).toContain('fillRate');
    expect(others?.[1]).not.toContain('served.power');
    for (const { name, difference, parts } of found) {
      const sum = parts.reduce((total, { contribution }) => total + contribution, 0);
      expect(sum, name).toBeCloseTo(difference, 9);
    }
    const power = found.find(({ name }) => name === 'served.power');
    expect(power?.parts.map(({ standardError }) => standardError)).toEqual([0, 0]);
  });

  test('are refused with the number of runs where there are too many edits', async () => {
    const sources = Array.from({ length: 12 }, (_, i) => `s${i}`);
    const answer = await whatIf(shared(sources), { edits: sources.map(out) });
    await expect(answer.causes({ runs: 40 })).rejects.toThrow(
      'LIMIT_EXCEEDED causes: to tell 12 groups of edits apart takes 46 runs at least; expected at most 40 runs; ask with fewer edits or replications, or for more runs, up to 4096',
    );
  });

  test('are of the edits of each twin where there are many', () => {
    const edits = Array.from({ length: 17 }, (_, i) => out(i % 2 === 0 ? 'a' : 'b'));
    expect(groupsOf(edits)).toEqual([
      [0, 2, 4, 6, 8, 10, 12, 14, 16],
      [1, 3, 5, 7, 9, 11, 13, 15],
    ]);
    expect(groupsOf(edits.slice(1))).toHaveLength(16);
  });
});
