import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { tieredChain } from '../../../src/bench/tiered-chain.ts';
import type { Change } from '../../../src/model/change.ts';
import { engine } from '../../../src/simulate/engine/engine.ts';
import type { Survival, SurvivalRequest } from '../../../src/simulate/survival.ts';
import { core, graphOf, lane, link, testCatalogue, testModel, twin } from '../graphs.ts';
import { naiveSurvival } from './naive-survival.ts';

const catalogue = testCatalogue();
const day = 86_400;
const { survival } = engine();

async function survivalsOf(
  changes: readonly Change[],
  options: Partial<SurvivalRequest> = {},
): Promise<ReadonlyMap<string, Survival>> {
  const report = await survival({ graph: graphOf(changes), catalogue, ...options });
  return new Map(report.survivals.map((each) => [each.twin, each]));
}

/** `source` → `store-2` → `store-1` → `store-0` → `customer`. */
function serial(
  onHand: readonly number[],
  rate: number,
  pipeline: readonly number[] = [],
): Change[] {
  const last = onHand.length - 1;
  return [
    twin('source', core('Supply'), { commodity: 'x' }),
    ...onHand.map((units, i) => twin(`store-${i}`, core('Store'), { onHand: units, item: 'x' })),
    ...onHand.flatMap((_, i) =>
      lane(`lane-${i}`, [i === last ? 'source' : `store-${i + 1}`, `store-${i}`], {
        pipeline: pipeline[i] === undefined ? [] : [pipeline[i]],
      }),
    ),
    twin('customer', core('PeriodicDemand'), { demandMean: rate, lostSaleCost: 7 }),
    link('customer', 'servedBy', 'store-0'),
  ];
}

