import { describe, expect, test } from 'vitest';
import { axisEffects } from '../../src/flows/sweep/axis-effects.ts';
import { judgedSweep } from '../../src/flows/sweep/judge-sweep.ts';
import { runSweep } from '../../src/flows/sweep/run-sweep.ts';
import { Sweep } from '../../src/flows/sweep/sweep.ts';
import { ranked, rowOf, rowsFrom, selectionOf } from '../../src/flows/sweep/sweep-views.ts';
import { compareKpis } from '../../src/flows/whatif-kpis.ts';
import { engine } from '../../src/simulate/engine/engine.ts';
import type { Case, Simulator } from '../../src/simulate/simulator.ts';
import { testCatalogue } from '../simulate/graphs.ts';
import { world } from '../simulate/world.ts';
import {
  type Asked,
  bytesOf,
  memoryRecords,
  sweepOf,
  swept,
  toyRooms,
  workWith,
} from './sweep-fixture.ts';
import { levels, toyScenario, toySimulator } from './toy-simulator.ts';

const of = (i: number) => ({ twin: `store-${i}`, property: 'baseStockLevel' });
const grid = [
  { values: { ...of(0), values: [1, 2, 3, 4] } },
  { factors: { ...of(1), factors: [0.5, 1, 2] } },
];

describe('a sweep over a grid', () => {
  test('has a case for each combination, with its figures and their difference from the base', async () => {
    const sweep = await swept({ axes: grid });
    const rows = rowsFrom(sweep, 0, 100);
    expect(rows.map(({ labels }) => labels.join(' '))).toEqual(
      ['1', '2', '3', '4'].flatMap((level) => ['0.5', '1', '2'].map((f) => `${level} ${f}`)),
    );
    rows.forEach(({ labels: [level, factor], kpis: [total, cost], replications }) => {
      const edited = Number(level) + 5 * Number(factor) + 7;
      const difference = edited - 15;
      expect(total).toMatchObject({
        name: 'total',
        base: 15,
        edited,
        difference,
        better: 'higher',
      });
      expect(total?.interval).toEqual([difference, difference]);
      expect(cost).toMatchObject({ base: 29, edited: 2 * edited - 1, unit: 'euro' });
      expect(replications).toBe(1);
    });
  });

  test('ranks its cases by a figure in the direction in which it is wanted', async () => {
    const sweep = await swept({ axes: grid });
    expect(ranked(sweep, 'total', 2).map(({ labels }) => labels)).toEqual([
      ['4', '2'],
      ['3', '2'],
    ]);
    expect(ranked(sweep, 'cost', 2).map(({ labels }) => labels)).toEqual([
      ['1', '0.5'],
      ['2', '0.5'],
    ]);
    expect(ranked(sweep, 'cost', 100)).toHaveLength(12);
    expect(ranked(sweep, 'nothing', 3)).toEqual([]);
  });

  test('tells what each axis does by itself', async () => {
    const [level, factor] = axisEffects(await swept({ axes: grid }), 'total');
    expect(level).toMatchObject({ axis: 'store-0/baseStockLevel', range: expect.closeTo(3, 9) });
    expect(level?.positions[0]).toEqual({
      label: '1',
      mean: expect.closeTo(1 + (5 * 3.5) / 3 + 7, 12),
      difference: expect.closeTo(1 + (5 * 3.5) / 3 + 7 - 15, 12),
      cases: 3,
    });
    expect(factor).toMatchObject({
      axis: 'store-1/baseStockLevel ×',
      range: expect.closeTo(7.5, 9),
    });
  });

  test('gives what the engine gives for each case alone, replication by replication', async () => {
    const rooms = { graph: world, catalogue: testCatalogue(), simulator: engine() };
    const scenario = {
      ...toyScenario,
      base: world.revision,
      horizonSeconds: 4 * 86_400,
      models: '',
    };
    const values = [4, 20];
    const axes = [
      { values: { twin: 'shop-1', property: 'baseStockLevel', values } },
      { removals: { twins: ['grid', 'feeder-0'], from: 86_400, until: 2 * 86_400 } },
    ];
    const sweep = await swept({ axes, scenario, replications: 3 }, rooms);
    const run = (edits: readonly object[], r: number) => {
      const own = { ...scenario, edits: edits as typeof scenario.edits, seed: scenario.seed + r };
      return rooms.simulator.run({ ...rooms, scenario: own });
    };
    for (let index = 0; index < 4; index++) {
      const edits = sweep.ready?.space.editsAt(index) ?? [];
      const pairs = await Promise.all(
        [0, 1, 2].map(async (r) => [(await run([], r)).kpis, (await run(edits, r)).kpis] as const),
      );
      const row = rowOf(sweep, index);
      expect(row?.replications).toBe(3);
      for (const kpi of compareKpis(pairs)) {
        const found = row?.kpis.find(({ name }) => name === kpi.name);
        expect(found?.edited).toBeCloseTo(kpi.edited, 10);
        expect(found?.base).toBeCloseTo(kpi.base, 10);
        expect(found?.interval[0]).toBeCloseTo(kpi.interval[0], 9);
        expect(found?.interval[1]).toBeCloseTo(kpi.interval[1], 9);
      }
    }
  });
});

