/**
 * The query tree: what can be asked of a graph, whoever asks and whichever store answers.
 * Property paths are as in `model/path.ts`; `$id`, `$model`, `$updatedAt` and `$revision` address
 * the twin itself, and `$name`, `$source`, `$target` a relationship.
 */
import type { Json } from '../model/json.ts';
import type { Direction, Relationship } from '../model/relationship.ts';
import type { Twin } from '../model/twin.ts';

/** How two values are compared. */
export type Comparison = 'eq' | 'ne' | 'lt' | 'lte' | 'gt' | 'gte';

/**
 * Logic has two values. A missing property (or null) satisfies only `exists: false` and what is
 * negated around it: `ne` needs a value that is there and different. `lt … gte` compare numbers
 * with numbers and texts with texts, ISO times among them; other types never satisfy them.
 * `eq`, `ne` and `in` compare any JSON. Comparing with null is `BAD_USER_INPUT`.
 */
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

/** Values of one type as usual; types in the order objects, arrays, texts, booleans, numbers, missing. */
export interface Order {
  readonly path: string;
  readonly descending?: boolean;
}

/**
 * Keyset paging: `after`/`before` are cursors of an earlier page, good whatever is written
 * meanwhile. 100 items by default, 10,000 at most. A broken cursor, or one of another list or
 * order, is `BAD_USER_INPUT`; `first` and `last` exclude each other.
 */
export interface PageRequest {
  readonly first?: number;
  readonly after?: string;
  readonly last?: number;
  readonly before?: string;
}

/** Which twins are meant; all where nothing is said. */
export interface TwinFilter {
  /** DTMIs; subtypes count too unless `exact`. */
  readonly models?: readonly string[];
  readonly exact?: boolean;
  readonly ids?: readonly string[];
  readonly where?: Predicate;
}

/** A page of twins, in an order. */
export interface TwinQuery extends TwinFilter, PageRequest {
  /** The id is always the last key, so the order is total. */
  readonly orderBy?: readonly Order[];
}

/** A page of relationships, by source and id. */
export interface RelationshipQuery extends PageRequest {
  readonly names?: readonly string[];
  readonly source?: string;
  readonly target?: string;
  readonly where?: Predicate;
}

/** The relationships of one twin, none for a missing one; a loader sends many of these at once. */
export interface RelationshipsOf extends PageRequest {
  readonly twin: string;
  readonly direction: Direction;
  readonly names?: readonly string[];
}

/** One page; `cursors[i]` belongs to `items[i]`; the flags are exact in both directions. */
export interface Page<T> {
  readonly items: readonly T[];
  readonly cursors: readonly string[];
  readonly hasNextPage: boolean;
  readonly hasPreviousPage: boolean;
}

/** Which paths are wanted. */
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

/**
 * Shortest first, equally long ones by their twins' ids; no twin comes twice. Without `to`: the
 * first path to each other twin within reach. A path: `twins.length === relationships.length + 1`.
 */
export interface Path {
  readonly twins: readonly string[];
  readonly relationships: readonly Relationship[];
}

/** What is computed over the twins of a group. */
export type AggregateFunction = 'count' | 'sum' | 'avg' | 'min' | 'max';

/** Numbers over twins, by group. */
export interface AggregateQuery extends TwinFilter {
  readonly groupBy?: readonly string[];
  readonly measures: readonly { readonly function: AggregateFunction; readonly path?: string }[];
}

/**
 * Only numbers are summed; `count` with a path counts where it is present. Of nothing, `count` and
 * `sum` are 0, the others null. Rows are ordered by their keys, null for a missing one.
 * One group: `keys` in the order of `groupBy`, `values` in the order of `measures`.
 */
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
