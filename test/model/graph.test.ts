import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { applyChanges, graphAfter } from '../../src/model/apply.ts';
import { buildGraph, emptyGraph } from '../../src/model/build-graph.ts';
import type { Change } from '../../src/model/change.ts';
import { isEmpty } from '../../src/model/changeset.ts';
import type { TwinGraph } from '../../src/model/graph.ts';
import type { JsonObject } from '../../src/model/json.ts';
import { relationshipKey } from '../../src/model/relationship.ts';
import { changeOf } from './changes.ts';

const changes = fc.array(changeOf, { maxLength: 40 });

/** Everything a reader can see of a graph, in an order of its own. */
function seen(graph: TwinGraph) {
  const twins = [];
  const edges = [];
  for (let node = 0; node < graph.nodeCount; node++) {
    const twin = graph.twinAt(node);
    if (twin === undefined) continue;
    const out = Array.from(graph.outEdges(node), (edge) => graph.relationshipAt(edge)?.id);
    const into = Array.from(graph.inEdges(node), (edge) => graph.relationshipAt(edge)?.source);
    twins.push({ twin, out: out.sort(), into: into.sort(), level: graph.number(node, 'level') });
    expect(graph.indexOf(twin.id)).toBe(node);
    expect([...graph.nodesOf(twin.model)]).toContain(node);
  }
  for (let edge = 0; edge < graph.edgeCount; edge++) {
    const relationship = graph.relationshipAt(edge);
    if (relationship === undefined) continue;
    edges.push(relationship);
    expect(graph.twinAt(graph.sourceOf(edge))?.id).toBe(relationship.source);
    expect(graph.twinAt(graph.targetOf(edge))?.id).toBe(relationship.target);
    expect(graph.edgeOf(relationship)).toBe(edge);
  }
  twins.sort((a, b) => (a.twin.id < b.twin.id ? -1 : 1));
  edges.sort((a, b) => (relationshipKey(a) < relationshipKey(b) ? -1 : 1));
  return { twins, edges, size: graph.size };
}

function rebuilt(graph: TwinGraph): TwinGraph {
  const { twins, edges } = seen(graph);
  return buildGraph({
    twins: twins.map((item) => item.twin),
    relationships: edges,
    revision: graph.revision,
  });
}

function step(graph: TwinGraph, wanted: readonly Change[], revision: number) {
  return applyChanges(graph, wanted, { revision, now: revision * 1000, skipRefused: true });
}

describe('a graph under changes', () => {
  test.each([5, 'text', true, [1]])('takes no properties that are %j', (given) => {
    const properties = given as unknown as JsonObject;
    const twin = { id: 'a', model: 'm' };
    const relationship = { source: 'a', target: 'a', name: 'feeds' };
    const refused = { code: 'BAD_USER_INPUT', message: 'properties must be an object', index: 1 };
    const rejected = (change: Change) =>
      step(emptyGraph(), [{ addTwin: twin }, change], 1).rejected;
    expect(rejected({ putTwin: { ...twin, properties } })).toMatchObject([refused]);
    expect(rejected({ addRelationship: { ...relationship, properties } })).toMatchObject([refused]);
    expect(rejected({ putRelationship: { ...relationship, properties } })).toMatchObject([refused]);
  });

  test('layers read like a graph that was built anew', () => {
    fc.assert(
      fc.property(fc.array(changes, { maxLength: 8 }), (commits) => {
        let graph = emptyGraph();
        commits.forEach((wanted, index) => {
          const { changeset } = step(graph, wanted, index + 1);
          graph = graph.withChanges(changeset, index + 1);
        });
        expect(seen(graph)).toEqual(seen(rebuilt(graph)));
      }),
    );
  });

  test('an empty list of changes changes nothing', () => {
    expect(isEmpty(step(emptyGraph(), [], 1).changeset)).toBe(true);
  });

  test('graphAfter keeps the revision and leaves the graph it was given alone', () => {
    const graph = emptyGraph();
    const after = graphAfter(graph, [{ addTwin: { id: 'a', model: 'dtmi:x;1' } }]);
    expect(after.size.twins).toBe(1);
    expect(after.revision).toBe(graph.revision);
    expect(graph.size.twins).toBe(0);
  });
});
