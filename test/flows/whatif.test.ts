import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type AffectedFilter, runWhatIf } from '../../src/flows/whatif.ts';
import type { Explanation } from '../../src/flows/whatif-explanation.ts';
import { graphAfter } from '../../src/model/apply.ts';
import { type Edit, scenarioHash } from '../../src/model/scenario.ts';
import { builtInOntology } from '../../src/ontology/built-in.ts';
import { modelsHash } from '../../src/scenario/models-hash.ts';
import { engine } from '../../src/simulate/engine/engine.ts';
import type { Simulator } from '../../src/simulate/simulator.ts';
import { confidenceInterval } from '../../src/statistics/confidence-interval.ts';
import { checkedStore } from '../../src/store/checked/checked-store.ts';
import { embeddedStore } from '../../src/store/embedded/embedded-store.ts';
import { core, graphOf, lane, link, testCatalogue, testModel, twin } from '../simulate/graphs.ts';
import { plainEdits, textOf, world, worldChanges } from '../simulate/world.ts';

const catalogue = testCatalogue();
const simulator = engine();
const horizonSeconds = 12 * 86_400;
const rooms = { snapshot: world, catalogue, simulator };
const outage: Edit = { outage: { twin: 'grid', from: 86_400, until: 4 * 86_400 } };

/** Two lanes and an office that stop with the hall they need. */
const depotAndLanes = [
  twin('hall', core('Asset')),
  twin('depot', core('Store'), { baseStockLevel: 5 }),
  twin('office', core('Dependent')),
  link('office', 'dependsOn', 'hall'),
  ...['lane-a', 'lane-b'].flatMap((id) => [
    ...lane(id, ['yard', 'depot'], {}, testModel('Lane')),
    link(id, 'dependsOn', 'hall'),
  ]),
];

/** The chain of twins from an effect down its first causes. */
function chainOf(explanation: Explanation): string[] {
  const [first] = explanation.because;
  return [explanation.twin, ...(first === undefined ? [] : chainOf(first))];
}

function leafOf(explanation: Explanation): Explanation {
  const [first] = explanation.because;
  return first === undefined ? explanation : leafOf(first);
}

