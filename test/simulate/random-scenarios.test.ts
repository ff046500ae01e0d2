import fc from 'fast-check';
import { expect, it } from 'vitest';
import { graphAfter } from '../../src/model/apply.ts';
import { buildGraph } from '../../src/model/build-graph.ts';
import type { Change } from '../../src/model/change.ts';
import type { TwinGraph } from '../../src/model/graph.ts';
import { allRelationships, allTwins } from '../../src/model/graph-records.ts';
import type { Edit } from '../../src/model/scenario.ts';
import { engine } from '../../src/simulate/engine/engine.ts';
import { testCatalogue } from './graphs.ts';
import { plainEdits, textOf, timedEdit, world } from './world.ts';

const catalogue = testCatalogue();
const simulator = engine();
const horizonSeconds = 4 * 86_400;

/** The world with changes made for good: another graph with no layers, its records in another order. */
function copyOf(changes: readonly Change[]): TwinGraph {
  const after = graphAfter(world, changes);
  const twins = [...allTwins(after)].reverse();
  return buildGraph({ twins, relationships: [...allRelationships(after)].reverse(), revision: 0 });
}

async function resultOf(graph: TwinGraph, edits: readonly Edit[]) {
  const scenario = { base: 0, models: '', edits, seed: 1, horizonSeconds };
  const { kpis, outputs } = await simulator.run({ graph, catalogue, scenario });
  const byTwin = [...outputs].sort(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify({ kpis, byTwin });
}

function twinOf(edit: Edit): string {
  return 'outage' in edit ? edit.outage.twin : 'scale' in edit ? edit.scale.twin : '';
}

it('a scenario comes to what its edits come to on a copy, 10,000 times, and leaves the graph alone', {
  timeout: 300_000,
}, async () => {
  const before = textOf(world);
  const later = fc.array(timedEdit, { maxLength: 2 });
  await fc.assert(
    fc.asyncProperty(plainEdits, later, async (list, timed) => {
      const copy = copyOf(list);
      // What was removed may be out in the scenario, where it is known, and means nothing in the copy.
      const known = timed.filter((edit) => copy.twin(twinOf(edit)) !== undefined);
      const edited = await resultOf(world, [...list, ...known]);
      expect(edited).toBe(await resultOf(copy, known));
    }),
    { numRuns: 10_000 },
  );
  expect(textOf(world)).toBe(before);
});
