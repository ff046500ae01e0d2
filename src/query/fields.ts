/**
 * Fields: how a path of a query reads a twin or a relationship. `$`-paths address the record
 * itself, all others its properties. Used by predicates, orders and aggregates.
 */
import { LinchpinError } from '../model/errors.ts';
import type { Json } from '../model/json.ts';
import { pathSegments, valueAt } from '../model/path.ts';
import type { Relationship } from '../model/relationship.ts';
import type { Twin } from '../model/twin.ts';

/** Reads one value of a record; undefined where it is missing (a null counts as missing). */
export type Field<T> = (record: T) => Json | undefined;

/** Gives the field of a path; `BAD_USER_INPUT` for a path that no record can have. */
export type Fields<T> = (path: string) => Field<T>;

const twinMetadata: Readonly<Record<string, Field<Twin>>> = {
  $id: (twin) => twin.id,
  $model: (twin) => twin.model,
  $updatedAt: (twin) => twin.updatedAt,
  $revision: (twin) => twin.revision,
};

const relationshipMetadata: Readonly<Record<string, Field<Relationship>>> = {
  $id: (relationship) => relationship.id,
  $name: (relationship) => relationship.name,
  $source: (relationship) => relationship.source,
  $target: (relationship) => relationship.target,
  $revision: (relationship) => relationship.revision,
};

/** The fields of a twin. */
export const twinFields: Fields<Twin> = (path) => fieldOf(path, twinMetadata);

/** The fields of a relationship. */
export const relationshipFields: Fields<Relationship> = (path) =>
  fieldOf(path, relationshipMetadata);

function fieldOf<T extends { readonly properties: Twin['properties'] }>(
  path: string,
  metadata: Readonly<Record<string, Field<T>>>,
): Field<T> {
  if (typeof path !== 'string' || pathSegments(path).length === 0) {
    throw badPath(path, 'the property path is malformed', 'names separated by /');
  }
  if (!path.startsWith('$')) return (record) => valueAt(record.properties, path) ?? undefined;
  const field = Object.hasOwn(metadata, path) ? metadata[path] : undefined;
  if (field !== undefined) return field;
  throw badPath(path, 'there is no such metadata field', Object.keys(metadata).join(', '));
}

function badPath(path: unknown, message: string, expected: string): LinchpinError {
  return new LinchpinError({ code: 'BAD_USER_INPUT', where: String(path), message, expected });
}
