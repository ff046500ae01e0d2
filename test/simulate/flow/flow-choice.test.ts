import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { optimise } from '../../../src/flows/optimise/optimise.ts';
import type { Candidate } from '../../../src/flows/optimise/request.ts';
import type { Change } from '../../../src/model/change.ts';
import { RandomStream } from '../../../src/model/random.ts';
import type { Edit } from '../../../src/model/scenario.ts';
import { roomsOf, tryAll } from '../../flows/optimise-fixture.ts';
import { graphOf } from '../graphs.ts';
import {
  convertor,
  customer,
  flowCatalogue,
  flowLink,
  gate,
  outage,
  supply,
} from './flow-graphs.ts';

interface Kind {
  /** A works that makes what is asked from something else, and gates with capacities. */
  readonly made?: boolean;
  /** Edits that may leave less served. */
  readonly harm: boolean;
}

/** A few sources, gates and customers joined at random, often too weakly. */
function randomWorld(seed: number, { made = false, harm }: Kind) {
  const random = new RandomStream(seed, 71);
  const amount = () => 1 + random.integer(9);
  const sources = ['s0', 's1'];
  const middles = ['m0', 'm1', 'm2'];
  const customers = ['c0', 'c1'];
  const any = (list: readonly string[]) => list[random.integer(list.length)] as string;
  const raw = made ? { commodity: 'ore' } : {};
  const changes: Change[] = [
    ...sources.map((id) => supply(id, { capacity: 4 + amount(), unitCost: amount(), ...raw })),
    ...middles.map((id, i) =>
      made && i === 0
        ? convertor(id, { commodity: 'steel', inputs: { ore: 2 }, capacity: amount(), unitCost: 1 })
        : gate(id, random.integer(2) === 0 ? {} : { capacity: 3 + amount() }),
    ),
    ...customers.map((id) =>
      customer(id, { demandRate: amount(), ...(made && { commodity: 'steel' }) }),
    ),
  ];
  const ends = () =>
    random.integer(2) === 0
      ? ([any(sources), any(middles)] as const)
      : ([any(middles), any([...middles, ...customers])] as const);
  const links = Array.from({ length: 7 }, (_, i) => {
    const [from, to] = ends();
    const properties = {
      unitCost: amount(),
      ...(random.integer(5) === 0 ? {} : { capacity: amount() }),
    };
    changes.push(...flowLink(from, to, properties, `l${i}`));
    return `l${i}`;
  });
  const edits = (i: number): Edit[] => {
    const [from, to] = ends();
    const id = any(links);
    const twin = any(customers);
    const capacity = { property: 'capacity', value: 2 * amount() };
    const kinds: Edit[][] = [
      [{ set: { twin: id, ...capacity } }],
      flowLink(from, to, { unitCost: amount(), capacity: amount() }, `new${i}`) as Edit[],
      [{ set: { twin: any(sources), ...capacity } }],
      flowLink(from, to, { unitCost: amount() }, `new${random.integer(3)}`) as Edit[],
      [{ set: { twin: id, property: 'unitCost', value: amount() } }],
      [outage(id)],
      [{ scale: { twin, property: 'demandRate', factor: 2 } }],
      [{ removeTwin: { twin: id, detach: true } }],
    ];
    return kinds[random.integer(harm ? kinds.length : 3)] as Edit[];
  };
  const candidates: Candidate[] = Array.from({ length: 5 }, (_, i) => ({
    label: `e${i}`,
    cost: random.integer(6),
    edits: edits(i),
    ...(random.integer(3) === 0 && { group: 'g' }),
  }));
  return { graph: graphOf(changes), candidates, budget: 3 + random.integer(10) };
}

const seeds = fc.integer({ min: 0, max: 1_000_000 });

async function compare(seed: number, kpi: string, kind: Kind): Promise<string> {
  const { graph, candidates, budget } = randomWorld(seed, kind);
  const rooms = roomsOf(graph, flowCatalogue);
  const request = { kpi, horizonSeconds: 100, candidates, budget };
  const found = await optimise(rooms, request);
  const values = (await tryAll(rooms, request)).map(({ value }) => value);
  const best = found.kpi.better === 'higher' ? Math.max(...values) : Math.min(...values);
  expect(found.value).toBeCloseTo(best, 6);
  expect(found.bound).toBeCloseTo(best, 6);
  expect(found).toMatchObject({ isProven: true });
  expect(found.cost).toBeLessThanOrEqual(budget);
  return found.method;
}

