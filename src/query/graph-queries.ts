/**
 * Executes the query tree on a twin graph: a store's answers, and those of a scenario's branch or
 * a past snapshot. Models are taken exactly; `withSubtypes` puts the subtypes in. Records are read
 * by index; whole ones are made of those alone that an answer holds.
 */
import type { TwinGraph } from '../model/graph.ts';
import type { Relationship } from '../model/relationship.ts';
import type { Twin } from '../model/twin.ts';
import { aggregateOf } from './aggregate/aggregate.ts';
import { type Candidates, candidateEdges, candidateNodes, edgesAt } from './candidates.ts';
import { type Observe, observedParts, observing } from './explain.ts';
import { edgeFields, nodeFields } from './fields.ts';
import { decodeCursor } from './page/cursor.ts';
import { type Beginning, idOrder } from './page/id-order.ts';
import { edgeOrdering, nodeOrdering, type Ordering } from './page/order.ts';
import { mapPage, pageOf } from './page/page.ts';
import { pathsOf } from './paths/paths.ts';
import { GraphTests } from './predicate/graph-tests.ts';
import type { Test } from './predicate/predicate.ts';
import type {
  GraphQueries,
  Page,
  PageRequest,
  RelationshipFilter,
  RelationshipQuery,
  RelationshipsOf,
  TwinFilter,
  TwinQuery,
} from './query.ts';
import { Work } from './work.ts';

/**
 * The queries of a graph; `graph` is asked once for each, so an answer is of one moment. `observe`
 * hears what each query did.
 */
export function graphQueries(
  graph: () => TwinGraph | Promise<TwinGraph>,
  observe?: Observe,
): GraphQueries {
  const ask = async <R>(
    operation: keyof GraphQueries,
    answer: (asked: Asked) => R | Promise<R>,
  ): Promise<R> => {
    const asked = askedOf(await graph());
    const told = observing(operation, asked.work, observe);
    return told(await answer(asked));
  };
  return {
    revision: async () => (await graph()).revision,
    twins: (ids) => ask('twins', (asked) => twinsOf(asked, ids)),
    relationshipsOf: (requests) =>
      ask('relationshipsOf', (asked) =>
        requests.map((each) => relationshipPages(asked, each)(each.twin)),
      ),
    find: (query) => ask('find', (asked) => find(asked, query)),
    findRelationships: (query) =>
      ask('findRelationships', (asked) => findRelationships(asked, query)),
    paths: (query) =>
      ask('paths', ({ graph, work, tests }) => {
        work.index = 'ids';
        return pathsOf(graph, query, tests);
      }),
    aggregate: (query) =>
      ask('aggregate', (asked) => aggregateOf(nodes(asked, query), query, nodeFields(asked.graph))),
    aggregateRelationships: (query) =>
      ask('aggregateRelationships', (asked) =>
        aggregateOf(edges(asked, query), query, edgeFields(asked.graph)),
      ),
  };
}

/** Reads the twins of a graph by their ids; undefined for a missing one. */
export function twinReader(graph: TwinGraph, observe?: Observe): (id: string) => Twin | undefined {
  const work = new Work(graph);
  work.index = 'ids';
  return observedParts('twins', { work, observe }, (id) => {
    work.examine();
    return graph.twin(id);
  });
}

/** What is asked of each of several twins alike. */
export type RelationshipsOfEach = Omit<RelationshipsOf, 'twin'>;

/** Reads pages of the relationships of a graph's twins, by the id of each. */
export function relationshipReader(
  graph: TwinGraph,
  request: RelationshipsOfEach,
  observe?: Observe,
): (twin: string) => Page<Relationship> {
  const asked = askedOf(graph);
  const { work } = asked;
  return observedParts('relationshipsOf', { work, observe }, relationshipPages(asked, request));
}

/** One query under way. */
interface Asked {
  readonly graph: TwinGraph;
  readonly work: Work;
  readonly tests: GraphTests;
}

