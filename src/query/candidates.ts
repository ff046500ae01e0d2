/**
 * The records a query has to look at, by the narrowest index that serves: ids, then what a twin
 * reaches, a model or a relationship's ends, then everything. The caller still tests each of them.
 */
import type { TwinGraph } from '../model/graph.ts';
import type { Json } from '../model/json.ts';
import type { Direction } from '../model/relationship.ts';
import { Reach } from './paths/reach.ts';
import { reversed } from './paths/walk.ts';
import type { GraphTests } from './predicate/graph-tests.ts';
import type { Predicate, Related, RelationshipFilter, TwinFilter, Within } from './query.ts';
import type { IndexName } from './work.ts';

/** Some records of a graph, by index, and how they were found. */
export interface Candidates {
  readonly index: IndexName;
  readonly records: Iterable<number>;
}

/** The nodes that can pass a filter; `models` are taken exactly. */
export function candidateNodes(
  graph: TwinGraph,
  filter: TwinFilter,
  tests: GraphTests,
): Candidates {
  const ids = filter.ids ?? required(filter.where, '$id');
  if (ids !== undefined) return { index: 'ids', records: nodesOfIds(graph, ids) };
  const within = conjunct(filter.where, isWithin);
  if (within !== undefined) return { index: 'within', records: tests.nodesWithin(within) };
  const related = conjunct(filter.where, isRelatedToSome);
  if (related !== undefined) {
    return { index: 'related', records: nodesRelated(graph, related, tests) };
  }
  const models = filter.models ?? required(filter.where, '$model');
  if (models === undefined) return { index: 'scan', records: allNodes(graph) };
  return { index: 'models', records: nodesOfModels(graph, models) };
}

/** The edges that can pass a filter. */
export function candidateEdges(graph: TwinGraph, filter: RelationshipFilter): Candidates {
  const sources = filter.source === undefined ? required(filter.where, '$source') : [filter.source];
  if (sources !== undefined) {
    return { index: 'ends', records: edgesAround(graph, sources, 'out') };
  }
  const targets = filter.target === undefined ? required(filter.where, '$target') : [filter.target];
  if (targets !== undefined) return { index: 'ends', records: edgesAround(graph, targets, 'in') };
  return { index: 'scan', records: allEdges(graph) };
}

/** Every present node. */
export function* allNodes(graph: TwinGraph): Iterable<number> {
  for (let node = 0; node < graph.nodeCount; node++) {
    if (graph.modelAt(node) !== undefined) yield node;
  }
}

function* allEdges(graph: TwinGraph): Iterable<number> {
  for (let edge = 0; edge < graph.edgeCount; edge++) {
    if (graph.nameAt(edge) !== undefined) yield edge;
  }
}

/** The nodes of the ids that there are, each once. */
export function* nodesOfIds(graph: TwinGraph, ids: readonly Json[]): Iterable<number> {
  for (const id of new Set(ids)) {
    const node = typeof id === 'string' ? graph.indexOf(id) : -1;
    if (node !== -1) yield node;
  }
}

/** The nodes of exactly these models, each once. */
export function* nodesOfModels(graph: TwinGraph, models: Iterable<Json>): Iterable<number> {
  for (const model of new Set(models)) {
    if (typeof model === 'string') yield* graph.nodesOf(model);
  }
}

/** The nodes from which a route may lead to the few twins that it has to lead to. */
function nodesRelated(graph: TwinGraph, related: Related, tests: GraphTests): Iterable<number> {
  const { along, direction, hops } = related;
  const max = hops?.max ?? Math.max(1, hops?.min ?? 1);
  const route = { ...(along && { along }), ...(direction && { direction }), hops: { min: 0, max } };
  const reach = new Reach(reversed(tests.walk(route, { min: 0, max })));
  const nodes = new Set<number>();
  for (const end of nodesOfIds(graph, farIds(related) ?? [])) {
    reach.from(end, (node) => nodes.add(node) === undefined);
  }
  return nodes;
}

function* edgesAround(
  graph: TwinGraph,
  twins: readonly Json[],
  direction: 'out' | 'in',
): Iterable<number> {
  for (const node of nodesOfIds(graph, twins)) yield* edgesAt(graph, node, direction);
}

/** The edges at a node, none for -1; one from the node to itself comes once. */
export function* edgesAt(graph: TwinGraph, node: number, direction: Direction): Iterable<number> {
  if (node === -1) return;
  const out = direction === 'in' ? [] : graph.outEdges(node);
  for (let i = 0; i < out.length; i++) yield out[i] as number;
  const into = direction === 'out' ? [] : graph.inEdges(node);
  for (let i = 0; i < into.length; i++) {
    const edge = into[i] as number;
    if (direction === 'in' || graph.sourceOf(edge) !== node) yield edge;
  }
}

/** A part of the kind that `is` tells which has to hold where the predicate holds. */
function conjunct<P extends Predicate>(
  predicate: Predicate | undefined,
  is: (part: Predicate) => part is P,
): P | undefined {
  if (predicate === undefined) return undefined;
  if (is(predicate)) return predicate;
  if (predicate.kind !== 'and') return undefined;
  for (const part of predicate.of) {
    const found = conjunct(part, is);
    if (found !== undefined) return found;
  }
  return undefined;
}

const isWithin = (part: Predicate): part is Within => part.kind === 'within';

/** Whether a predicate needs a way to twins whose ids it says. */
function isRelatedToSome(part: Predicate): part is Related {
  if (part.kind !== 'related' || part.count !== undefined) return false;
  return (part.quantifier ?? 'any') === 'any' && farIds(part) !== undefined;
}

function farIds({ ids, where }: TwinFilter): readonly Json[] | undefined {
  return ids ?? required(where, '$id');
}

/** The only values a metadata field can have where the predicate holds; undefined: any. */
function required(predicate: Predicate | undefined, path: string): readonly Json[] | undefined {
  const known = conjunct(predicate, (part): part is Listed => isListed(part, path));
  if (known === undefined) return undefined;
  return known.kind === 'in' ? known.values : [known.value];
}

type Listed = Extract<Predicate, { readonly kind: 'in' | 'compare' }>;

function isListed(part: Predicate, path: string): part is Listed {
  if (part.kind !== 'in' && part.kind !== 'compare') return false;
  return part.path === path && (part.kind === 'in' || part.operator === 'eq');
}
