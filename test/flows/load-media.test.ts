/** The copy of a graph that a dry run changes: it stays small, and what it copies stays as it is. */
import { describe, expect, test } from 'vitest';
import { mostTried, trial } from '../../src/flows/load-media.ts';
import { graphAfter } from '../../src/model/apply.ts';
import { emptyGraph } from '../../src/model/build-graph.ts';
import type { Change } from '../../src/model/change.ts';
import { folded, layersOf } from '../../src/model/packed/fold.ts';
import { PackedBuilder } from '../../src/model/packed/graph-builder.ts';
import { resolveOntology } from '../../src/ontology/resolve.ts';

const room = {
  '@context': 'dtmi:dtdl:context;3',
  '@id': 'dtmi:test:Room;1',
  '@type': 'Interface',
  contents: [
    { '@type': 'Property', name: 'floor', schema: 'integer' },
    { '@type': 'Relationship', name: 'leadsTo' },
  ],
};
const { catalogue } = resolveOntology([room]);
const twin = (n: number, floor: number) => ({
  id: `room-${n}`,
  model: 'dtmi:test:Room;1',
  properties: { floor },
});
const batch = 4_096;
const numbers = (start: number) => Array.from({ length: batch }, (_, index) => start + index);

describe('a trial', () => {
  const given = folded(graphAfter(emptyGraph(), [{ addTwin: twin(-1, 0) }]));
  const media = trial(given, catalogue);
  const batches = 1 + Math.ceil((2 * mostTried) / batch);

  /** Commits batches; gives the most records that lay over the base after one of them. */
  async function mostAfter(changeOf: (n: number) => Change): Promise<number> {
    let most = 0;
    for (let each = 0; each < batches; each++) {
      const { rejected } = await media.commit(numbers(each * batch).map(changeOf));
      expect(rejected).toEqual([]);
      const { layers } = layersOf(await media.graph());
      const overlaid = layers.reduce((sum, { weight }) => sum + weight, 0);
      most = Math.max(most, overlaid);
    }
    return most;
  }

  test('lays no more over its base than its bound, however much comes', async () => {
    expect(await mostAfter((n) => ({ addTwin: twin(n, n % 9) }))).toBeLessThan(mostTried);
    const addition = (n: number): Change => ({
      addRelationship: { source: `room-${n}`, target: 'room--1', name: 'leadsTo' },
    });
    expect(await mostAfter(addition)).toBeLessThan(mostTried);
    expect(await mostAfter((n) => ({ putTwin: twin(n, 10) }))).toBeLessThan(mostTried);
    const graph = await media.graph();
    const count = batches * batch;
    expect(graph.size).toEqual({ twins: count + 1, relationships: count });
    expect(graph.twin(`room-${count - 1}`)?.properties).toEqual({ floor: 10 });
    const again = await media.commit([{ addTwin: twin(3, 1) }, { addTwin: twin(count, 1.5) }]);
    expect(again.rejected).toMatchObject([
      { code: 'CONFLICT', index: 0 },
      { code: 'VALIDATION_FAILED', index: 1 },
    ]);
  }, 60_000);

  test('leaves the graph that it began with as it was, and free to go on in its memory', () => {
    expect(given.size).toEqual({ twins: 1, relationships: 0 });
    expect(PackedBuilder.after(given)).toBeDefined();
  });
});
