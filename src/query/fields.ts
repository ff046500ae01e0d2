/**
 * Fields: how a path of a query reads a record. `$`-paths address the record itself, all others its
 * properties. A record is a twin or a relationship, or an index of one in a graph, which is read
 * without decoding the rest. Used by predicates, orders and aggregates.
 */
import { LinchpinError } from '../model/errors.ts';
import type { TwinGraph } from '../model/graph.ts';
import type { Json } from '../model/json.ts';
import { pathSegments, valueAt } from '../model/path.ts';
import type { Relationship } from '../model/relationship.ts';
import type { Twin } from '../model/twin.ts';

/** Reads one value of a record; undefined where it is missing (a null counts as missing). */
export type Field<T> = (record: T) => Json | undefined;

/** Gives the field of a path; `BAD_USER_INPUT` for a path that no record can have. */
export type Fields<T> = (path: string) => Field<T>;

/** The fields of a twin. */
export const twinFields: Fields<Twin> = fieldsOf(
  {
    $id: (twin) => twin.id,
    $model: (twin) => twin.model,
    $updatedAt: (twin) => twin.updatedAt,
    $revision: (twin) => twin.revision,
  },
  (path) => (twin) => valueAt(twin.properties, path) ?? undefined,
);

/** The fields of a relationship. */
export const relationshipFields: Fields<Relationship> = fieldsOf(
  {
    $id: (relationship) => relationship.id,
    $name: (relationship) => relationship.name,
    $source: (relationship) => relationship.source,
    $target: (relationship) => relationship.target,
    $revision: (relationship) => relationship.revision,
  },
  (path) => (relationship) => valueAt(relationship.properties, path) ?? undefined,
);

/** The fields of the twin at a node of a graph. */
export function nodeFields(graph: TwinGraph): Fields<number> {
  return fieldsOf(
    {
      $id: (node) => graph.idAt(node),
      $model: (node) => graph.modelAt(node),
      $updatedAt: (node) => graph.twinAt(node)?.updatedAt,
      $revision: (node) => graph.twinAt(node)?.revision,
    },
    (path) => (node) => graph.value(node, path) ?? undefined,
  );
}

/** The fields of the relationship at an edge of a graph. */
export function edgeFields(graph: TwinGraph): Fields<number> {
  return fieldsOf(
    {
      $id: (edge) => graph.relationshipAt(edge)?.id,
      $name: (edge) => graph.nameAt(edge),
      $source: (edge) => graph.idAt(graph.sourceOf(edge)),
      $target: (edge) => graph.idAt(graph.targetOf(edge)),
      $revision: (edge) => graph.relationshipAt(edge)?.revision,
    },
    (path) => (edge) => valueAt(graph.relationshipAt(edge)?.properties ?? {}, path) ?? undefined,
  );
}

function fieldsOf<T>(
  metadata: Readonly<Record<string, Field<T>>>,
  property: (path: string) => Field<T>,
): Fields<T> {
  return (path) => {
    if (typeof path !== 'string' || pathSegments(path).length === 0) {
      throw badPath(path, 'the property path is malformed', 'names separated by /');
    }
    if (!path.startsWith('$')) return property(path);
    const field = Object.hasOwn(metadata, path) ? metadata[path] : undefined;
    if (field !== undefined) return field;
    throw badPath(path, 'there is no such metadata field', Object.keys(metadata).join(', '));
  };
}

function badPath(path: unknown, message: string, expected: string): LinchpinError {
  return new LinchpinError({ code: 'BAD_USER_INPUT', where: String(path), message, expected });
}