describe('a what-if', () => {
  it('leaves a real store as it was, to the last record', async () => {
    const path = await mkdtemp(join(tmpdir(), 'linchpin-whatif-'));
    const store = await checkedStore(await embeddedStore({ path }), builtInOntology().bindings);
    try {
      await store.addModels([...catalogue.interfaces.values()].map(({ document }) => document));
      await store.commit(worldChanges);
      const digest = textOf(await store.snapshot());
      const snapshot = await store.snapshot();
      const removal: Edit = { removeTwin: { twin: 'feeder-1' } };
      const own = { snapshot, catalogue: store.catalogue(), simulator };
      const answer = await runWhatIf(own, { edits: [outage, removal], horizonSeconds });
      expect(answer.affected.length).toBeGreaterThan(3);
      expect(answer.revision).toBe(snapshot.revision);
      expect(textOf(await store.snapshot())).toBe(digest);
    } finally {
      await store.close();
      await rm(path, { recursive: true });
    }
  });

  it('explains an order that runs short by the outage that began it', async () => {
    const answer = await runWhatIf(rooms, { edits: [outage], horizonSeconds, replications: 2 });
    const deepest = answer.explain()[0] as Explanation;
    expect(deepest).toMatchObject({ twin: 'customer-0', effect: 'runsShort' });
    expect(chainOf(deepest)).toEqual(['customer-0', 'shop-0', 'shop-0', 'feeder-0', 'grid']);
    expect(leafOf(deepest)).toMatchObject({ twin: 'grid', effect: 'fails', step: 0, edit: 0 });
    const grid = answer.affected.find((event) => event.twin === 'grid');
    expect(grid).toMatchObject({ step: 0, time: 86_400, effect: 'fails', causes: [{ edit: 0 }] });
    expect(answer.timeline.every(({ run }) => run === 'edited' || run === 'base')).toBe(true);
    const models = modelsHash(catalogue);
    const asked = { base: world.revision, models, edits: [outage], seed: 1, horizonSeconds };
    expect(answer.scenario).toBe(scenarioHash(asked));
  });

  it('explains what it is asked for, and by default demands before lanes', async () => {
    const lanes = { outage: { twin: 'source', from: 86_400 } } as const;
    const answer = await runWhatIf(rooms, { edits: [outage, lanes], horizonSeconds });
    const asked = answer.explain({ of: ['shop-1', 'nobody', 'load-0', 'shop-1'] });
    expect(asked.map(({ twin }) => twin)).toEqual(['shop-1', 'load-0']);
    expect(asked.map((tree) => leafOf(tree).edit)).toEqual([0, 0]);
    expect(answer.explain({ of: ['shop-1', 'load-0'], first: 1 })).toEqual(asked.slice(0, 1));
    const ends = answer.explain().map(({ twin }) => twin);
    expect(ends.length).toBeGreaterThan(4);
    expect(ends.every((twin) => /^(customer|load)-/.test(twin))).toBe(true);
    expect(answer.explain({ first: 2 }).map(({ twin }) => twin)).toEqual(ends.slice(0, 2));
    const chain = await runWhatIf(
      { ...rooms, snapshot: graphOf([twin('yard', core('Supply')), ...depotAndLanes]) },
      { edits: [{ outage: { twin: 'hall' } }], horizonSeconds },
    );
    expect(chain.explain().map(({ twin }) => twin)).toEqual(['office', 'lane-a', 'lane-b']);
  });

  it('finds the affected twins of a model, and those of an effect', async () => {
    const answer = await runWhatIf(rooms, { edits: [outage], horizonSeconds, replications: 2 });
    const ids = (filter: AffectedFilter) => answer.affectedBy(filter).map(({ twin }) => twin);
    expect(ids({})).toEqual(answer.affected.map(({ twin }) => twin));
    expect(ids({ model: core('PeriodicDemand') })).toEqual(
      ids({}).filter((twin) => twin.startsWith('customer-')),
    );
    const short = answer.affectedBy({ model: testModel('Depot'), effect: 'runsShort' });
    expect(short.length).toBeGreaterThan(0);
    expect(short.every((event) => event.effect === 'runsShort')).toBe(true);
    const first = answer.affected.find(({ twin }) => twin === short[0]?.twin);
    expect(first).toMatchObject({ effect: 'fails' });
    expect(ids({ model: core('Asset'), effect: 'replenished' })).toEqual(
      ids({ effect: 'replenished' }),
    );
  });

  it('finds no difference where there is no edit', async () => {
    const answer = await runWhatIf(rooms, { edits: [], horizonSeconds });
    expect([answer.timeline, answer.affected, answer.explain()]).toEqual([[], [], []]);
    for (const kpi of answer.kpis) expect([kpi.difference, ...kpi.interval]).toEqual([0, 0, 0]);
  });

  it('compares the base with a copy that has the edits', async () => {
    await fc.assert(
      fc.asyncProperty(plainEdits, async (edits) => {
        const answer = await runWhatIf(rooms, { edits, horizonSeconds, replications: 2 });
        const copy = { ...rooms, snapshot: graphAfter(world, edits) };
        const there = await runWhatIf(copy, { edits: [], horizonSeconds, replications: 2 });
        expect(answer.kpis.map(({ name, edited }) => [name, edited])).toEqual(
          there.kpis.map(({ name, base }) => [name, base]),
        );
      }),
      { numRuns: 30 },
    );
  });

  it('pairs runs by seed where demand is random, and runs once where it is not', async () => {
    const seeds: [number, number][] = [];
    const asked = new Set<string>();
    const counted: Simulator = {
      run: (request) => {
        seeds.push([request.scenario.seed, request.scenario.edits.length]);
        return simulator.run(request);
      },
      runCases: (request) => {
        for (const { seed, edits } of request.cases) seeds.push([seed, edits.length]);
        for (const name of request.kpis) asked.add(name);
        return simulator.runCases(request);
      },
      survival: (request) => simulator.survival(request),
    };
    const own = { ...rooms, simulator: counted };
    const answer = await runWhatIf(own, {
      edits: [outage],
      seed: 5,
      horizonSeconds,
      replications: 3,
    });
    expect(seeds).toEqual([
      [5, 1],
      [5, 0],
      [6, 0],
      [6, 1],
      [7, 0],
      [7, 1],
    ]);
    // The figures that are not random are those of the first pair.
    const drawn = answer.kpis.filter(({ interval }) => interval[0] < interval[1]);
    expect([...asked]).toEqual(expect.arrayContaining(drawn.map(({ name }) => name)));
    expect([...asked].filter((name) => /^(served|demand|unserved|failed)/.test(name))).toEqual([]);
    const fillRate = answer.kpis.find(({ name }) => name === 'fillRate');
    expect(fillRate?.interval[0]).toBeLessThan(fillRate?.difference as number);
    expect(fillRate?.interval[1]).toBeGreaterThan(fillRate?.difference as number);
    expect(fillRate?.edited).toBeLessThan(fillRate?.base as number);
    await runWhatIf(own, { edits: [], seed: 5, horizonSeconds, replications: 3 });
    // The unedited runs are known.
    expect(seeds.slice(6)).toEqual([
      [5, 0],
      [6, 0],
      [7, 0],
    ]);
    const calm = { ...own, snapshot: graphOf([twin('pump', core('Asset'))]) };
    const stopped = await runWhatIf(calm, { edits: [{ outage: { twin: 'pump' } }] });
    expect(seeds.length).toBe(11);
    expect(stopped.kpis).toEqual([
      { name: 'failed', better: 'lower', base: 0, edited: 1, difference: 1, interval: [1, 1] },
      { name: 'failed.most', better: 'lower', base: 0, edited: 1, difference: 1, interval: [1, 1] },
    ]);
  });

  it('gives the confidence intervals of Student’s t, for few and for many pairs', () => {
    const [low, high] = confidenceInterval([1, 2, 3, 4, 5]);
    expect([low, high]).toEqual([expect.closeTo(1.0368, 3), expect.closeTo(4.9632, 3)]);
    const many = Array.from({ length: 31 }, (_, i) => i);
    const [from] = confidenceInterval(many);
    expect((15 - from) / Math.sqrt(82.6667 / 31)).toBeCloseTo(2.0423, 3);
  });
});
