import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type History, openHistory } from '../../src/history/history.ts';
import type { Change } from '../../src/model/change.ts';
import { changeOf, readingOf } from '../model/changes.ts';
import { graphDigest } from '../support/graph-digest.ts';
import { MemorySource } from './memory-source.ts';

/** Batches in which readings are as common as everything else together. */
const batches = fc.array(
  fc.array(fc.oneof(changeOf, fc.record({ observe: readingOf })), { minLength: 1, maxLength: 6 }),
  { minLength: 1, maxLength: 40 },
);

const twins: readonly Change[] = ['a', 'b', 'c'].map((id) => ({
  addTwin: { id, model: 'dtmi:test:Pump;1' },
}));

/** How a run keeps its history: every how many entries it seals, and when it is opened again. */
const keeping = fc.record({
  sealWeight: fc.constantFrom(1, 3, 7, 20, 1000),
  reopen: fc.constantFrom(1, 4, 1000),
  ask: fc.boolean(),
});

describe('a graph of the past', () => {
  test('equals the graph as it was, whatever happened since and however it is kept', async () => {
    await fc.assert(
      fc.asyncProperty(batches, keeping, async (all, { sealWeight, reopen, ask }) => {
        const source = new MemorySource();
        let history = openHistory(source, { sealWeight, clock: { now: () => source.time } });
        await history.graphAt(0);
        const digests = [graphDigest(source.graph)];
        for (const [index, changes] of [twins, ...all].entries()) {
          source.commit(changes);
          digests[source.graph.revision] = graphDigest(source.graph);
          if (ask) await history.graphAt(source.graph.revision);
          if (index % reopen !== reopen - 1) continue;
          await history.close();
          history = openHistory(source, { sealWeight, clock: { now: () => source.time } });
        }
        expect(await digestsOf(history, source)).toEqual(digests);
        await history.close();
      }),
      { numRuns: 200 },
    );
  });
});

async function digestsOf(history: History, source: MemorySource): Promise<string[]> {
  const digests: string[] = [];
  for (let revision = source.graph.revision; revision >= 0; revision--) {
    digests[revision] = graphDigest(await history.graphAt(revision));
  }
  return digests;
}
