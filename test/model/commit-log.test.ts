/** The log's records lead from each state of a graph to the next, and back, through JSON. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { applyChanges } from '../../src/model/apply.ts';
import { buildGraph, emptyGraph } from '../../src/model/build-graph.ts';
import type { Change } from '../../src/model/change.ts';
import type { Commit } from '../../src/model/changeset.ts';
import { commitOf, recordOf, recordTextOf, undone } from '../../src/model/commit-log.ts';
import type { CommitRecord } from '../../src/model/commit-record.ts';
import type { TwinGraph } from '../../src/model/graph.ts';
import type { JsonObject } from '../../src/model/json.ts';
import { graphDigest } from '../support/graph-digest.ts';
import { changeOf } from './changes.ts';

/** The commit of some changes, and the graph after it. */
function committed(before: TwinGraph, changes: readonly Change[]): [Commit, TwinGraph] {
  const revision = before.revision + 1;
  const time = revision * 1000;
  const applied = applyChanges(before, changes, { revision, now: time, skipRefused: true });
  const { changeset, late } = applied;
  const commit = { revision, time, changeset, ...(late.length > 0 && { late }) };
  return [commit, before.withChanges(changeset, revision)];
}

function throughJson(commit: Commit): CommitRecord {
  return JSON.parse(recordTextOf(commit)) as CommitRecord;
}

/** Objects with all that makes trouble: names no path can say, nulls, lists, objects that come and go. */
const name = fc.constantFrom('a', 'b', 'c/d', '', '__proto__', 'constructor', 'toString', '$x');
const { object } = fc.letrec<{ object: JsonObject }>((tie) => ({
  object: fc
    .uniqueArray(
      fc.tuple(
        name,
        fc.oneof(
          { maxDepth: 3 },
          fc.constantFrom(null, 0, 1, 'x', true, [1], [{ a: 1 }], {}),
          tie('object'),
        ),
      ),
      { selector: ([key]) => key, maxLength: 4 },
    )
    // Unlike an assignment, this gives the object a name `__proto__` of its own, as JSON.parse does.
    .map((fields) => Object.fromEntries(fields) as JsonObject),
}));

const putWhole = fc.oneof(
  fc.record({
    putTwin: fc.record({
      id: fc.constantFrom('a', 'b'),
      model: fc.constantFrom('m', 'n'),
      properties: object,
    }),
  }),
  fc.record({
    putRelationship: fc.record({
      source: fc.constantFrom('a', 'b'),
      target: fc.constantFrom('a', 'b'),
      name: fc.constantFrom('feeds', 'cools'),
      id: fc.constantFrom('r1', 'r2'),
      properties: object,
    }),
  }),
);

const steps = fc.array(fc.array(fc.oneof(changeOf, putWhole), { maxLength: 8 }), { maxLength: 12 });

describe('the record of a commit', () => {
  test('gives the commit on the graph before, and the graph before on the graph after', () => {
    fc.assert(
      fc.property(steps, (all) => {
        let graph = emptyGraph();
        for (const changes of all) {
          const [commit, after] = committed(graph, changes);
          const record = throughJson(commit);
          expect(commitOf(record, graph)).toEqual(commit);
          const back = after.withChanges(undone(record, after), graph.revision);
          expect(graphDigest(back)).toBe(graphDigest(graph));
          graph = after;
        }
      }),
      { numRuns: 300 },
    );
  });

  test('names what changed, down to the values that differ', () => {
    const [, before] = committed(emptyGraph(), [
      { addTwin: { id: 'a', model: 'm', properties: { level: 1, part: { on: true, 'x/y': 1 } } } },
    ]);
    const [commit] = committed(before, [
      { set: { twin: 'a', property: 'part/on', value: false } },
      { observe: { twin: 'a', path: 'level', value: 2, time: 5, writer: 'w' } },
      { set: { twin: 'a', property: 'extra', value: { deep: 1 } } },
    ]);
    expect(recordOf(commit)).toEqual({
      revision: 2,
      time: 2000,
      twins: {
        added: [],
        removed: [],
        updated: [
          {
            id: 'a',
            revision: 1,
            updatedAt: 1000,
            values: [
              { path: 'level', from: 1, to: 2 },
              { path: 'part/on', from: true, to: false },
              { path: 'extra', to: { deep: 1 } },
            ],
            stamps: [
              { path: 'part/on', to: { time: 2000 } },
              { path: 'level', to: { time: 5, writer: 'w' } },
              { path: 'extra', to: { time: 2000 } },
            ],
          },
        ],
      },
      relationships: { added: [], removed: [], updated: [] },
    });
  });

  test('ends a path at the object with a name that no path can say', () => {
    const graphOf = (part: JsonObject) =>
      committed(emptyGraph(), [{ addTwin: { id: 'a', model: 'm', properties: { part } } }])[1];
    const put = { putTwin: { id: 'a', model: 'm', properties: { part: { 'x/y': 2 } } } };
    const [commit] = committed(graphOf({ 'x/y': 1 }), [put]);
    expect(recordOf(commit).twins.updated[0]?.values).toEqual([
      { path: 'part', from: { 'x/y': 1 }, to: { 'x/y': 2 } },
    ]);
  });

  test('that fits no graph is refused, in both directions', () => {
    const add = { addTwin: { id: 'a', model: 'm' } };
    const [, before] = committed(emptyGraph(), [add]);
    const [commit] = committed(before, [{ set: { twin: 'a', property: 'level', value: 2 } }]);
    const empty = buildGraph({ twins: [], relationships: [], revision: 1 });
    const refusal = { code: 'DATA_DAMAGED', where: 'commit 2' };
    const record = throughJson(commit);
    expect(() => commitOf(record, empty)).toThrow(expect.objectContaining(refusal));
    expect(() => undone(record, empty)).toThrow(expect.objectContaining(refusal));
  });
});

describe('late readings', () => {
  const reading = (time: number, value: number) => ({
    observe: { twin: 'a', path: 'level', value, time },
  });
  const [, empty] = committed(emptyGraph(), [{ addTwin: { id: 'a', model: 'm' } }]);
  const late = (graph: TwinGraph, changes: readonly Change[]) =>
    (committed(graph, changes)[0].late ?? []).map(({ time, value }) => [time, value]);

  test('are those that came too late, and those that were overtaken at once', () => {
    expect(late(empty, [reading(1, 10), reading(3, 30), reading(2, 20)])).toEqual([
      [1, 10],
      [2, 20],
    ]);
    const [, held] = committed(empty, [reading(5, 50)]);
    expect(late(held, [reading(4, 40), reading(6, 60)])).toEqual([[4, 40]]);
  });

  test('are not those that the graph holds already, also when they are overtaken now', () => {
    const [, held] = committed(empty, [reading(5, 50)]);
    expect(late(held, [reading(5, 50)])).toEqual([]);
    expect(late(held, [reading(5, 50), reading(6, 60)])).toEqual([]);
    expect(late(held, [reading(5, 40)])).toEqual([[5, 40]]);
  });

  test('are none of a twin that is gone', () => {
    expect(late(empty, [reading(1, 1), { removeTwin: { twin: 'a' } }])).toEqual([]);
  });
});
