/**
 * Executes the query tree on a twin graph: the embedded store's answers, and those of a scenario's
 * branch or a past snapshot. Models are taken exactly; `checked` puts the subtypes in.
 */
import type { TwinGraph } from '../model/graph.ts';
import type { Relationship } from '../model/relationship.ts';
import { aggregateOf } from './aggregate.ts';
import { candidateRelationships, candidateTwins } from './candidates.ts';
import { relationshipFields, twinFields } from './fields.ts';
import { relationshipOrdering, twinOrdering } from './order.ts';
import { pageOf } from './page.ts';
import { pathsOf } from './paths.ts';
import { testOf } from './predicate.ts';
import type {
  GraphQueries,
  Page,
  RelationshipQuery,
  RelationshipsOf,
  TwinFilter,
  TwinQuery,
} from './query.ts';

/** The queries of a graph; `graph` is asked once for each, so an answer is of one moment. */
export function graphQueries(graph: () => TwinGraph | Promise<TwinGraph>): GraphQueries {
  return {
    revision: async () => (await graph()).revision,
    async twins(ids) {
      const present = await graph();
      return ids.map((id) => present.twin(id));
    },
    async relationshipsOf(requests) {
      const present = await graph();
      return requests.map((request) => relationshipsOf(present, request));
    },
    find: async (query) => find(await graph(), query),
    findRelationships: async (query) => findRelationships(await graph(), query),
    paths: async (query) => pathsOf(await graph(), query),
    aggregate: async (query) => aggregateOf(twinsOf(await graph(), query), query),
  };
}

function find(graph: TwinGraph, query: TwinQuery) {
  return pageOf(twinsOf(graph, query), twinOrdering(query.orderBy), query);
}

function twinsOf(graph: TwinGraph, filter: TwinFilter) {
  const test = testOf(filter.where, twinFields);
  return filtered(candidateTwins(graph, filter), test);
}

function relationshipsOf(graph: TwinGraph, request: RelationshipsOf): Page<Relationship> {
  const names = request.names === undefined ? undefined : new Set(request.names);
  const wanted = (relationship: Relationship) => names?.has(relationship.name) ?? true;
  return pageOf(filtered(around(graph, request), wanted), relationshipOrdering, request);
}

/** The relationships of a twin; one from the twin to itself comes once. */
function* around(graph: TwinGraph, { twin, direction }: RelationshipsOf): Iterable<Relationship> {
  if (direction !== 'in') yield* graph.relationshipsOf(twin, 'out');
  if (direction === 'out') return;
  for (const relationship of graph.relationshipsOf(twin, 'in')) {
    if (direction === 'in' || relationship.source !== twin) yield relationship;
  }
}

function findRelationships(graph: TwinGraph, query: RelationshipQuery): Page<Relationship> {
  const names = query.names === undefined ? undefined : new Set(query.names);
  const test = testOf(query.where, relationshipFields);
  const wanted = (relationship: Relationship) =>
    (names?.has(relationship.name) ?? true) &&
    (query.source === undefined || relationship.source === query.source) &&
    (query.target === undefined || relationship.target === query.target) &&
    test(relationship);
  return pageOf(
    filtered(candidateRelationships(graph, query), wanted),
    relationshipOrdering,
    query,
  );
}

function* filtered<T>(records: Iterable<T>, test: (record: T) => boolean): Iterable<T> {
  for (const record of records) if (test(record)) yield record;
}
