/** What every simulator keeps to. Run on each adapter by `simulator.contract.test.ts`. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { graphAfter } from '../../src/model/apply.ts';
import type { LinchpinError } from '../../src/model/errors.ts';
import type { TwinGraph } from '../../src/model/graph.ts';
import type { Edit } from '../../src/model/scenario.ts';
import type { SimulationResult, Simulator } from '../../src/simulate/simulator.ts';
import { core, testCatalogue, twin } from '../simulate/graphs.ts';
import { edits, plainEdits, textOf, world } from '../simulate/world.ts';

const catalogue = testCatalogue();
const horizonSeconds = 12 * 86_400;

/** The text of a result: equal texts are equal bytes. */
function text(result: SimulationResult): string {
  return JSON.stringify({ ...result, outputs: [...result.outputs] });
}

export function simulatorContract(name: string, make: () => Simulator): void {
  const run = (graph: TwinGraph, list: readonly Edit[], seed = 1) =>
    make().run({
      graph,
      catalogue,
      scenario: { base: 0, models: '', edits: list, seed, horizonSeconds },
    });

  const refusal = (list: readonly Edit[]) =>
    run(world, list).then(
      () => undefined,
      (error: LinchpinError) =>
        error.problems.map(({ code, where, index }) => [code, where, index]),
    );

  describe(`the simulator ${name}`, () => {
    it('gives the same bytes for the same scenario', async () => {
      await fc.assert(
        fc.asyncProperty(edits, fc.nat(5), async (list, seed) => {
          expect(text(await run(world, list, seed))).toBe(text(await run(world, list, seed)));
        }),
        { numRuns: 30 },
      );
    });

    it('gives for many cases the figures of single runs, in any order', async () => {
      const scenario = { base: 0, models: '', edits: [], seed: 1, horizonSeconds };
      const kpis = ['fillRate', 'cost', 'served.power.lowest', 'failed.most', 'nothing'];
      const request = { graph: world, catalogue, scenario, kpis };
      await fc.assert(
        fc.asyncProperty(fc.array(fc.tuple(edits, fc.nat(3)), { maxLength: 6 }), async (list) => {
          const cases = list.map(([own, seed]) => ({ edits: own, seed }));
          const simulator = make();
          const { figures } = await simulator.runCases({ ...request, cases });
          const backwards = await simulator.runCases({ ...request, cases: cases.toReversed() });
          const rows = (of: Float64Array) =>
            cases.map((_, i) => [...of.slice(i * kpis.length, (i + 1) * kpis.length)]);
          expect(rows(backwards.figures)).toEqual(rows(figures).toReversed());
          for (const [i, { edits: own, seed }] of cases.entries()) {
            const single = await run(world, own, seed);
            const value = (name: string) => single.kpis.find((kpi) => kpi.name === name)?.value;
            expect(rows(figures)[i]).toEqual(kpis.map((name) => value(name) ?? Number.NaN));
          }
        }),
        { numRuns: 20 },
      );
    });

    it('names the case that does not fit, and runs the others', async () => {
      const scenario = { base: 0, models: '', edits: [], seed: 1, horizonSeconds };
      const cases = [
        { edits: [], seed: 1 },
        { edits: [{ outage: { twin: 'never' } }], seed: 1 },
        { edits: [{ set: { twin: 'shop-0', property: 'onHand', value: 'much' } }], seed: 1 },
        { edits: [{ outage: { twin: 'grid' } }], seed: 1 },
      ];
      const request = { graph: world, catalogue, scenario, cases, kpis: ['failed'] };
      const { figures, problems } = await make().runCases(request);
      expect(problems.map(({ code, where, index }) => [code, where, index])).toEqual([
        ['NOT_FOUND', 'never', 1],
        ['BAD_USER_INPUT', 'shop-0/onHand', 2],
      ]);
      expect([...figures].map(Number.isNaN)).toEqual([false, true, true, false]);
      expect(figures[3]).toBeGreaterThan(figures[0] as number);
    });

    it('shifts no draw of demand by an edit elsewhere', async () => {
      const base = await run(world, []);
      const added: Edit = { addTwin: { id: 'a0', model: core('PeriodicDemand') } };
      const removed: Edit = { removeTwin: { twin: 'customer-1' } };
      for (const list of [[added], [removed], [{ outage: { twin: 'truck-0' } }]]) {
        const edited = await run(world, list);
        const drawn = edited.outputs.get('customer-2')?.demand;
        expect(drawn).toEqual(base.outputs.get('customer-2')?.demand);
        expect(new Set(drawn as number[]).size).toBeGreaterThan(5);
      }
      const other = await run(world, [], 2);
      expect(other.outputs.get('customer-2')).not.toEqual(base.outputs.get('customer-2'));
      expect(base.random).toBe(true);
    });

    it('gives for edits without a time what the same edits give on a copy', async () => {
      await fc.assert(
        fc.asyncProperty(plainEdits, async (list) => {
          const edited = await run(world, list);
          const copy = await run(graphAfter(world, list), []);
          expect(edited.kpis).toEqual(copy.kpis);
          expect([...edited.outputs]).toEqual([...copy.outputs]);
        }),
        { numRuns: 50 },
      );
    });

    it('leaves the graph as it was', async () => {
      const before = textOf(world);
      await fc.assert(
        fc.asyncProperty(edits, async (list) => {
          await run(world, list);
          expect(textOf(world)).toBe(before);
        }),
        { numRuns: 20 },
      );
    });

    it('orders events by time, then step, then twin', async () => {
      const { events } = await run(world, [{ outage: { twin: 'grid', from: 86_400 } }]);
      const keys = events.map(({ time, step, twin }) => [time, step, twin] as const);
      expect(keys.length).toBeGreaterThan(3);
      const sorted = keys.toSorted(
        (a, b) => a[0] - b[0] || a[1] - b[1] || (a[2] < b[2] ? -1 : a[2] > b[2] ? 1 : 0),
      );
      expect(keys).toEqual(sorted);
    });

    it('stops when it is told to', async () => {
      const scenario = { base: 0, models: '', edits: [], seed: 1, horizonSeconds };
      const signal = AbortSignal.abort();
      const stopped = make().run({ graph: world, catalogue, scenario, signal });
      await expect(stopped).rejects.toMatchObject({ name: 'AbortError' });
    });

    it('refuses edits that do not fit, and names each by its position', async () => {
      const set = { twin: 'nowhere', property: 'name', value: 'x' };
      expect(await refusal([{ set }, { outage: { twin: 'never' } }])).toMatchObject([
        ['NOT_FOUND', 'nowhere', 0],
        ['NOT_FOUND', 'never', 1],
      ]);
      const bad: Edit[] = [
        { outage: { twin: 'grid' }, at: -1 },
        { outage: { twin: 'grid', from: 5, until: 4 } },
        { scale: { twin: 'shop-0', property: 'baseStockLevel', factor: Number.NaN } },
      ];
      expect(await refusal(bad)).toEqual([
        ['BAD_USER_INPUT', 'edits[0].at', 0],
        ['BAD_USER_INPUT', 'edits[1].outage.until', 1],
        ['BAD_USER_INPUT', 'shop-0/baseStockLevel', 2],
      ]);
      const unfit: Edit[] = [
        { set: { twin: 'shop-0', property: 'baseStockLevel', value: 'much' } },
        { policy: { twin: 'shop-0', policy: 'guess' } },
        { scale: { twin: 'shop-0', property: 'item', factor: 2 } },
        { outage: { twin: 'grid', kind: 'orders' } },
        twin('grid', core('Asset')) as Edit,
      ];
      expect((await refusal(unfit))?.map(([code, , index]) => [code, index]).sort()).toEqual([
        ['BAD_USER_INPUT', 0],
        ['BAD_USER_INPUT', 1],
        ['BAD_USER_INPUT', 2],
        ['BAD_USER_INPUT', 3],
        ['BAD_USER_INPUT', 4],
      ]);
    });

    it('refuses a horizon that is no time, and one that holds too many periods', async () => {
      const at = (seconds: number) =>
        make().run({
          graph: world,
          catalogue,
          scenario: { base: 0, models: '', edits: [], seed: 1, horizonSeconds: seconds },
        });
      await expect(at(-1)).rejects.toMatchObject({
        code: 'BAD_USER_INPUT',
        where: 'horizonSeconds',
      });
      await expect(at(1e12)).rejects.toMatchObject({ code: 'LIMIT_EXCEEDED' });
      expect((await at(0)).events).toEqual([]);
    });
  });
}
