/** The live graph folds its overlays in the background, and nobody can tell. */
import { once } from 'node:events';
import { setImmediate } from 'node:timers/promises';
import { expect, test, vi } from 'vitest';
import { applyChanges } from '../../src/model/apply.ts';
import { buildGraph } from '../../src/model/build-graph.ts';
import type { Change } from '../../src/model/change.ts';
import type { TwinGraph } from '../../src/model/graph.ts';
import { OverlayGraph } from '../../src/model/overlay-graph.ts';
import { LiveGraph } from '../../src/store/live/live-graph.ts';
import { graphDigest } from '../support/graph-digest.ts';

const twins = Array.from({ length: 20_000 }, (_, n) => ({
  id: `t${n}`,
  model: 'm',
  properties: { level: n },
  stamps: {},
  revision: 1,
  updatedAt: 1,
}));

test('a live graph that moves on while it is folded reads like one that is not folded', async () => {
  const bases: TwinGraph[] = [];
  const live = new LiveGraph(buildGraph({ twins, relationships: [], revision: 1 }), (base) => {
    bases.push(base);
  });
  let plain = live.graph;
  const advance = (changes: readonly Change[]) => {
    const revision = live.graph.revision + 1;
    const { changeset } = applyChanges(live.graph, changes, { revision, now: revision });
    live.advance(changeset, live.graph.withChanges(changeset, revision));
    plain = plain.withChanges(changeset, revision);
  };
  advance(twins.slice(0, 9_000).map(({ id }) => ({ removeTwin: { twin: id } })));
  for (let round = 0; bases.length === 0; round++) {
    advance([
      { addTwin: { id: `new${round}`, model: 'n' } },
      { set: { twin: 't9999', property: 'level', value: -round } },
      { addRelationship: { source: `new${round}`, target: 't9999', name: 'feeds' } },
    ]);
    expect(live.graph.twin('t9999')?.properties.level).toBe(-round);
    await setImmediate();
  }
  expect(graphDigest(live.graph)).toBe(graphDigest(plain));
  expect(live.graph.revision).toBe(plain.revision);
  // The removed ones left no gaps in the new base.
  expect(bases[0]?.nodeCount).toBe(bases[0]?.size.twins);
  await live.close();
});

test('a fold that fails is reported, leaves the graph right and is tried again later', async () => {
  const bases: TwinGraph[] = [];
  const live = new LiveGraph(buildGraph({ twins, relationships: [], revision: 1 }), (base) => {
    bases.push(base);
  });
  const remove = (from: number, to: number) => {
    const revision = live.graph.revision + 1;
    const changes = twins.slice(from, to).map(({ id }) => ({ removeTwin: { twin: id } }));
    const { changeset } = applyChanges(live.graph, changes, { revision, now: revision });
    live.advance(changeset, live.graph.withChanges(changeset, revision));
  };
  const warned = once(process, 'warning');
  remove(0, 9_000);
  vi.spyOn(OverlayGraph.prototype, 'twinAt').mockImplementationOnce(() => {
    throw new RangeError('Array buffer allocation failed');
  });
  expect((await warned)[0]).toMatchObject({ message: 'Array buffer allocation failed' });
  await live.room();
  expect(live.graph.size.twins).toBe(11_000);
  remove(9_000, 10_000);
  await live.room();
  for (let turn = 0; turn < 50; turn++) await setImmediate();
  expect(bases).toHaveLength(0);
  remove(10_000, 18_500);
  while (bases.length === 0) await setImmediate();
  expect(bases[0]?.size.twins).toBe(1_500);
  await live.close();
});

test('a writer that is faster than folding has to wait for it', async () => {
  const bases: TwinGraph[] = [];
  const live = new LiveGraph(buildGraph({ twins, relationships: [], revision: 1 }), (base) => {
    bases.push(base);
  });
  const advance = (changes: readonly Change[]) => {
    const revision = live.graph.revision + 1;
    const { changeset } = applyChanges(live.graph, changes, { revision, now: revision });
    live.advance(changeset, live.graph.withChanges(changeset, revision));
  };
  advance(twins.slice(0, 9_000).map(({ id }) => ({ removeTwin: { twin: id } })));
  await live.room();
  expect(bases).toHaveLength(0);
  advance(twins.slice(0, 9_000).map(({ id }) => ({ addTwin: { id, model: 'n' } })));
  await live.room();
  expect(bases).toHaveLength(1);
  expect(live.graph.size.twins).toBe(20_000);
  // What came meanwhile only added, so closing folds it too.
  expect((await live.close()).revision).toBe(live.graph.revision);
});
