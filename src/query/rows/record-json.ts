/** Twins and relationships as a row shows them: in the shape that Azure Digital Twins gives. */
import type { JsonObject } from '../../model/json.ts';
import type { Relationship } from '../../model/relationship.ts';
import type { Twin } from '../../model/twin.ts';

/** A twin as one object, its properties beside `$dtId` and `$metadata`. */
export function twinJson({ id, model, properties }: Twin): JsonObject {
  return { $dtId: id, $metadata: { $model: model }, ...properties };
}

/** A relationship as one object, its properties beside its ends and name. */
export function relationshipJson(relationship: Relationship): JsonObject {
  return {
    $relationshipId: relationship.id,
    $relationshipName: relationship.name,
    $sourceId: relationship.source,
    $targetId: relationship.target,
    ...relationship.properties,
  };
}
