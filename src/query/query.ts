/**
 * The query tree: what can be asked of a graph, whoever asks and whichever store answers.
 * Property paths are as in `model/path.ts`; `$id`, `$model`, `$updatedAt` and `$revision` address
 * the twin itself, and `$name`, `$source`, `$target` a relationship.
 */
import type { Json } from '../model/json.ts';
import type { Direction, Relationship } from '../model/relationship.ts';
import type { Twin } from '../model/twin.ts';

export type Comparison = 'eq' | 'ne' | 'lt' | 'lte' | 'gt' | 'gte';

export type Predicate =
  | { readonly kind: 'and' | 'or'; readonly of: readonly Predicate[] }
  | { readonly kind: 'not'; readonly of: Predicate }
  | {
      readonly kind: 'compare';
      readonly path: string;
      readonly operator: Comparison;
      readonly value: Json;
    }
  | { readonly kind: 'in'; readonly path: string; readonly values: readonly Json[] }
  | { readonly kind: 'exists'; readonly path: string; readonly exists: boolean }
  | {
      readonly kind: 'text';
      readonly path: string;
      readonly operator: 'startsWith' | 'endsWith' | 'contains';
      readonly value: string;
    };

export interface Order {
  readonly path: string;
  readonly descending?: boolean;
}

/** Keyset paging: `after`/`before` are cursors of an earlier page. */
export interface PageRequest {
  readonly first?: number;
  readonly after?: string;
  readonly last?: number;
  readonly before?: string;
}

export interface TwinFilter {
  /** DTMIs; subtypes count too unless `exact`. */
  readonly models?: readonly string[];
  readonly exact?: boolean;
  readonly ids?: readonly string[];
  readonly where?: Predicate;
}

export interface TwinQuery extends TwinFilter, PageRequest {
  /** The id is always the last key, so the order is total. */
  readonly orderBy?: readonly Order[];
}

export interface RelationshipQuery extends PageRequest {
  readonly names?: readonly string[];
  readonly source?: string;
  readonly target?: string;
  readonly where?: Predicate;
}

/** The relationships of one twin; a loader sends many of these at once. */
export interface RelationshipsOf extends PageRequest {
  readonly twin: string;
  readonly direction: Direction;
  readonly names?: readonly string[];
}

/** One page; `cursors[i]` belongs to `items[i]`. */
export interface Page<T> {
  readonly items: readonly T[];
  readonly cursors: readonly string[];
  readonly hasNextPage: boolean;
  readonly hasPreviousPage: boolean;
}

export interface PathQuery {
  readonly from: string;
  /** All reachable twins where absent. */
  readonly to?: string;
  /** Relationship names to follow; all where absent. */
  readonly along?: readonly string[];
  readonly direction?: Direction;
  /** 1 … 100; 10 by default. */
  readonly maxHops?: number;
  /** How many paths at most, shortest first; 100 by default. */
  readonly first?: number;
}

/** A path: `twins.length === relationships.length + 1`. */
export interface Path {
  readonly twins: readonly string[];
  readonly relationships: readonly Relationship[];
}

export type AggregateFunction = 'count' | 'sum' | 'avg' | 'min' | 'max';

export interface AggregateQuery extends TwinFilter {
  readonly groupBy?: readonly string[];
  readonly measures: readonly { readonly function: AggregateFunction; readonly path?: string }[];
}

/** One group: `keys` in the order of `groupBy`, `values` in the order of `measures`. */
export interface AggregateRow {
  readonly keys: readonly Json[];
  readonly values: readonly (number | null)[];
}

/** What can be asked of any graph: the present, a past revision, or a scenario's branch. */
export interface GraphQueries {
  /** The revision the answers are of; the present one moves. */
  revision(): Promise<number>;
  /** Twins in the order of the ids; undefined for a missing one. */
  twins(ids: readonly string[]): Promise<readonly (Twin | undefined)[]>;
  /** One page for each request, in order. */
  relationshipsOf(requests: readonly RelationshipsOf[]): Promise<readonly Page<Relationship>[]>;
  find(query: TwinQuery): Promise<Page<Twin>>;
  findRelationships(query: RelationshipQuery): Promise<Page<Relationship>>;
  paths(query: PathQuery): Promise<readonly Path[]>;
  aggregate(query: AggregateQuery): Promise<readonly AggregateRow[]>;
}
