import fc from 'fast-check';
import { expect, test } from 'vitest';
import { interactingPairs } from '../../src/flows/sweep/interacting-pairs.ts';
import { rowsFrom } from '../../src/flows/sweep/sweep-views.ts';
import { engine } from '../../src/simulate/engine/engine.ts';
import { core, graphOf, link, testCatalogue, twin } from '../simulate/graphs.ts';
import { swept } from './sweep-fixture.ts';

const catalogue = testCatalogue();
const simulator = engine();
const signal = new AbortController().signal;
const scenario = { base: 1, edits: [], seed: 1, horizonSeconds: 3600, models: '' };

const idOf = (i: number) => `t${i}`;

/** Twins that need one, or with `requires` any, of those that they depend on. */
function dependency(count: number, links: readonly (readonly [number, number, boolean])[]) {
  const needs = links.map(([a, b, any]) => [Math.max(a, b), Math.min(a, b), any] as const);
  return graphOf([
    ...Array.from({ length: count }, (_, i) => twin(idOf(i), core('Dependent'))),
    ...[...new Map(needs.map((each) => [`${each[0]} ${each[1]}`, each])).values()]
      .filter(([a, b]) => a !== b)
      .map(([a, b, any]) =>
        link(idOf(a), 'dependsOn', idOf(b), { group: any ? 'power' : `only-${b}` }),
      ),
  ]);
}

const failed = async (graph: ReturnType<typeof dependency>, out: readonly string[]) => {
  const edits = out.map((id) => ({ outage: { twin: id } }));
  const { kpis } = await simulator.run({ graph, catalogue, scenario: { ...scenario, edits } });
  return kpis.find(({ name }) => name === 'failed')?.value ?? 0;
};

test('a pair that only together is felt is kept: two supports of which one is enough', async () => {
  // t2 and t5 each need any of two; t6 … t9 stand alone.
  const graph = dependency(10, [
    [2, 0, true],
    [2, 1, true],
    [5, 3, true],
    [5, 4, true],
  ]);
  const twins = Array.from({ length: 10 }, (_, i) => idOf(i));
  const rooms = { graph, catalogue, simulator };
  const chosen = await interactingPairs(rooms, scenario, { pairs: { twins }, signal });
  expect(await failed(graph, ['t0', 't1'])).toBe(3);
  expect(chosen.map((pair) => pair.join('-'))).toEqual(['0-1', '0-2', '1-2', '3-4', '3-5', '4-5']);
});

test('what is left out differs from the base by the sum of the two differences', async () => {
  const links = fc.array(fc.tuple(fc.nat(11), fc.nat(11), fc.boolean()), { maxLength: 12 });
  await fc.assert(
    fc.asyncProperty(links, async (list) => {
      const graph = dependency(12, list);
      const twins = Array.from({ length: 12 }, (_, i) => idOf(i));
      const rooms = { graph, catalogue, simulator };
      const chosen = await interactingPairs(rooms, scenario, { pairs: { twins }, signal });
      const kept = new Set(chosen.map((pair) => pair.join()));
      const alone = await Promise.all(twins.map((id) => failed(graph, [id])));
      for (let a = 0; a < 12; a++) {
        for (let b = a + 1; b < 12; b++) {
          if (kept.has(`${a},${b}`)) continue;
          const both = await failed(graph, [idOf(a), idOf(b)]);
          expect(both).toBe((alone[a] as number) + (alone[b] as number));
        }
      }
    }),
    { numRuns: 25 },
  );
});

test('a sweep of many pairs runs those that may interact and counts the others', async () => {
  const graph = dependency(60, [
    [2, 0, true],
    [2, 1, true],
  ]);
  const rooms = { graph, catalogue, simulator };
  const axes = [{ pairs: { model: core('Dependent') } }];
  const sweep = await swept({ axes, scenario: { ...scenario, base: graph.revision } }, rooms);
  expect(sweep.ready?.setup.pruned).toBe((60 * 59) / 2 - 3);
  const rows = rowsFrom(sweep, 0, 10);
  expect(rows.map(({ labels }) => labels[0])).toEqual(['t0 + t1', 't0 + t2', 't1 + t2']);
  const failures = rows.map(({ kpis }) => kpis.find(({ name }) => name === 'failed')?.edited);
  expect(failures).toEqual([3, 2, 2]);
});