describe('a sweep of removals', () => {
  test('takes out every twin of a model, one after the other, by id', async () => {
    for (const by of ['outage', 'removal'] as const) {
      const axes = [{ removals: { model: 'dtmi:linchpin:core:Store;1', by } }];
      const rows = rowsFrom(await swept({ axes }), 0, 10);
      expect(rows.map(({ labels }) => labels[0])).toEqual(['store-0', 'store-1', 'store-2']);
      expect(rows.map(({ kpis }) => kpis[0]?.difference)).toEqual(levels.map((level) => -level));
    }
  });

  test('takes out two at a time', async () => {
    const axes = [{ pairs: { twins: ['store-0', 'store-1', 'store-2'] } }];
    const rows = rowsFrom(await swept({ axes }), 0, 10);
    expect(rows.map(({ labels }) => labels[0])).toEqual([
      'store-0 + store-1',
      'store-0 + store-2',
      'store-1 + store-2',
    ]);
    expect(rows.map(({ kpis }) => kpis[0]?.difference)).toEqual([-8, -10, -12]);
  });
});

describe('replications', () => {
  test('have common random numbers, so that differences are exact where noise is common', async () => {
    const sweep = await swept({ axes: grid }, toyRooms(toySimulator({ noise: 3 })));
    for (const { labels, replications, kpis } of rowsFrom(sweep, 0, 20)) {
      expect(replications).toBe(10);
      const difference = Number(labels[0]) + 5 * Number(labels[1]) - 8;
      expect(kpis[0]?.difference).toBeCloseTo(difference, 10);
      expect((kpis[0]?.interval[1] ?? 9) - (kpis[0]?.interval[0] ?? 0)).toBeLessThan(1e-9);
    }
  });

  test('are one where no figure of the sweep is random, whatever others are', async () => {
    const toy = toySimulator({ noise: 3 });
    const run: typeof toy.run = async (request) => ({
      ...(await toy.run(request)),
      randomKpis: new Set(['cost']),
    });
    const sweepOfFigures = (kpis: string[]) =>
      swept({ axes: grid, kpis }, toyRooms({ ...toy, run }));
    const [first] = rowsFrom(await sweepOfFigures(['total']), 0, 1);
    expect(first?.replications).toBe(1);
    const [second] = rowsFrom(await sweepOfFigures(['total', 'cost']), 0, 1);
    expect(second?.replications).toBe(10);
  });

  test('go on until the half-width is reached, and no further than allowed', async () => {
    const simulator = toySimulator({ noise: 1, own: 1 });
    const precision = { kpi: 'total', halfWidth: 0.25, most: 2000 };
    const sweep = await swept({ axes: grid, precision }, toyRooms(simulator));
    const rows = rowsFrom(sweep, 0, 20);
    for (const { kpis, replications } of rows) {
      const [low, high] = kpis[0]?.interval ?? [0, 9];
      // The base's own draw differs from the case's, unless the case is the base.
      expect(high - low).toBeLessThanOrEqual(0.5);
      expect(replications).toBeGreaterThanOrEqual(10);
    }
    expect(Math.max(...rows.map(({ replications }) => replications))).toBeGreaterThan(100);
    const capped = await swept(
      { axes: grid, precision: { ...precision, most: 20 } },
      toyRooms(simulator),
    );
    expect(rowsFrom(capped, 0, 20).every(({ replications }) => replications <= 20)).toBe(true);
  });
});

describe('the best cases', () => {
  const simulator = toySimulator({ noise: 1, own: 1 });
  const values = Array.from({ length: 20 }, (_, i) => i / 4);
  const axes = [{ values: { ...of(0), values } }];

  test('come with the probability that was asked for', async () => {
    const best = { kpi: 'cost', top: 3, probability: 0.99 };
    const sweep = await swept({ axes, best }, toyRooms(simulator));
    const selection = selectionOf(sweep);
    expect(selection?.cases.map(({ labels }) => Number(labels[0])).sort()).toEqual([0, 0.25, 0.5]);
    expect(selection).toMatchObject({ reached: true, procedure: 'bonferroni' });
    expect(selection?.probability).toBeGreaterThanOrEqual(0.99);
    const counts = sweep.ready?.table.counts ?? [];
    expect(counts[19]).toBe(10);
    expect(counts[2]).toBeGreaterThan(10);
  });

  test('come by Kim and Nelson’s procedure where a difference that matters is given', async () => {
    const best = { kpi: 'total', indifference: 0.2 };
    const selection = selectionOf(await swept({ axes, best }, toyRooms(simulator)));
    expect(selection).toMatchObject({ probability: 0.95, reached: true, procedure: 'kimNelson' });
    expect(selection?.cases.map(({ labels }) => labels[0])).toEqual(['4.75']);
  });

  test('may be the worst instead: what hurts most when it is out', async () => {
    const model = 'dtmi:linchpin:core:Store;1';
    const best = { kpi: 'total', top: 2, worst: true, probability: 0.99 };
    const noisy = toyRooms(toySimulator({ noise: 1, own: 1 }));
    const sweep = await swept({ axes: [{ removals: { model } }], best }, noisy);
    const named = (rows: readonly { labels: readonly string[] }[]) =>
      rows.map(({ labels }) => labels[0]);
    expect(named(selectionOf(sweep)?.cases ?? [])).toEqual(['store-2', 'store-1']);
    expect(named(ranked(sweep, 'total', 2, true))).toEqual(['store-2', 'store-1']);
    expect(named(ranked(sweep, 'cost', 1, true))).toEqual(['store-0']);
    const exact = await swept({ axes: [{ removals: { model } }], best });
    expect(named(selectionOf(exact)?.cases ?? [])).toEqual(['store-2', 'store-1']);
  });

  test('are certain where nothing is random', async () => {
    const selection = selectionOf(await swept({ axes, best: { kpi: 'total', top: 2 } }));
    expect(selection).toMatchObject({ probability: 1, reached: true, procedure: 'exact' });
    expect(selection?.cases.map(({ labels }) => labels[0])).toEqual(['4.75', '4.5']);
  });
});

