/**
 * One item in the shapes of Azure Digital Twins: a twin, a relationship or a DTDL interface as a
 * JSON object. Used by the readers of ADT NDJSON and ADT JSON.
 */
import type { Problem } from '../../model/errors.ts';
import { isJsonObject, type Json, type JsonObject, setOwn } from '../../model/json.ts';
import type { ModelSource } from '../../ontology/model-place.ts';
import type { ItemSink } from '../document.ts';

/** What an item describes. */
export type ItemKind = 'model' | 'twin' | 'relationship';

/** What an object is by its keys, undefined when it is none of the three. */
export function kindOf(item: Json): ItemKind | undefined {
  if (!isJsonObject(item)) return undefined;
  if ('$relationshipId' in item || '$relationshipName' in item) return 'relationship';
  if ('$dtId' in item) return 'twin';
  if ('@id' in item || '@type' in item) return 'model';
  return undefined;
}

/** Where an item stands. */
export interface ItemPlace {
  /** As problems name it. */
  readonly where: string;
  /** Where it was read from, should it be a model. */
  source(): ModelSource;
}

/** Adds an item to the sink, or lists why it cannot be one. */
export function addItem(sink: ItemSink, at: ItemPlace, item: Json, kind = kindOf(item)): void {
  const { where } = at;
  if (!isJsonObject(item) || kind === undefined) {
    sink.problem(
      wrong(where, 'the item is no twin, relationship or model', '$dtId, $relationshipId or @id'),
    );
  } else if (kind === 'model') addModel(sink, at, item);
  else if (kind === 'twin') addTwin(sink, where, item);
  else addRelationship(sink, where, item);
}

function addModel(sink: ItemSink, at: ItemPlace, item: JsonObject): void {
  if (typeof item['@id'] === 'string') sink.model(item, at.source());
  else sink.problem(wrong(at.where, 'the model has no @id', 'an interface with a DTMI in @id'));
}

function addTwin(sink: ItemSink, where: string, item: JsonObject): void {
  const metadata = item.$metadata;
  const model = isJsonObject(metadata) ? metadata.$model : undefined;
  if (typeof item.$dtId !== 'string') {
    sink.problem(wrong(where, 'the twin has no $dtId', 'a string in $dtId'));
  } else if (typeof model !== 'string') {
    sink.problem(wrong(where, `twin "${item.$dtId}" names no model`, 'a DTMI in $metadata.$model'));
  } else sink.twin(where, item.$dtId, model, propertiesOf(item));
}

function addRelationship(sink: ItemSink, where: string, item: JsonObject): void {
  const source = item.$sourceId ?? item.$dtId;
  const { $targetId: target, $relationshipName: name, $relationshipId: id } = item;
  if (typeof source !== 'string' || typeof target !== 'string' || typeof name !== 'string') {
    const message = 'the relationship lacks its source, target or name';
    sink.problem(
      wrong(where, message, 'strings in $sourceId (or $dtId), $targetId and $relationshipName'),
    );
  } else if (id !== undefined && typeof id !== 'string') {
    sink.problem(wrong(where, 'the relationship has no usable id', 'a string in $relationshipId'));
  } else {
    const ends = { source, name, target };
    sink.relate(where, id === undefined ? ends : { ...ends, id }, propertiesOf(item));
  }
}

/** Everything that is not metadata; components lose their `$metadata`, which holds no value. */
function propertiesOf(item: JsonObject): JsonObject {
  const properties: Record<string, Json> = {};
  for (const [name, value] of Object.entries(item)) {
    if (!name.startsWith('$')) setOwn(properties, name, withoutMetadata(value));
  }
  return properties;
}

function withoutMetadata(value: Json): Json {
  return isJsonObject(value) && '$metadata' in value ? propertiesOf(value) : value;
}

function wrong(where: string, message: string, expected: string): Problem {
  return { code: 'BAD_USER_INPUT', where, message, expected, action: 'correct this item' };
}
