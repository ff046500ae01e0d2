/** A relationship: a named, directed edge between two twins, with properties of its own. */
import type { JsonObject } from './json.ts';

/** An immutable relationship; `id` is unique among the relationships that leave `source`. */
export interface Relationship {
  readonly source: string;
  readonly id: string;
  readonly name: string;
  readonly target: string;
  readonly properties: JsonObject;
  readonly revision: number;
}

/** What identifies a relationship in its graph. */
export interface RelationshipKey {
  readonly source: string;
  readonly id: string;
}

/** The side of a twin from which its relationships are seen. */
export type Direction = 'out' | 'in' | 'both';

/** One string for a key, to use in maps; ids hold no control characters, so it is unambiguous. */
export function relationshipKey(key: RelationshipKey): string {
  return `${key.source}\u0000${key.id}`;
}
