import fc from 'fast-check';
import { describe, test } from 'vitest';
import { applyChanges } from '../../src/model/apply.ts';
import { buildGraph, emptyGraph } from '../../src/model/build-graph.ts';
import type { Change } from '../../src/model/change.ts';
import type { TwinGraph } from '../../src/model/graph.ts';
import { isJsonObject, type JsonObject } from '../../src/model/json.ts';
import { folded } from '../../src/model/packed/fold.ts';
import { decodeGraph, encodeGraph } from '../../src/model/packed/image.ts';
import { relationshipKey } from '../../src/model/relationship.ts';
import { changeOf } from './changes.ts';
import { hostileRecords } from './hostile-records.ts';
import { expectSame, naivelyAfter, nothing } from './naive-graph.ts';

function image(graph: TwinGraph): Buffer {
  return Buffer.concat([...encodeGraph(graph)]);
}

/** The paths of an object's properties, and some that lead nowhere. */
function pathsOf(object: JsonObject, before = ''): string[] {
  return Object.entries(object).flatMap(([key, value]) => [
    before + key,
    `${before + key}/none`,
    `${before + key}/`,
    ...(isJsonObject(value) ? pathsOf(value, `${before + key}/`) : []),
  ]);
}

function naive(records: typeof hostileRecords extends fc.Arbitrary<infer R> ? R : never) {
  return {
    twins: new Map(records.twins.map((twin) => [twin.id, twin])),
    relationships: new Map(records.relationships.map((item) => [relationshipKey(item), item])),
  };
}

describe('a packed graph', () => {
  test('gives back every record as it was, from an image too, and reads values without it', () => {
    fc.assert(
      fc.property(hostileRecords, (records) => {
        const graph = buildGraph({ ...records, revision: 3 });
        const paths = records.twins.flatMap(({ properties }) => pathsOf(properties));
        const oracle = naive(records);
        expectSame(graph, oracle, paths);
        expectSame(decodeGraph(image(graph)), oracle, paths);
      }),
      { numRuns: 100 },
    );
  });

  test('stays what maps say through commits, folds and images', () => {
    const step = fc.oneof(
      { weight: 4, arbitrary: fc.array(changeOf, { maxLength: 30 }) },
      fc.constantFrom('fold' as const, 'image' as const),
    );
    const paths = ['level', 'part', 'part/level', 'part/level/none', 'none', 'none/level'];
    fc.assert(
      fc.property(fc.array(step, { maxLength: 12 }), (steps) => {
        let graph = emptyGraph();
        let oracle = nothing;
        for (const wanted of steps) {
          if (wanted === 'fold') graph = folded(graph);
          else if (wanted === 'image') graph = decodeGraph(image(graph));
          else {
            const { changeset } = commit(graph, wanted);
            oracle = naivelyAfter(oracle, changeset);
            graph = graph.withChanges(changeset, graph.revision + 1);
          }
          expectSame(graph, oracle, paths);
        }
      }),
      { numRuns: 200 },
    );
  });
});

function commit(graph: TwinGraph, wanted: readonly Change[]) {
  const revision = graph.revision + 1;
  return applyChanges(graph, wanted, { revision, now: revision * 1000, skipRefused: true });
}
