/**
 * Reads queries by the ontology: puts the subtypes of the models in, so that executors only compare
 * exact models, and refuses names that no model has. Called by the checked store and the API.
 */
import { LinchpinError } from '../model/errors.ts';
import type { Catalogue } from '../ontology/catalogue.ts';
import { adviceFor } from '../ontology/near-name.ts';
import type { GraphQueries, TwinFilter } from '../query/query.ts';
import { checkAggregate, checkOrder, checkPredicate } from './checked-paths.ts';
import {
  anyTwin,
  checkRelationshipNames,
  relationshipsOf,
  type Scope,
  twinsOf,
} from './known-names.ts';

/**
 * The same queries with subtypes. `NOT_FOUND` for a model that the catalogue does not have,
 * `BAD_USER_INPUT` for a property or relationship that none of the models has.
 */
export function withSubtypes(queries: GraphQueries, catalogue: () => Catalogue): GraphQueries {
  return {
    revision: () => queries.revision(),
    twins: (ids) => queries.twins(ids),
    async relationshipsOf(requests) {
      for (const { names } of requests) checkRelationshipNames(catalogue(), names, 'name');
      return queries.relationshipsOf(requests);
    },
    async find(query) {
      const { wanted, scope } = expanded(query, catalogue());
      checkPredicate(query.where, scope);
      checkOrder(query.orderBy, scope);
      return queries.find(wanted);
    },
    async findRelationships(query) {
      checkRelationshipNames(catalogue(), query.names, 'name');
      checkPredicate(query.where, relationshipsOf(catalogue(), query.names));
      return queries.findRelationships(query);
    },
    async paths(query) {
      checkRelationshipNames(catalogue(), query.along, 'along');
      return queries.paths(query);
    },
    async aggregate(query) {
      const { wanted, scope } = expanded(query, catalogue());
      checkPredicate(query.where, scope);
      checkAggregate(query, scope);
      return queries.aggregate(wanted);
    },
  };
}

/** A query with the subtypes of its models, and whose properties it may speak of. */
function expanded<Q extends TwinFilter>(
  query: Q,
  catalogue: Catalogue,
): { readonly wanted: Q; readonly scope: Scope } {
  if (query.models === undefined) return { wanted: query, scope: anyTwin(catalogue) };
  const models = withTheirSubtypes(query.models, query.exact ?? false, catalogue);
  return {
    wanted: { ...query, models, exact: true },
    scope: twinsOf(catalogue, models, query.models),
  };
}

function withTheirSubtypes(
  models: readonly string[],
  exact: boolean,
  catalogue: Catalogue,
): string[] {
  const all = new Set<string>();
  for (const model of models) {
    if (catalogue.interface(model) === undefined) throw unknownModel(model, catalogue);
    for (const subtype of exact ? [model] : catalogue.subtypes(model)) all.add(subtype);
  }
  return [...all];
}

/** The refusal of a model that is not there, with the nearest that is. */
function unknownModel(model: string, catalogue: Catalogue): LinchpinError {
  return new LinchpinError({
    code: 'NOT_FOUND',
    where: 'models',
    message: `there is no model ${model}`,
    expected: 'the DTMI of a loaded interface',
    action: adviceFor(model, catalogue.interfaces.keys(), 'load the model first'),
  });
}
