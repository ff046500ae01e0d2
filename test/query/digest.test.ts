/** The digest of a graph: the same for the same records however they came, else another. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { graphAfter } from '../../src/model/apply.ts';
import { buildGraph } from '../../src/model/build-graph.ts';
import { graphDigest } from '../support/graph-digest.ts';
import { allRelationships, allTwins, graphs } from './random-graph.ts';

describe('the digest', () => {
  test('is of the records, not of how they were laid down', () => {
    fc.assert(
      fc.property(graphs, (graph) => {
        const rebuilt = buildGraph({
          twins: allTwins(graph).reverse(),
          relationships: allRelationships(graph).reverse(),
          revision: 0,
        });
        expect(graphDigest(rebuilt)).toBe(graphDigest(graph));
      }),
    );
  });

  test('changes with any record', () => {
    fc.assert(
      fc.property(graphs, (graph) => {
        const digest = graphDigest(graph);
        const [twin] = allTwins(graph);
        const [edge] = allRelationships(graph);
        fc.pre(twin !== undefined && edge !== undefined);
        const { source, id } = edge as NonNullable<typeof edge>;
        const changes = [
          { addTwin: { id: 'another', model: 'm' } },
          { set: { twin: twin?.id as string, property: 'level', value: 99 } },
          { removeRelationship: { source, id } },
          { setRelationship: { source, id, property: 'capacity', value: 1 } },
        ];
        const digests = changes.map((change) => graphDigest(graphAfter(graph, [change])));
        expect(new Set([digest, ...digests]).size).toBe(changes.length + 1);
      }),
    );
  });
});
