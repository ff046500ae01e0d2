/**
 * The records a query has to look at, by the narrowest index that serves: ids, then models or a
 * relationship's ends, then everything. The caller still tests each of them.
 */
import type { TwinGraph } from '../model/graph.ts';
import { allRelationships, allTwins } from '../model/graph-records.ts';
import type { Json } from '../model/json.ts';
import type { Relationship } from '../model/relationship.ts';
import type { Twin } from '../model/twin.ts';
import type { Predicate, RelationshipQuery, TwinFilter } from './query.ts';

/** The twins that can pass a filter; `models` are taken exactly. */
export function* candidateTwins(graph: TwinGraph, filter: TwinFilter): Iterable<Twin> {
  const wanted = filter.models === undefined ? undefined : new Set(filter.models);
  const ids = filter.ids ?? required(filter.where, '$id');
  if (ids !== undefined) {
    for (const id of new Set(ids)) {
      const twin = typeof id === 'string' ? graph.twin(id) : undefined;
      if (twin !== undefined && (wanted?.has(twin.model) ?? true)) yield twin;
    }
    return;
  }
  const models = wanted ?? required(filter.where, '$model');
  if (models === undefined) return yield* allTwins(graph);
  for (const model of new Set(models)) {
    if (typeof model !== 'string') continue;
    for (const node of graph.nodesOf(model)) yield graph.twinAt(node) as Twin;
  }
}

/** The relationships that can pass a query. */
export function* candidateRelationships(
  graph: TwinGraph,
  query: RelationshipQuery,
): Iterable<Relationship> {
  const sources = query.source === undefined ? required(query.where, '$source') : [query.source];
  if (sources !== undefined) return yield* around(graph, sources, 'out');
  const targets = query.target === undefined ? required(query.where, '$target') : [query.target];
  if (targets !== undefined) return yield* around(graph, targets, 'in');
  yield* allRelationships(graph);
}

function* around(
  graph: TwinGraph,
  twins: readonly Json[],
  direction: 'out' | 'in',
): Iterable<Relationship> {
  for (const twin of new Set(twins)) {
    if (typeof twin === 'string') yield* graph.relationshipsOf(twin, direction);
  }
}

/** The only values a metadata field can have where the predicate holds; undefined: any. */
function required(predicate: Predicate | undefined, path: string): readonly Json[] | undefined {
  if (predicate === undefined) return undefined;
  if (predicate.kind === 'and') {
    for (const part of predicate.of) {
      const values = required(part, path);
      if (values !== undefined) return values;
    }
    return undefined;
  }
  if (!('path' in predicate) || predicate.path !== path) return undefined;
  if (predicate.kind === 'in') return predicate.values;
  return predicate.kind === 'compare' && predicate.operator === 'eq'
    ? [predicate.value]
    : undefined;
}
