import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LinchpinError } from '../../src/model/errors.ts';
import type { TwinGraph } from '../../src/model/graph.ts';
import type { Edit } from '../../src/model/scenario.ts';
import { engine } from '../../src/simulate/engine/engine.ts';
import { core, graphOf, lane, link, testCatalogue, testModel, twin } from './graphs.ts';

const catalogue = testCatalogue();
const day = 86_400;

const chain = [
  twin('source', core('Supply')),
  twin('plant', core('Store'), { baseStockLevel: 20, holdingCost: 1 }),
  ...lane('make', ['source', 'plant'], { leadTimePeriods: 1 }, testModel('Lane')),
  twin('shop', core('Store'), { baseStockLevel: 12, backorderCost: 9 }),
  ...lane('truck', ['plant', 'shop'], { leadTimePeriods: 1 }),
  twin('order', testModel('Order'), { demandMean: 5, demandStandardDeviation: 2 }),
  link('order', 'servedBy', 'shop'),
];
const alone = graphOf(chain);
const fed = graphOf([
  ...chain,
  twin('line', core('Dependent'), { failureDelay: 3600 }),
  link('make', 'dependsOn', 'line', { group: 'production' }),
]);

const twins = ['plant', 'shop', 'make', 'truck', 'nobody'];

const edit: fc.Arbitrary<Edit> = fc.oneof(
  fc.record({
    outage: fc.record({
      twin: fc.constantFrom(...twins),
      from: fc.nat(10).map((days) => days * day),
      until: fc.integer({ min: 11, max: 20 }).map((days) => days * day),
    }),
  }),
  fc.record({
    set: fc.record({
      twin: fc.constantFrom('plant', 'shop'),
      property: fc.constant('baseStockLevel'),
      value: fc.nat(30),
    }),
  }),
  fc.record({
    scale: fc.record({
      twin: fc.constant('order'),
      property: fc.constant('demandMean'),
      factor: fc.integer({ min: 1, max: 3 }),
    }),
    at: fc.nat(9).map((days) => days * day),
  }),
  fc.record({ removeTwin: fc.record({ twin: fc.constantFrom('truck', 'nobody') }) }),
);

describe('cases of a scenario', () => {
  it.each([
    ['by a quicker way', alone],
    ['again and again', fed],
  ])('run %s to what each comes to alone, or are refused as it is', async (_, graph) => {
    const some = fc.array(edit, { maxLength: 2 });
    await fc.assert(
      fc.asyncProperty(
        some,
        fc.array(some, { minLength: 1, maxLength: 4 }),
        fc.array(fc.tuple(fc.nat(3), fc.integer({ min: 1, max: 5 })), { maxLength: 8 }),
        (own, lists, picks) => compare(graph, own, casesOf(lists, picks)),
      ),
      { numRuns: 30 },
    );
  });
});

/** So many seeds in a row of each list that is picked; a list may come back later. */
function casesOf(lists: readonly (readonly Edit[])[], picks: readonly [number, number][]) {
  return picks.flatMap(([which, seeds]) => {
    const edits = lists[which % lists.length] as readonly Edit[];
    return Array.from({ length: seeds }, (_, seed) => ({ edits, seed }));
  });
}

async function compare(
  graph: TwinGraph,
  own: readonly Edit[],
  cases: readonly { readonly edits: readonly Edit[]; readonly seed: number }[],
): Promise<void> {
  const scenario = { base: 0, edits: own, seed: 1, horizonSeconds: 20 * day };
  const kpis = ['cost', 'fillRate', 'inventory', 'failed'];
  const simulator = engine();
  const asked = { graph, catalogue, scenario, cases, kpis };
  const together = await simulator.runCases(asked).catch(codeOf);
  if (typeof together === 'string') {
    expect(await simulator.run(asked).catch(codeOf)).toBe(together);
    return;
  }
  const refused = new Map(together.problems.map(({ index, code }) => [index, code]));
  for (const [i, { edits, seed }] of cases.entries()) {
    const single = { graph, catalogue, scenario: { ...scenario, edits: [...own, ...edits], seed } };
    const found = await simulator.run(single).catch(codeOf);
    if (typeof found === 'string') {
      expect(refused.get(i)).toBe(found);
      continue;
    }
    expect(refused.has(i)).toBe(false);
    const row = kpis.map(
      (name) => found.kpis.find((kpi) => kpi.name === name)?.value ?? Number.NaN,
    );
    expect([...together.figures.subarray(i * kpis.length, (i + 1) * kpis.length)]).toEqual(row);
  }
}

function codeOf(error: unknown): string {
  if (error instanceof LinchpinError) return error.code;
  throw error;
}
