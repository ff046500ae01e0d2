/**
 * One property of a twin, component or relationship, by its path: null where it has none, an error where no model
 * knows the path, so that a slip of the pen does not read as "none". A path that another model
 * knows is null, since lists hold twins of many models.
 */
import type { Json, JsonObject } from '../model/json.ts';
import { valueAt } from '../model/path.ts';
import type { Relationship } from '../model/relationship.ts';
import type { Catalogue } from '../ontology/catalogue.ts';
import {
  anyTwin,
  isKnown,
  relationshipsOf,
  targetsOf,
  twinsOf,
} from '../store/checked/known-names.ts';

/** Whose property it is, and by which ontology. */
export interface Owner {
  readonly model: string;
  readonly catalogue: Catalogue;
}

/** The value at a path, null where there is none; `BAD_USER_INPUT` for a path nobody knows. */
export function propertyOf(properties: JsonObject, path: string, owner: Owner): Json {
  const value = valueAt(properties, path);
  if (value === undefined) checkPath(path, owner);
  return value ?? null;
}

/** Refuses a path that no model knows, with the nearest of the owner's own. */
export function checkPath(path: string, { model, catalogue }: Owner): void {
  if (isKnown(path, anyTwin(catalogue)) || catalogue.interface(model) === undefined) return;
  targetsOf(path, twinsOf(catalogue, [model], [model]), 'name');
}

/** The same for a relationship, whose name says what it can have. */
export function relationshipPropertyOf(
  { name, properties }: Relationship,
  path: string,
  catalogue: Catalogue,
): Json {
  const value = valueAt(properties, path);
  if (value !== undefined) return value;
  if (!isKnown(path, relationshipsOf(catalogue))) {
    targetsOf(path, relationshipsOf(catalogue, [name]), 'name');
  }
  return null;
}
