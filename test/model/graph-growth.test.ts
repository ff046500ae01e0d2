/** A graph that goes on in the memory of its base: nobody who reads an earlier one can tell. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { applyChanges } from '../../src/model/apply.ts';
import { emptyGraph } from '../../src/model/build-graph.ts';
import type { Change } from '../../src/model/change.ts';
import type { TwinGraph } from '../../src/model/graph.ts';
import { folded, grownSteps } from '../../src/model/packed/fold.ts';
import { decodeGraph, encodeGraph } from '../../src/model/packed/image.ts';
import { changeOf } from './changes.ts';
import { expectSame, naivelyAfter, nothing } from './naive-graph.ts';

function grown(graph: TwinGraph): TwinGraph {
  const steps = grownSteps(graph);
  for (;;) {
    const { done, value } = steps.next();
    if (done === true) return value;
  }
}

function committed(graph: TwinGraph, wanted: readonly Change[]) {
  const revision = graph.revision + 1;
  const options = { revision, now: revision, skipRefused: true };
  const { changeset } = applyChanges(graph, wanted, options);
  return { changeset, graph: graph.withChanges(changeset, revision) };
}

/** Some twins of one of two models, a text each, and relationships from and to one of a few. */
const addition = fc
  .record({ count: fc.integer({ min: 1, max: 40 }), hub: fc.integer({ min: 0, max: 2 }) })
  .map(
    ({ count, hub }) =>
      (serial: number): Change[] =>
        Array.from({ length: count }, (_, n): Change[] => {
          const id = `new-${serial}-${n}`;
          const own = n % 3 === 0 ? { id: `own-${serial}-${n}` } : {};
          const model = `dtmi:test:Kind${n % 2};1`;
          return [
            { addTwin: { id, model, properties: { level: n, name: `${serial}/${n}` } } },
            { addTwin: { id: `hub-${hub}`, model } },
            { addRelationship: { source: `hub-${hub}`, target: id, name: 'feeds', ...own } },
            { addRelationship: { source: id, target: `hub-${hub}`, name: 'heeds' } },
          ];
        }).flat(),
  );

/** Changes of what additions brought, if they did: none of them removes anything. */
const update = fc.nat({ max: 14 }).map((of) => (serial: number): Change[] => [
  { set: { twin: `new-${of}-0`, property: 'level', value: -serial } },
  { set: { twin: `new-${of}-1`, property: `added-${serial}`, value: 'text' } },
  { putTwin: { id: `hub-${of % 3}`, model: 'dtmi:test:Kind0;1', properties: { name: 'n' } } },
  {
    setRelationship: {
      source: `hub-${of % 3}`,
      id: `own-${of}-0`,
      property: 'weight',
      value: serial,
    },
  },
]);

describe('a graph that grows', () => {
  test('is what maps say, and so are all that it grew from', () => {
    const step = fc.oneof(
      { weight: 6, arbitrary: addition },
      { weight: 2, arbitrary: fc.array(changeOf, { maxLength: 10 }) },
      { weight: 2, arbitrary: update },
      { weight: 6, arbitrary: fc.constant('grow' as const) },
      { weight: 1, arbitrary: fc.constantFrom('fold' as const, 'image' as const) },
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 14 }), (steps) => {
        let [graph, oracle] = [emptyGraph(), nothing];
        const seen = [{ graph, oracle }];
        for (const [serial, wanted] of steps.entries()) {
          if (wanted === 'grow') graph = grown(graph);
          else if (wanted === 'fold') graph = folded(graph);
          else if (wanted === 'image') graph = decodeGraph(Buffer.concat([...encodeGraph(graph)]));
          else {
            const changes = typeof wanted === 'function' ? wanted(serial) : wanted;
            const made = committed(graph, changes);
            oracle = naivelyAfter(oracle, made.changeset);
            graph = made.graph;
          }
          seen.push({ graph, oracle });
        }
        // The newest first: what later graphs entered into shared tables must not show.
        for (const each of seen.reverse()) expectSame(each.graph, each.oracle, ['level', 'name']);
      }),
      { numRuns: 40 },
    );
  });

  test('shares the memory of its base, once', () => {
    const change = (id: string): Change[] => [{ addTwin: { id, model: 'm' } }];
    const base = grown(committed(emptyGraph(), change('a')).graph);
    const one = grown(committed(base, change('b')).graph);
    const two = grown(committed(base, change('c')).graph);
    const memory = (graph: TwinGraph) => folded(graph).records.twins.rows.buffer;
    expect(memory(one)).toBe(memory(base));
    expect(memory(two)).not.toBe(memory(base));
    expect(
      folded(grown(committed(one, [{ set: { twin: 'a', property: 'p', value: 1 } }]).graph)).records
        .ids.bytes.buffer,
    ).toBe(folded(one).records.ids.bytes.buffer);
    expect([one, two].map((graph) => ['b', 'c'].map((id) => graph.indexOf(id)))).toEqual([
      [1, -1],
      [-1, 1],
    ]);
  });
});
