import { describe, expect, test } from 'vitest';
import { type CriticalityRequest, criticality } from '../../src/flows/criticality/criticality.ts';
import { runWhatIf } from '../../src/flows/whatif.ts';
import type { Change } from '../../src/model/change.ts';
import type { Edit } from '../../src/model/scenario.ts';
import { engine } from '../../src/simulate/engine/engine.ts';
import { core, graphOf, link, testCatalogue, testModel, twin } from '../simulate/graphs.ts';
import { worldChanges } from '../simulate/world.ts';

const catalogue = testCatalogue();
const simulator = engine();
const day = 86_400;

function ask(changes: readonly Change[], request: Partial<CriticalityRequest> & { kpi: string }) {
  const rooms = { snapshot: graphOf(changes), catalogue, simulator };
  return criticality(rooms, { horizonSeconds: 2 * day, ...request });
}

/** `main` powers loads of 5 and 3, `side` one of 3; a lamp post hangs on nothing. */
const grid: Change[] = [
  ...['main', 'side', 'post'].map((id) => twin(id, core('Asset'))),
  ...[5, 3, 3].flatMap((demandRate, i) => [
    twin(`load-${i}`, testModel('Load'), { commodity: 'power', demandRate }),
    link(`load-${i}`, 'dependsOn', i === 2 ? 'side' : 'main', { group: 'power' }),
  ]),
];

describe('criticality', () => {
  test('ranks twins by what their loss takes from the figure, equals share a rank', async () => {
    const { base, twins, counts, random } = await ask(grid, { kpi: 'served.power' });
    expect([base, random]).toEqual([11, false]);
    expect(
      twins.map(({ twin: id, rank, difference, interval }) => [id, rank, difference, interval]),
    ).toEqual([
      ['main', 1, -8, [-8, -8]],
      ['load-0', 2, -5, [-5, -5]],
      ['load-1', 3, -3, [-3, -3]],
      ['load-2', 3, -3, [-3, -3]],
      ['side', 3, -3, [-3, -3]],
    ]);
    expect(counts).toEqual({ asked: 6, run: 5, pruned: 1, screened: 0, left: 0, simulations: 7 });
  });

  test('says what a twin does to a random figure as a what-if of its outage does', async () => {
    const request = {
      kpi: 'fillRate',
      twins: ['source', 'shop-0'],
      replications: 12,
      horizonSeconds: 20 * day,
    };
    const found = await ask(worldChanges, request);
    expect(found.random).toBe(true);
    for (const { twin: id, difference, interval } of found.twins) {
      const rooms = { snapshot: graphOf(worldChanges), catalogue, simulator };
      const edits = [{ outage: { twin: id } }];
      const whatIf = await runWhatIf(rooms, { edits, replications: 12, horizonSeconds: 20 * day });
      const kpi = whatIf.kpis.find(({ name }) => name === 'fillRate');
      expect(difference).toBeCloseTo(kpi?.difference ?? Number.NaN, 12);
      expect(interval[0]).toBeCloseTo(kpi?.interval[0] ?? Number.NaN, 12);
      expect(interval[1]).toBeCloseTo(kpi?.interval[1] ?? Number.NaN, 12);
    }
  });

  test('runs once for each twin where the figure is not random, whatever else is', async () => {
    const asked = { kpi: 'served.power', twins: ['feeder-0', 'shop-1'] };
    const { random, twins, counts } = await ask(worldChanges, asked);
    expect([random, counts.simulations]).toEqual([false, 4]);
    const { run } = engine();
    const served = async (seed: number, edits: readonly Edit[]) => {
      const scenario = { base: 1, edits, seed, horizonSeconds: 2 * day };
      const { kpis } = await run({ graph: graphOf(worldChanges), catalogue, scenario });
      return kpis.find(({ name }) => name === 'served.power')?.value as number;
    };
    for (const { twin: id, difference } of twins) {
      for (const seed of [1, 2, 3]) {
        const lost = (await served(seed, [{ outage: { twin: id } }])) - (await served(seed, []));
        expect(difference).toBe(lost);
      }
    }
  });

  test('prunes only twins whose loss changes no figure', async () => {
    const asked = { kpi: 'served.power', twins: undefined };
    const { twins } = await ask(grid, { kpi: asked.kpi });
    const run = new Set(twins.map(({ twin: id }) => id));
    for (const id of ['main', 'side', 'post', 'load-0', 'load-1', 'load-2'].filter(
      (each) => !run.has(each),
    )) {
      const rooms = { snapshot: graphOf(grid), catalogue, simulator };
      const { kpis } = await runWhatIf(rooms, {
        edits: [{ outage: { twin: id } }],
        horizonSeconds: day,
      });
      expect(
        kpis
          .filter(({ name }) => !name.startsWith('failed'))
          .every(({ difference }) => difference === 0),
      ).toBe(true);
    }
  });

  test('takes an outage of a time, and only as many twins as are wanted', async () => {
    const lowest = await ask(grid, { kpi: 'served.power', from: day / 2, until: day });
    expect(lowest.twins.every(({ difference }) => difference === 0)).toBe(true);
    const few = await ask(grid, { kpi: 'served.power', most: 1 });
    expect(few.twins.map(({ twin: id }) => id)).toEqual(['main']);
    expect(few.counts).toMatchObject({ run: 1, left: 4 });
  });

  test('answers of a large graph fast by leaving out what hangs on nothing', async () => {
    const posts = Array.from({ length: 50_000 }, (_, i) => twin(`z-post-${i}`, core('Asset')));
    const { counts } = await ask([...grid, ...posts], { kpi: 'served.power' });
    expect(counts).toMatchObject({ asked: 50_006, run: 5, pruned: 50_001 });
  });

  test.each([
    [
      { kpi: 'served.powr' },
      'BAD_USER_INPUT kpi: the graph has no key figure served.powr; expected one of served.power, demand.power, served.power.lowest, unserved.power, failed, failed.most; did you mean served.power?',
    ],
    [
      { kpi: 'failed', twins: ['nobody'] },
      'NOT_FOUND twins/nobody: no twin has this id; check the spelling, or leave it out for all',
    ],
    [
      { kpi: 'failed', from: 5, until: 5 },
      'BAD_USER_INPUT until: an outage from 5 until 5 is none; expected seconds from 0 on, and an end after the start',
    ],
    [
      { kpi: 'failed', most: 0 },
      'BAD_USER_INPUT most: 0 is not a number of twins; expected a whole number from 1 on',
    ],
  ])('refuses %j', async (request, message) => {
    await expect(ask(grid, request)).rejects.toThrow(message);
  });

  test('refuses more runs than are made at once, and says how many', async () => {
    const loads = Array.from({ length: 5000 }, (_, i) =>
      twin(`load-${i + 3}`, testModel('Load'), { commodity: 'power', demandRate: 1 }),
    );
    await expect(ask([...grid, ...loads], { kpi: 'served.power' })).rejects.toThrow(
      'LIMIT_EXCEEDED criticality: this takes 5006 runs; expected at most 4096 runs at once; ask for fewer twins with twins, model or most, or use startSweep with removals',
    );
  });

  test('ends when nobody wants it any more', async () => {
    const signal = AbortSignal.abort(new Error('gone'));
    await expect(ask(grid, { kpi: 'failed', signal })).rejects.toThrow('gone');
  });
});