function askedOf(graph: TwinGraph): Asked {
  const work = new Work(graph);
  return { graph, work, tests: new GraphTests(graph, work) };
}

function twinsOf({ graph, work }: Asked, ids: readonly string[]) {
  work.index = 'ids';
  work.examine(ids.length);
  return ids.map((id) => graph.twin(id));
}

async function find(asked: Asked, query: TwinQuery): Promise<Page<Twin>> {
  const { graph, work, tests } = asked;
  const ordering = nodeOrdering(graph, query.orderBy);
  const candidates = candidateNodes(graph, query, tests);
  const test = tests.filter(query);
  const order = isWide(candidates) && !query.orderBy?.length ? await idOrder(graph) : undefined;
  let page: Page<number>;
  if (order === undefined) page = pageOf(passing(work, candidates, test), ordering, query);
  else {
    const records = order.page(cursorOf(ordering, query), test);
    page = pageOf(passing(work, { index: 'order', records }, test), ordering, query, {
      ordered: true,
    });
  }
  return mapPage(page, (node) => graph.twinAt(node) as Twin);
}

/** Whether candidates may be so many that an order is the better index. */
function isWide({ index }: Candidates): boolean {
  return index === 'scan' || index === 'models';
}

/** The id that a page begins next to, and on which side of it. */
function cursorOf(ordering: Ordering<number>, { last, after, before }: PageRequest): Beginning {
  const side = last === undefined ? 'after' : 'before';
  const cursor = last === undefined ? after : before;
  const [id] = cursor === undefined ? [] : decodeCursor(ordering, cursor, side);
  return { backwards: last !== undefined, id: typeof id === 'string' ? id : undefined };
}

function findRelationships(asked: Asked, query: RelationshipQuery): Page<Relationship> {
  const { graph } = asked;
  return edgePage(graph, edges(asked, query), edgeOrdering(graph, query.orderBy), query);
}

function relationshipPages(
  asked: Asked,
  request: RelationshipsOfEach,
): (twin: string) => Page<Relationship> {
  const { graph, work } = asked;
  const { direction, names, where, orderBy } = request;
  const test = edgeTest(asked, { ...(names && { names }), ...(where && { where }) });
  const ordering = edgeOrdering(graph, orderBy);
  return (twin) => {
    const records = edgesAt(graph, graph.indexOf(twin), direction);
    return edgePage(graph, passing(work, { index: 'ends', records }, test), ordering, request);
  };
}

function edgePage(
  graph: TwinGraph,
  edges: Iterable<number>,
  ordering: Ordering<number>,
  request: PageRequest,
): Page<Relationship> {
  const page = pageOf(edges, ordering, request);
  return mapPage(page, (edge) => graph.relationshipAt(edge) as Relationship);
}

/** The nodes of a filter. */
function nodes({ graph, work, tests }: Asked, filter: TwinFilter): Iterable<number> {
  const test = tests.filter(filter);
  return passing(work, candidateNodes(graph, filter, tests), test);
}

/** The edges of a filter. */
function edges(asked: Asked, filter: RelationshipFilter): Iterable<number> {
  return passing(asked.work, candidateEdges(asked.graph, filter), edgeTest(asked, filter));
}

function edgeTest({ graph, tests }: Asked, filter: RelationshipFilter): Test<number> {
  const { source, target } = filter;
  const names = filter.names && new Set(filter.names);
  const test = tests.relationship(filter.where);
  return (edge) =>
    (names?.has(graph.nameAt(edge) as string) ?? true) &&
    (source === undefined || graph.idAt(graph.sourceOf(edge)) === source) &&
    (target === undefined || graph.idAt(graph.targetOf(edge)) === target) &&
    test(edge);
}

function* passing(
  work: Work,
  { index, records }: Candidates,
  test: Test<number>,
): Iterable<number> {
  work.index = index;
  for (const record of records) {
    work.examine();
    if (test(record)) yield record;
  }
}
