/** Random graphs and predicates, small enough to check by brute force. */
import fc from 'fast-check';
import { graphAfter } from '../../src/model/apply.ts';
import { emptyGraph } from '../../src/model/build-graph.ts';
import type { Change } from '../../src/model/change.ts';
import type { TwinGraph } from '../../src/model/graph.ts';
import type { Json } from '../../src/model/json.ts';
import type { Relationship } from '../../src/model/relationship.ts';
import type { Twin } from '../../src/model/twin.ts';

export const ids = ['a', 'b', 'B', 'ä', '😀', 'z z', '10', '9'];
export const models = ['dtmi:test:Pump;1', 'dtmi:test:Tank;1', 'dtmi:test:Pipe;2'];
export const paths = ['level', 'name', 'part/level', 'missing', '$id', '$model', '$revision'];

export const scalar: fc.Arbitrary<Json> = fc.oneof(
  fc.integer({ min: -3, max: 3 }),
  fc.constantFrom<Json>('x', 'xy', 'Y', '', 'a', 'b', ...models, true, false, 0.5),
);
export const value: fc.Arbitrary<Json> = fc.oneof(
  scalar,
  fc.constantFrom<Json>([1], [1, 'x'], { k: 1 }, { k: 'x', l: [] }),
);

const properties = fc.record(
  { level: value, name: scalar, part: fc.record({ level: value }, { requiredKeys: [] }) },
  { requiredKeys: [] },
);

/** A graph with overlays: twins in any order, relationships with loops and parallels, removals. */
export const graphs: fc.Arbitrary<TwinGraph> = fc
  .record({
    twins: fc.uniqueArray(
      fc.record({ id: fc.constantFrom(...ids), model: fc.constantFrom(...models), properties }),
      { selector: ({ id }) => id },
    ),
    edges: fc.array(
      fc.record({
        from: fc.nat(),
        to: fc.nat(),
        name: fc.constantFrom('feeds', 'cools'),
        id: fc.nat(3),
        properties: fc.record({ share: fc.integer({ min: 0, max: 3 }) }, { requiredKeys: [] }),
      }),
      { maxLength: 20 },
    ),
    removed: fc.subarray(ids, { maxLength: 2 }),
  })
  .map(({ twins, edges, removed }) => {
    const at = (index: number) => twins[index % twins.length]?.id as string;
    const linked = twins.length === 0 ? [] : edges;
    const batches: Change[][] = [
      twins.map((twin) => ({ addTwin: twin })),
      linked.map(({ from, to, name, id, properties }) => ({
        putRelationship: { source: at(from), target: at(to), name, id: `r${id}`, properties },
      })),
      removed
        .filter((id) => twins.some((twin) => twin.id === id))
        .map((twin) => ({ removeTwin: { twin, detach: true } })),
    ];
    return batches.reduce((graph, changes) => graphAfter(graph, changes), emptyGraph());
  });

/** Every twin of a graph, found without its indexes. */
export function allTwins(graph: TwinGraph): Twin[] {
  return Array.from({ length: graph.nodeCount }, (_, node) => graph.twinAt(node)).filter(
    (twin) => twin !== undefined,
  );
}

/** Every relationship of a graph, found without its indexes. */
export function allRelationships(graph: TwinGraph): Relationship[] {
  return Array.from({ length: graph.edgeCount }, (_, edge) => graph.relationshipAt(edge)).filter(
    (relationship) => relationship !== undefined,
  );
}
