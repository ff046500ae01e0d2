/**
 * Reads a predicate by the ontology: refuses names that no model in scope has, converts units and
 * times and puts subtypes in, so that an executor only compares. Called for each query and by the feed.
 */
import type { Catalogue } from '../../ontology/catalogue.ts';
import type { Predicate, Related, Route, Within } from '../../query/query.ts';
import { askedModels } from './asked-models.ts';
import { checkedTest } from './checked-paths.ts';
import { farModels } from './far-models.ts';
import {
  anyTwin,
  checkRelationshipNames,
  type NameScope,
  relationshipsOf,
  twinsOf,
} from './known-names.ts';
import { inMilliseconds } from './time-comparison.ts';
import { withoutUnit } from './unit-comparison.ts';

/** The deepest predicates that are read; executors refuse shallower ones. */
const maxDepth = 200;

/** The predicate that an executor needs. `BAD_USER_INPUT` for what cannot hold, `NOT_FOUND` for a model. */
export function readPredicate(predicate: Predicate, scope: NameScope, depth = 1): Predicate {
  if (depth > maxDepth) return predicate;
  switch (predicate.kind) {
    case 'and':
    case 'or':
      return {
        ...predicate,
        of: predicate.of.map((part) => readPredicate(part, scope, depth + 1)),
      };
    case 'not':
      return { ...predicate, of: readPredicate(predicate.of, scope, depth + 1) };
    case 'related':
      return readRelated(predicate, scope, depth + 1);
    case 'within':
      return readRoute(predicate, anyTwin(scope.catalogue), depth + 1);
    case 'compare':
    case 'in':
      return withoutUnit(checkedTest(inMilliseconds(predicate), scope), scope);
    default:
      return 'path' in predicate ? checkedTest(predicate, scope) : predicate;
  }
}

/** A route whose predicates are read; `there` are the twins that it leads to and through. */
export function readRoute<R extends Route | Within>(route: R, there: NameScope, depth = 1): R {
  const { catalogue } = there;
  const { along, relationship, through } = route;
  checkRelationshipNames(catalogue, along, 'along');
  return {
    ...route,
    ...(relationship && {
      relationship: readPredicate(relationship, relationshipsOf(catalogue, along), depth),
    }),
    ...(through && { through: readPredicate(through, there, depth) }),
  };
}

function readRelated(related: Related, scope: NameScope, depth: number): Related {
  const { catalogue } = scope;
  checkRelationshipNames(catalogue, related.along, 'along');
  const asked = askedModels(related, catalogue);
  const reached = twinsReached(related, scope);
  const there = related.models === undefined ? reached : asked.scope;
  const { where } = related;
  return {
    ...readRoute(related, reached, depth),
    ...(asked.models && { models: asked.models, exact: true }),
    ...(where && { where: readPredicate(where, there, depth) }),
  };
}

/** The properties of the twins that a route leads to from those in scope. */
function twinsReached(route: Route, scope: NameScope): NameScope {
  const { catalogue } = scope;
  if (catalogue.interfaces.size === 0) return scope;
  const far = farModels(catalogue, modelsOf(scope, catalogue), route);
  return { ...twinsOf(catalogue, [...far], []), nobody: 'no twin there has' };
}

function modelsOf({ kinds }: NameScope, catalogue: Catalogue): Iterable<string> {
  const twins = kinds.find(({ path }) => path === '$model');
  return twins === undefined ? catalogue.interfaces.keys() : [...twins.members()].map(([id]) => id);
}