describe('the time to survive', () => {
  test('of a serial chain is the stock from the node down, over the rate of demand', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 0, max: 50 }), { minLength: 1, maxLength: 6 }),
        fc.integer({ min: 1, max: 20 }),
        async (onHand, rate) => {
          const found = await survivalsOf(serial(onHand, rate));
          let downstream = 0;
          onHand.forEach((units, i) => {
            downstream += units;
            const { timeToSurvive, gap } = found.get(`store-${i}`) as Survival;
            expect(timeToSurvive).toBeCloseTo((downstream / rate) * day, 4);
            expect(gap).toBeLessThan(1e-4);
          });
          expect(found.get('source')?.timeToSurvive).toBeCloseTo((downstream / rate) * day, 4);
        },
      ),
      { numRuns: 15 },
    );
  });

  test('counts what is under way, and leaves out the stock of a flooded store', async () => {
    const chain = serial([10, 20], 5, [5, 10]);
    const kept = await survivalsOf(chain, { twins: ['source', 'store-1', 'lane-1', 'lane-0'] });
    expect(kept.get('source')?.timeToSurvive).toBeCloseTo(9 * day, 4);
    expect(kept.get('lane-1')?.timeToSurvive).toBeCloseTo(9 * day, 4);
    expect(kept.get('store-1')?.timeToSurvive).toBeCloseTo(7 * day, 4);
    expect(kept.get('lane-0')?.timeToSurvive).toBeCloseTo(3 * day, 4);
    const lost = await survivalsOf(chain, { twins: ['store-1'], stock: 'lost' });
    expect(lost.get('store-1')?.timeToSurvive).toBeCloseTo(3 * day, 4);
  });

  test('of one of two ways is by hand: 12 on hand, 10 a day asked, 7 a day by the other', async () => {
    const chain = twoWays(7);
    const found = await survivalsOf(chain, { recoverySeconds: 10 * day });
    const a = found.get('a') as Survival;
    expect(a.timeToSurvive).toBeCloseTo(4 * day, 4);
    expect(a.isExposed).toBe(true);
    // Six days on, three a day are missing.
    expect(a.lostUnits).toBeCloseTo(18, 6);
    expect(a.lostCost).toBeCloseTo(36, 6);
    expect(a.failsFirst).toEqual([{ demand: 'customer', share: 1 }]);
    expect(a.limits.map(({ twin: id, kind, units }) => [id, kind, units])).toEqual([
      ['b', 'supply', 7],
      ['plant', 'stock', 12],
    ]);
    // t = 12 / (10 - capacity): a third of a day for a unit, 12 / 9 of a day for one more a day.
    expect(a.limits[0]?.secondsPerUnit).toBeCloseTo((12 / 9) * day, 3);
    expect(a.limits[1]?.secondsPerUnit).toBeCloseTo(day / 3, 3);
    expect(found.get('b')?.timeToSurvive).toBe(Number.POSITIVE_INFINITY);
  });

  test('is infinite where another way is enough, and where nobody downstream asks', async () => {
    const chain = [...twoWays(10), twin('idle', core('Store'), { onHand: 1 })];
    const report = await survival({ graph: graphOf(chain), catalogue, recoverySeconds: day });
    const byId = new Map(report.survivals.map((each) => [each.twin, each]));
    expect(byId.get('a')?.timeToSurvive).toBe(Number.POSITIVE_INFINITY);
    expect(byId.get('idle')?.timeToSurvive).toBe(Number.POSITIVE_INFINITY);
    expect(byId.get('a')).toMatchObject({ isExposed: false, lostUnits: 0, failsFirst: [] });
    expect(report.undisturbedSeconds).toBe(Number.POSITIVE_INFINITY);
  });

  test('of a bill of materials is that of the scarcer input', async () => {
    const chain = [
      twin('bolts', core('Supply'), { commodity: 'bolt' }),
      twin('plates', core('Supply'), { commodity: 'plate' }),
      twin('plant', core('Store'), { item: 'chair', onHand: 4 }),
      ...lane('by-bolt', ['bolts', 'plant'], { quantityPer: 8, pipeline: [80] }),
      ...lane('by-plate', ['plates', 'plant'], { quantityPer: 1, pipeline: [6] }),
      twin('customer', core('PeriodicDemand'), { demandMean: 2 }),
      link('customer', 'servedBy', 'plant'),
    ];
    const found = await survivalsOf(chain);
    expect(found.get('bolts')?.timeToSurvive).toBeCloseTo(7 * day, 4);
    expect(found.get('plates')?.timeToSurvive).toBeCloseTo(5 * day, 4);
  });

  test('of a site that is no part of the chain is that of what fails with it', async () => {
    const chain = [
      ...serial([10], 5),
      twin('hall', core('Asset')),
      twin('depot', testModel('Depot'), { item: 'x', onHand: 15 }),
      link('depot', 'dependsOn', 'hall'),
      ...lane('to-depot', ['store-0', 'depot']),
      twin('other', core('PeriodicDemand'), { demandMean: 3 }),
      link('other', 'servedBy', 'depot'),
    ];
    const found = await survivalsOf(chain, { twins: ['hall', 'depot'] });
    expect(found.get('hall')?.out).toEqual(['depot']);
    expect(found.get('hall')?.timeToSurvive).toBe(found.get('depot')?.timeToSurvive);
    expect(found.get('hall')?.timeToSurvive).toBeCloseTo(5 * day, 4);
  });
});

/** Two supplies, `a` without limit and `b` with a capacity, of one plant. */
function twoWays(capacity: number): Change[] {
  return [
    twin('a', core('Supply'), { commodity: 'x' }),
    twin('b', core('Supply'), { commodity: 'x', capacity }),
    twin('plant', core('Store'), { item: 'x', onHand: 12 }),
    ...lane('from-a', ['a', 'plant'], { preference: 1 }),
    ...lane('from-b', ['b', 'plant'], { preference: 2 }),
    twin('customer', core('PeriodicDemand'), { demandMean: 10, lostSaleCost: 2 }),
    link('customer', 'servedBy', 'plant'),
  ];
}

