/** Routes along relationships, as inputs of the API, for the query tree. Called by filters and `paths`. */
import { LinchpinError } from '../model/errors.ts';
import type { Comparison, Predicate, Related, Route, Within } from '../query/query.ts';
import type {
  CountInput,
  HopsInput,
  RelatedInput,
  RouteInput,
  WhereInput,
  WithinInput,
} from './filter-input.ts';

/** Reads a filter; handed in because filters hold routes, and routes filters. */
type Read = (input: WhereInput, place: string) => Predicate;

/** The route of an input at a place. */
export function routeOf(input: RouteInput, place: string, read: Read): Route {
  const { along, direction, hops, relationship, through } = input;
  return {
    ...(along != null && { along }),
    ...(direction != null && { direction }),
    ...(hops != null && { hops: hopsOf(hops) }),
    ...(relationship != null && { relationship: read(relationship, `${place}relationship`) }),
    ...(through != null && { through: read(through, `${place}through`) }),
  };
}

function hopsOf({ min, max }: HopsInput) {
  return { ...(min != null && { min }), ...(max != null && { max }) };
}

/** The predicate of `related`. */
export function relatedOf(input: RelatedInput, place: string, read: Read): Related {
  const { model, exact, where, quantifier, count } = input;
  return {
    kind: 'related',
    ...routeOf(input, `${place}.`, read),
    ...(model != null && { models: [model] }),
    ...(exact === true && { exact }),
    ...(where != null && { where: read(where, `${place}.where`) }),
    ...(quantifier != null && { quantifier }),
    ...(count != null && { count: countOf(count, `${place}.count`) }),
  };
}

/** The predicate of `within`. */
export function withinOf(input: WithinInput, place: string, read: Read): Within {
  return { kind: 'within', from: input.of, ...routeOf(input, `${place}.`, read) };
}

function countOf(count: CountInput, where: string): NonNullable<Related['count']> {
  const operators: readonly Comparison[] = ['eq', 'ne', 'lt', 'lte', 'gt', 'gte'];
  const given = operators.flatMap((operator) => {
    const value = count[operator];
    return value == null ? [] : [{ operator, value }];
  });
  const [only] = given;
  if (only !== undefined && given.length === 1) return only;
  throw new LinchpinError({
    code: 'BAD_USER_INPUT',
    where,
    message: `it has ${given.length} comparisons`,
    expected: `one of ${operators.join(', ')}`,
  });
}