describe('a choice among edits of a flow network', () => {
  test.each([
    ['flow.goods', { harm: true }],
    ['unmet.goods', { harm: true }],
    ['flowCost', { harm: false }],
    ['flowCost', { harm: true }],
    ['flow.steel', { harm: true, made: true }],
  ] as const)('of %s with %j is the best of all subsets', async (kpi, kind) => {
    const methods: string[] = [];
    await fc.assert(
      fc.asyncProperty(seeds, async (seed) => {
        methods.push(await compare(seed, kpi, kind));
      }),
      { numRuns: 8 },
    );
    expect(methods).toContain('mixedIntegerProgram');
  });

  test.each([
    ['one too dear beside small ones', [1e12, 1, 1, 1], 1],
    ['a hair above half the budget', [1e7 + 0.4, 1e7 + 0.4], 2e7],
    ['the whole budget beside small ones', [1e7, 1, 1, 1], 1e7],
    ['very small ones', [1e-9, 1e-9, 1e-9, 1e-9], 2e-9],
  ])('keeps within the budget with costs of %s', async (_, costs, budget) => {
    const links = costs.flatMap((_, i) => flowLink('s', 'c', { capacity: 1 }, `l${i}`));
    const world = [supply('s', { capacity: 100 }), customer('c', { demandRate: 50 }), ...links];
    const candidates = costs.map((cost, i) => ({
      ...{ label: `e${i}`, cost },
      edits: [{ set: { twin: `l${i}`, property: 'capacity', value: i === 0 ? 7 : 5 } }],
    }));
    const rooms = roomsOf(graphOf(world), flowCatalogue);
    const request = { kpi: 'flow.goods', horizonSeconds: 100, candidates, budget };
    const found = await optimise(rooms, request);
    const best = Math.max(...(await tryAll(rooms, request)).map(({ value }) => value));
    expect(found.cost).toBeLessThanOrEqual(budget);
    expect(found).toMatchObject({ method: 'mixedIntegerProgram', isProven: true, value: best });
  });

  test('of forty candidates is proven best, and no worse than by exchange', async () => {
    const random = new RandomStream(5, 73);
    const amount = (most: number) => 1 + random.integer(most);
    const id = (i: number) => `n${i % 24}`;
    const changes: Change[] = Array.from({ length: 24 }, (_, i) =>
      i % 6 === 0
        ? supply(id(i), { capacity: 40 })
        : i % 2 === 0
          ? customer(id(i), { demandRate: 2 * amount(9) })
          : gate(id(i)),
    );
    for (let i = 0; i < 40; i++)
      changes.push(...flowLink(id(i), id(i + amount(5)), { capacity: amount(6) }, `l${i}`));
    const candidates: Candidate[] = Array.from({ length: 40 }, (_, i) => ({
      label: `e${i}`,
      cost: amount(9),
      edits: [{ set: { twin: `l${i}`, property: 'capacity', value: 6 + amount(9) } }],
    }));
    const rooms = roomsOf(graphOf(changes), flowCatalogue);
    const request = { kpi: 'unmet.goods', horizonSeconds: 100, candidates, budget: 25 };
    const found = await optimise(rooms, request);
    expect(found).toMatchObject({ method: 'mixedIntegerProgram', gap: 0, isProven: true });
    expect(found.value).toBeLessThan(found.base);
    const { choose: _, ...simulator } = rooms.simulator;
    const local = await optimise({ ...rooms, simulator }, request);
    expect(local.method).toBe('localSearch');
    expect(found.value).toBeLessThanOrEqual(local.value + 1e-9);
  });

  test('that may not stand together, and with no budget, stays within what can be', async () => {
    const changes = [
      supply('s', { capacity: 9 }),
      customer('c', { demandRate: 9 }),
      ...flowLink('s', 'c', { capacity: 1 }, 'l'),
    ];
    const rooms = roomsOf(graphOf(changes), flowCatalogue);
    const wide = { set: { twin: 'l', property: 'capacity', value: 5 } };
    const candidates: Candidate[] = [
      { label: 'gone', cost: 1, edits: [{ removeTwin: { twin: 'l', detach: true } }] },
      { label: 'wide', cost: 1, edits: [wide] },
      { label: 'typo', cost: 0, edits: [{ set: { ...wide.set, twin: 'L' } }] },
      { label: 'second', cost: 1, edits: flowLink('s', 'c', { capacity: 3 }, 'k') as Edit[] },
    ];
    const ask = (budget: number) =>
      optimise(rooms, { kpi: 'flow.goods', horizonSeconds: 100, candidates, budget });
    expect(await ask(3)).toMatchObject({
      chosen: ['wide', 'second'],
      value: 8,
      method: 'mixedIntegerProgram',
      refused: [{ label: 'typo' }],
    });
    expect(await ask(0)).toMatchObject({ chosen: [], value: 1, bound: 1, isProven: true });
  });
});