describe('the programs of regions', () => {
  test('come to what one program of the whole chain comes to, for 40 small chains', async () => {
    for (let seed = 1; seed <= 40; seed++) {
      const chain = tieredChain([1, 2, 3, 2], { moreTakers: 1, dualShare: 0.6, seed });
      const recoverySeconds = 20 * day;
      const found = await survivalsOf(chain, { recoverySeconds });
      const expected = await naiveSurvival(graphOf(chain), catalogue, recoverySeconds / day);
      expect(found.size).toBe(expected.size);
      for (const [id, { periods, lostCost }] of expected) {
        const each = found.get(id) as Survival;
        if (periods > 36_000) expect(each.timeToSurvive, `${seed} ${id}`).toBe(Infinity);
        else
          expect(
            (each.timeToSurvive / day - periods) / Math.max(1, periods),
            `${seed} ${id}`,
          ).toBeCloseTo(0, 7);
        expect(each.lostCost, `${seed} ${id}`).toBeCloseTo(lostCost, 5);
        expect(each.gap).toBeLessThan(1e-3);
        const stocks = each.limits.filter(({ kind }) => kind === 'stock' || kind === 'pipeline');
        const proven = stocks.reduce(
          (sum, { units, secondsPerUnit }) => sum + units * secondsPerUnit,
          0,
        );
        if (Number.isFinite(each.timeToSurvive)) {
          expect(
            (proven - each.timeToSurvive) / Math.max(day, proven),
            `${seed} ${id}`,
          ).toBeCloseTo(0, 6);
        }
      }
    }
  });

  test('never give less time for more stock', async () => {
    for (let seed = 1; seed <= 10; seed++) {
      const chain = tieredChain([2, 3, 3], { moreTakers: 1, dualShare: 0.4, seed });
      const before = await survivalsOf(chain);
      const more = [...chain, { set: { twin: 'site-0-0', property: 'onHand', value: 500 } }];
      const after = await survivalsOf(more);
      for (const [id, { timeToSurvive }] of before) {
        expect(after.get(id)?.timeToSurvive).toBeGreaterThanOrEqual(timeToSurvive * (1 - 1e-9));
      }
    }
  });

  test('of a chain that cannot last even undisturbed say how long it does', async () => {
    const chain = [...serial([10, 20], 5)].map((change) =>
      'addTwin' in change && change.addTwin.id === 'source'
        ? twin('source', core('Supply'), { commodity: 'x', capacity: 2 })
        : change,
    );
    const report = await survival({ graph: graphOf(chain), catalogue });
    expect(report.undisturbedSeconds).toBeCloseTo(10 * day, 4);
    const times = new Map(report.survivals.map((each) => [each.twin, each.timeToSurvive]));
    expect(times.get('source')).toBeCloseTo(6 * day, 4);
    expect(times.get('store-0')).toBeCloseTo(2 * day, 4);
  });
});

describe('what cannot be meant', () => {
  test.each([
    [
      [twin('a', core('Asset'))],
      {},
      'BAD_USER_INPUT graph: the graph has no supply chain; expected at least one twin with the behaviour Store; bind an interface to dtmi:linchpin:core:Store;1, or extend it',
    ],
    [
      serial([1], 1),
      { twins: ['nobody'] },
      'NOT_FOUND twins/nobody: no twin has this id; check the spelling, or leave it out for all',
    ],
    [
      serial([1], 1),
      { recoverySeconds: -1 },
      'BAD_USER_INPUT recovery: -1 is not a time to recover; expected seconds, 0 or more',
    ],
  ])('is refused', async (changes, options, message) => {
    await expect(survivalsOf(changes as Change[], options)).rejects.toThrow(message as string);
  });

  test('a chain that nobody asks for survives everything', async () => {
    const found = await survivalsOf(serial([1, 2], 0));
    expect([...found.values()].map(({ timeToSurvive }) => timeToSurvive)).toEqual([
      Infinity,
      Infinity,
      Infinity,
    ]);
  });
});
