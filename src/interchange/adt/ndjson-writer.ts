/**
 * Writes a graph as NDJSON of Azure Digital Twins, batch by batch, so that any size can be streamed.
 * Used by `linchpin export` and by imports into a service; reading it back gives an equal graph.
 */
import type { Change } from '../../model/change.ts';
import { canonicalJson, isJsonObject, type Json, type JsonObject } from '../../model/json.ts';
import type { Relationship } from '../../model/relationship.ts';
import type { Twin } from '../../model/twin.ts';
import type { Catalogue } from '../../ontology/catalogue.ts';

/** What is exported. The twins are read to their end before the first relationship. */
export interface AdtExport {
  readonly models: readonly JsonObject[];
  readonly twins: Batches<ExportedTwin>;
  readonly relationships: Batches<ExportedRelationship>;
  /** Says which properties are components: these get the `$metadata` that the format asks for. */
  readonly catalogue: Catalogue;
}

/** What the format has of a twin. */
export type ExportedTwin = Pick<Twin, 'id' | 'model' | 'properties'>;

/** What the format has of a relationship. */
export type ExportedRelationship = Omit<Relationship, 'revision'>;

/** Some records at a time, because a step costs more than a record. */
export type Batches<T> = Iterable<readonly T[]> | AsyncIterable<readonly T[]>;

/** The text in pieces of whole lines. Equal records give equal lines, whatever the order of keys. */
export async function* adtNdjson(exported: AdtExport): AsyncGenerator<string> {
  const { models, twins, relationships, catalogue } = exported;
  const header = { fileVersion: '1.0.0', author: 'linchpin', organization: 'linchpin' };
  const beginning = [{ Section: 'Header' }, header, { Section: 'Models' }, ...models];
  yield [...beginning, { Section: 'Twins' }].map(line).join('');
  for await (const batch of twins) {
    yield batch.map((twin) => `${canonicalJson(adtTwin(twin, catalogue))}\n`).join('');
  }
  yield line({ Section: 'Relationships' });
  for await (const batch of relationships) {
    yield batch.map((each) => `${canonicalJson(adtRelationship(each))}\n`).join('');
  }
}

/** A twin or relationship that is to be added, as one line; its components are plain objects. */
export function adtLine(change: Change): string {
  if ('addTwin' in change) {
    const { id, model, properties } = change.addTwin;
    return line({ $dtId: id, $metadata: { $model: model }, ...properties });
  }
  if (!('addRelationship' in change)) throw new TypeError('a line holds what is to be added');
  const { source, id, target, name, properties } = change.addRelationship;
  const named = id === undefined ? {} : { $relationshipId: id };
  const ends = { $dtId: source, $targetId: target, $relationshipName: name };
  return line({ ...ends, ...named, ...properties });
}

function adtTwin(twin: ExportedTwin, catalogue: Catalogue): JsonObject {
  const metadata = { $metadata: { $model: twin.model } };
  return { $dtId: twin.id, ...metadata, ...withComponents(twin.properties, twin.model, catalogue) };
}

function withComponents(
  properties: JsonObject,
  model: string | undefined,
  catalogue: Catalogue,
): JsonObject {
  const contents = model === undefined ? undefined : catalogue.interface(model)?.contents;
  const written = Object.entries(properties).map(([name, value]): [string, Json] => {
    const content = contents?.get(name);
    if (content?.kind !== 'component' || !isJsonObject(value)) return [name, value];
    return [name, { $metadata: {}, ...withComponents(value, content.schema, catalogue) }];
  });
  return Object.fromEntries(written);
}

function adtRelationship(relationship: ExportedRelationship): JsonObject {
  return {
    $dtId: relationship.source,
    $relationshipId: relationship.id,
    $targetId: relationship.target,
    $relationshipName: relationship.name,
    ...relationship.properties,
  };
}

function line(value: JsonObject): string {
  return `${JSON.stringify(value)}\n`;
}
