/**
 * What a twin or relationship says, without when and by whom: what differences show and merges
 * compare.
 */
import type { Json, JsonObject } from '../model/json.ts';
import { valueAt, withValueAt } from '../model/path.ts';
import type { Relationship } from '../model/relationship.ts';
import type { Twin } from '../model/twin.ts';
import { deltasBetween } from '../model/value-deltas.ts';

/** What a record holds: its own fields, such as `$model`, and its properties. */
export interface Content {
  readonly fields: Readonly<Record<string, string>>;
  readonly properties: JsonObject;
}

const fieldNames: ReadonlySet<string> = new Set(['$model', '$name', '$target']);

/** The content of a record that is not there. */
export const nothing: Content = { fields: {}, properties: {} };

export function contentOfTwin({ model, properties }: Twin): Content {
  return { fields: { $model: model }, properties };
}

export function contentOfRelationship({ name, target, properties }: Relationship): Content {
  return { fields: { $name: name, $target: target }, properties };
}

/** A property or field before and after; undefined where it has no value. */
export interface ContentChange {
  readonly property: string;
  readonly from: Json | undefined;
  readonly to: Json | undefined;
}

/** What leads from one content to another, down to the values that differ. */
export function changesOf(from: Content, to: Content): ContentChange[] {
  const names = Object.keys(to.fields).filter((name) => from.fields[name] !== to.fields[name]);
  const fields = names.map((property) => ({
    ...{ property, from: from.fields[property], to: to.fields[property] },
  }));
  const values = deltasBetween(from.properties, to.properties).map((delta) => ({
    ...{ property: delta.path, from: delta.from, to: delta.to },
  }));
  return [...fields, ...values];
}

/** The value of a field or path; the path of all properties together is empty. */
export function held({ fields, properties }: Content, property: string): Json | undefined {
  if (property === '') return properties;
  return fieldNames.has(property) ? fields[property] : valueAt(properties, property);
}

/** The content with another value; undefined removes it. */
export function withHeld(content: Content, property: string, value: Json | undefined): Content {
  if (property === '') return { ...content, properties: value as JsonObject };
  if (!fieldNames.has(property)) {
    return { ...content, properties: withValueAt(content.properties, property, value) };
  }
  return { ...content, fields: { ...content.fields, [property]: value as string } };
}