describe('a case that cannot be run', () => {
  test('is a problem, and the others have their figures', async () => {
    const axes = [{ values: { ...of(0), values: [1, 2000, 3] } }];
    const sweep = await swept({ axes });
    expect(sweep.failed).toBe(1);
    expect(sweep.problems).toEqual([
      {
        code: 'BAD_USER_INPUT',
        where: 'case 1 (baseStockLevel of store-0 = 2000): toy',
        message: 'the toy holds no more than 1000',
        expected: 'less',
        index: 1,
      },
    ]);
    expect(rowsFrom(sweep, 0, 10).map(({ index }) => index)).toEqual([0, 2]);
    expect(ranked(sweep, 'total', 9).map(({ index }) => index)).toEqual([2, 0]);
  });
});

describe('a replication that cannot be run', () => {
  /** Fails for seeds above 16, and the case of one level only where one is given. */
  const failing = (level?: number): Simulator => {
    const toy = toySimulator({ noise: 1, own: 1 });
    const isBad = ({ edits, seed }: Case) =>
      seed > 16 && JSON.stringify(edits).includes(level === undefined ? '[]' : `:${level}}`);
    return {
      ...toy,
      async runCases(request) {
        const { figures, problems } = await toy.runCases(request);
        const failed = request.cases.flatMap((each, index) =>
          isBad(each)
            ? [{ code: 'BAD_USER_INPUT' as const, where: 'toy', message: 'no', index }]
            : [],
        );
        return { figures, problems: [...problems, ...failed] };
      },
    };
  };
  const axes = [{ values: { ...of(0), values: [1, 2, 2.001] } }];
  const sweepWith = (simulator: Simulator, asked: Partial<Asked>) =>
    swept({ axes, ...asked }, toyRooms(simulator));

  test('of the base ends the sweep by its name', async () => {
    await expect(sweepWith(failing(), { replications: 20 })).rejects.toThrow(
      'BAD_USER_INPUT base, replication 10: toy: no',
    );
  });

  test('in a round of the selection ends it by the name of its case', async () => {
    const best = { kpi: 'total', probability: 0.999 };
    await expect(sweepWith(failing(2.001), { best })).rejects.toThrow(
      'BAD_USER_INPUT case 2 (baseStockLevel of store-0 = 2.001): toy: no',
    );
  });
});

describe('an interrupted sweep', () => {
  const values = Array.from({ length: 120 }, (_, i) => i / 4);
  const axes = [{ values: { ...of(0), values } }];
  const questions = {
    plain: {},
    best: { best: { kpi: 'total', top: 2, most: 200 } },
    precise: { precision: { kpi: 'cost', halfWidth: 1, most: 100 } },
  };

  test.each(Object.entries(questions))(
    'comes to the same bytes as one that was not: %s',
    async (_, question) => {
      const whole = await swept(
        { axes, ...question },
        toyRooms(toySimulator({ noise: 1, own: 1 })),
      );
      for (const after of [0, 5, 300, 1250]) {
        const records = memoryRecords();
        const ending = new AbortController();
        let runs = 0;
        const before = () => {
          runs += 1;
          if (runs === after + 1) ending.abort(new Error('killed'));
        };
        const rooms = toyRooms(toySimulator({ noise: 1, own: 1, before }));
        const definition = judgedSweep(rooms, sweepOf({ axes, ...question }));
        const first = await Sweep.open(definition, records);
        await runSweep(rooms, first, workWith(records, ending.signal)).catch(() => {});
        const second = await Sweep.open(definition, records);
        await runSweep(toyRooms(toySimulator({ noise: 1, own: 1 })), second, workWith(records));
        expect(bytesOf(second)).toBe(bytesOf(whole));
        expect(bytesOf(await Sweep.open(definition, records))).toBe(bytesOf(whole));
      }
    },
  );
});
