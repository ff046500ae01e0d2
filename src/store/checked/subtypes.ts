/**
 * Reads queries by the ontology: puts the subtypes of the models in, so that executors only compare
 * exact models, and refuses names that no model has. Called by the checked store and the API.
 */
import type { Catalogue } from '../../ontology/catalogue.ts';
import type { RelationshipsOfEach } from '../../query/graph-queries.ts';
import type {
  GraphQueries,
  RelationshipFilter,
  RelationshipsOf,
  TwinFilter,
} from '../../query/query.ts';
import { askedModels } from './asked-models.ts';
import { checkGrouping, checkOrder } from './checked-paths.ts';
import { anyTwin, checkRelationshipNames, type NameScope, relationshipsOf } from './known-names.ts';
import { readPredicate, readRoute } from './read-predicate.ts';

/**
 * The same queries with subtypes. `NOT_FOUND` for a model that the catalogue does not have,
 * `BAD_USER_INPUT` for a property, relationship or unit that none of the models has.
 */
export function withSubtypes(queries: GraphQueries, catalogue: () => Catalogue): GraphQueries {
  return {
    revision: () => queries.revision(),
    twins: (ids) => queries.twins(ids),
    relationshipsOf: async (requests) =>
      queries.relationshipsOf(readRequests(requests, catalogue())),
    async find(query) {
      const { wanted, scope } = readTwins(query, catalogue());
      checkOrder(query.orderBy, scope);
      return queries.find(wanted);
    },
    async findRelationships(query) {
      const { wanted, scope } = readRelationships(query, catalogue());
      checkOrder(query.orderBy, scope);
      return queries.findRelationships(wanted);
    },
    paths: async (query) => queries.paths(readRoute(query, anyTwin(catalogue()))),
    async aggregate(query) {
      const { wanted, scope } = readTwins(query, catalogue());
      checkGrouping(query, scope);
      return queries.aggregate(wanted);
    },
    async aggregateRelationships(query) {
      const { wanted, scope } = readRelationships(query, catalogue());
      checkGrouping(query, scope);
      return queries.aggregateRelationships(wanted);
    },
  };
}

/** A query as an executor needs it, and whose properties it may speak of. */
interface Read<Q> {
  readonly wanted: Q;
  readonly scope: NameScope;
}

function readTwins<Q extends TwinFilter>(query: Q, catalogue: Catalogue): Read<Q> {
  const { models, scope } = askedModels(query, catalogue);
  const { where } = query;
  const wanted = {
    ...query,
    ...(models && { models, exact: true }),
    ...(where && { where: readPredicate(where, scope) }),
  };
  return { wanted, scope };
}

function readRelationships<Q extends RelationshipFilter>(query: Q, catalogue: Catalogue): Read<Q> {
  checkRelationshipNames(catalogue, query.names, 'name');
  const scope = relationshipsOf(catalogue, query.names);
  const { where } = query;
  return { wanted: { ...query, ...(where && { where: readPredicate(where, scope) }) }, scope };
}

/** Requests for several twins: most of them ask alike, and each way of asking is read once. */
function readRequests(
  requests: readonly RelationshipsOf[],
  catalogue: Catalogue,
): readonly RelationshipsOf[] {
  const known = new Map<string, RelationshipsOfEach>();
  return requests.map(({ twin, ...asked }) => {
    const key = JSON.stringify(asked);
    const read = known.get(key) ?? readRelationshipsOf(asked, catalogue);
    known.set(key, read);
    return { ...read, twin };
  });
}

/** What is asked of the relationships of each of several twins, read by the ontology. */
export function readRelationshipsOf(
  asked: RelationshipsOfEach,
  catalogue: Catalogue,
): RelationshipsOfEach {
  const { names, where, orderBy } = asked;
  if (names === undefined && where === undefined && orderBy === undefined) return asked;
  const { wanted, scope } = readRelationships(asked, catalogue);
  checkOrder(orderBy, scope);
  return wanted;
}
