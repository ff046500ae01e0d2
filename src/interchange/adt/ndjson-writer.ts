/**
 * Writes a graph as NDJSON of Azure Digital Twins, line by line, so that any size can be streamed.
 * Used by `linchpin export` and by imports into a service; reading it back gives an equal graph.
 */
import type { Change } from '../../model/change.ts';
import type { TwinGraph } from '../../model/graph.ts';
import { allRelationships, allTwins } from '../../model/graph-records.ts';
import { isJsonObject, type Json, type JsonObject } from '../../model/json.ts';
import type { Relationship } from '../../model/relationship.ts';
import type { Twin } from '../../model/twin.ts';
import type { Catalogue } from '../../ontology/catalogue.ts';

/** What is exported. */
export interface AdtExport {
  readonly models: readonly JsonObject[];
  readonly graph: TwinGraph;
  /** Says which properties are components: these get the `$metadata` that the format asks for. */
  readonly catalogue: Catalogue;
}

/** The lines of the export, each with its line feed. */
export function* adtNdjsonLines({ models, graph, catalogue }: AdtExport): Generator<string> {
  yield line({ Section: 'Header' });
  yield line({ fileVersion: '1.0.0', author: 'linchpin', organization: 'linchpin' });
  yield line({ Section: 'Models' });
  for (const model of models) yield line(model);
  yield line({ Section: 'Twins' });
  for (const twin of allTwins(graph)) yield line(adtTwin(twin, catalogue));
  yield line({ Section: 'Relationships' });
  for (const relationship of allRelationships(graph)) yield line(adtRelationship(relationship));
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

function adtTwin(twin: Twin, catalogue: Catalogue): JsonObject {
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

function adtRelationship(relationship: Relationship): JsonObject {
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
