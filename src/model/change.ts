/**
 * A change: one wanted step of a commit or of a what-if, in the form it has on every wire.
 * `applyChanges` turns a list of them into a `Changeset`, the reversible difference that happened.
 */
import type { Json, JsonObject } from './json.ts';
import type { Reading } from './reading.ts';
import type { RelationshipKey } from './relationship.ts';
import type { Twin } from './twin.ts';

/** Exactly one field is present, as in a GraphQL `@oneOf` input. */
export type Change =
  /** Creates a twin; `CONFLICT` when the id exists. */
  | { readonly addTwin: NewTwin }
  /** Creates a twin or replaces its model and properties. */
  | { readonly putTwin: NewTwin }
  /** Sets one property path; a null value removes the property. */
  | { readonly set: SetProperty }
  /** Removes a twin; `CONFLICT` when it still has relationships, unless `detach` removes them too. */
  | { readonly removeTwin: RemoveTwin }
  /** Creates a relationship; `id` defaults to `name:target`. */
  | { readonly addRelationship: NewRelationship }
  /** Creates a relationship or replaces its name, target and properties. */
  | { readonly putRelationship: NewRelationship }
  /** Sets one property path of a relationship; a null value removes it. */
  | { readonly setRelationship: SetRelationshipProperty }
  | { readonly removeRelationship: RelationshipKey }
  /**
   * Gives twins that exist another content with its stamps; they are judged when all have it. Only
   * of plans, which see the graph that they are committed to: on no wire.
   */
  | { readonly replaceTwins: readonly ReplacedTwin[] }
  /** Takes in a reading: has an effect only if it is newer than what the property holds. */
  | { readonly observe: Reading };

/** A twin to create. */
export interface NewTwin {
  readonly id: string;
  readonly model: string;
  readonly properties?: JsonObject;
}

/** What a twin holds from now on. */
export type ReplacedTwin = Pick<Twin, 'id' | 'model' | 'properties' | 'stamps'>;

/** A new value for one property of a twin. */
export interface SetProperty {
  readonly twin: string;
  readonly property: string;
  readonly value: Json;
}

/** A twin to remove. */
export interface RemoveTwin {
  readonly twin: string;
  /** Remove the twin's relationships with it. */
  readonly detach?: boolean;
}

/** A relationship to create. */
export interface NewRelationship {
  readonly source: string;
  readonly target: string;
  readonly name: string;
  readonly id?: string;
  readonly properties?: JsonObject;
}

/** A new value for one property of a relationship. */
export interface SetRelationshipProperty {
  readonly source: string;
  readonly id: string;
  readonly property: string;
  readonly value: Json;
}

/** The id a new relationship gets when none is given. */
export function relationshipId(relationship: NewRelationship): string {
  return relationship.id ?? `${relationship.name}:${relationship.target}`;
}
