/**
 * One property of a twin, component or relationship, by its path: null where it has none, an error
 * where no model knows the path, so that a slip of the pen does not read as "none". A path that
 * another model knows is null, since lists hold twins of many models.
 */
import type { Json, JsonObject } from '../model/json.ts';
import { pathSegments, valueAt } from '../model/path.ts';
import type { Relationship } from '../model/relationship.ts';
import type { Catalogue, Content, Measured } from '../ontology/catalogue.ts';
import { inUnit } from '../ontology/in-unit.ts';
import { pathTarget } from '../ontology/path-target.ts';
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

/** The arguments of every `property` field. */
export interface PropertyArgs {
  /** Path of the property. */
  readonly name: string;
  /** The unit to give its number in; as it is stored where absent. */
  readonly unit?: string | null | undefined;
}

/** The `unit` argument of every property and its history. */
export const unit = {
  description:
    'The DTDL unit (`degreeFahrenheit`) to give numbers in; they are converted from that of the model, or from the one that the twin says itself where its model lets it (`Override`). As they are stored where left out.',
};

/** The value at a path, null where there is none; `BAD_USER_INPUT` for a path nobody knows. */
export function propertyOf(
  properties: JsonObject,
  { name, unit }: PropertyArgs,
  owner: Owner,
): Json {
  const value = valueAt(properties, name);
  if (value === undefined) checkPath(name, owner);
  if (unit == null) return value ?? null;
  const content = measuredAt(name, owner);
  return content === undefined ? null : inUnit(value, { content, unit, properties });
}

/** Refuses a path that no model knows, with the nearest of the owner's own; `where` is the argument. */
export function checkPath(path: string, { model, catalogue }: Owner, where = 'name'): void {
  if (isKnown(path, anyTwin(catalogue)) || catalogue.interface(model) === undefined) return;
  targetsOf(path, twinsOf(catalogue, [model], [model]), where);
}

/** What a path leads to: a quantity and its name. */
export type MeasuredPath = Measured & { readonly name: string };

/** What the owner's model says of the quantity at a path; undefined where it does not know it. */
export function measuredAt(path: string, { model, catalogue }: Owner): MeasuredPath | undefined {
  const contents = catalogue.interface(model)?.contents;
  return contents === undefined ? { name: path } : measuredAmong(contents, path, catalogue);
}

/** The same for a relationship; the model is that of the twin that it leaves, which says the unit. */
export function relationshipPropertyOf(
  { name: relationship, properties }: Relationship,
  { name, unit }: PropertyArgs,
  { model, catalogue }: { readonly model: string | undefined; readonly catalogue: Catalogue },
): Json {
  const value = valueAt(properties, name);
  if (value === undefined && !isKnown(name, relationshipsOf(catalogue))) {
    targetsOf(name, relationshipsOf(catalogue, [relationship]), 'name');
  }
  if (unit == null) return value ?? null;
  const declared = catalogue.interface(model ?? '')?.contents.get(relationship);
  const contents = declared?.kind === 'relationship' ? declared.properties : new Map();
  const content = measuredAmong(contents, name, catalogue);
  return content === undefined ? null : inUnit(value, { content, unit, properties });
}

function measuredAmong(
  contents: ReadonlyMap<string, Content>,
  path: string,
  catalogue: Catalogue,
): MeasuredPath | undefined {
  const target = pathTarget(contents, { segments: pathSegments(path), catalogue });
  if (target.kind === 'unknown') return undefined;
  return target.kind === 'value' ? { ...target, name: path } : { name: path };
}
