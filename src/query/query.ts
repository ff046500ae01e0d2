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
  | Compare
  | In
  | { readonly kind: 'exists'; readonly path: string; readonly exists: boolean }
  | {
      readonly kind: 'text';
      readonly path: string;
      readonly operator: 'startsWith' | 'endsWith' | 'contains';
      readonly value: string;
      /** Whether `A` is as good as `a`, in any script, whatever the locale. */
      readonly ignoreCase?: boolean;
    }
  | Near
  | Related
  | Within;

/** A value compared with another. */
export interface Compare {
  readonly kind: 'compare';
  readonly path: string;
  readonly operator: Comparison;
  readonly value: Json;
  /** The DTDL unit of `value`; converted to each model's own before a graph is asked. */
  readonly unit?: string;
  readonly as?: Meaning;
}

/**
 * What texts stand for where the models say so: `moment`, ISO 8601 times with a zone, which compare
 * by when they are; `whole`, decimal texts of whole numbers, which compare with numbers. Put in
 * before a graph is asked.
 */
export type Meaning = 'moment' | 'whole';

/** A value that is one of several. */
export interface In {
  readonly kind: 'in';
  readonly path: string;
  readonly values: readonly Json[];
  readonly unit?: string;
  readonly as?: Meaning;
}

/** A GeoJSON geometry whose nearest point is at most so far from a point; inside it, 0 metres. */
export interface Near {
  readonly kind: 'near';
  readonly path: string;
  /** Longitude and latitude in degrees, WGS 84. */
  readonly point: readonly [number, number];
  /** Along the great circle, on a sphere of 6,371,008.8 m. */
  readonly metres: number;
}

/**
 * What holds of the twins that a route leads to, each counted once. `any` (the default): at least
 * one fulfils the filter; `all`: each does, so it holds where there are none; `none`: no one does.
 */
export interface Related extends Route, TwinFilter {
  readonly kind: 'related';
  readonly quantifier?: 'any' | 'all' | 'none';
  /** Instead of a quantifier: how many fulfil the filter. */
  readonly count?: { readonly operator: Comparison; readonly value: number };
}

/** A twin that a route leads to from the twin `from`: `NOT_FOUND` when there is none. */
export interface Within extends Route {
  readonly kind: 'within';
  readonly from: string;
}

/**
 * A way from a twin to others, which are as many hops away as the shortest such way has. The twin
 * itself is 0 hops away; when `min` is 1, one hop if a relationship leads from it to itself.
 */
export interface Route {
  /** Relationship names to follow; all where absent. */
  readonly along?: readonly string[];
  /** `out` by default. */
  readonly direction?: Direction;
  readonly hops?: Hops;
  /** What each relationship on the way has to fulfil. */
  readonly relationship?: Predicate;
  /** What each twin between the two ends has to fulfil. */
  readonly through?: Predicate;
}

/** A number of hops: `min` 0 … 100, 1 by default; `max` 1 … 100, for `related` `min`, else 10. */
export interface Hops {
  readonly min?: number;
  readonly max?: number;
}

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

/** Which relationships are meant; all where nothing is said. */
export interface RelationshipFilter {
  readonly names?: readonly string[];
  readonly source?: string;
  readonly target?: string;
  readonly where?: Predicate;
}

/** A page of relationships, in an order. */
export interface RelationshipQuery extends RelationshipFilter, PageRequest {
  /** Source and id are always the last keys, so the order is total. */
  readonly orderBy?: readonly Order[];
}

/** The relationships of one twin, none for a missing one; a loader sends many of these at once. */
export interface RelationshipsOf extends PageRequest {
  readonly twin: string;
  readonly direction: Direction;
  readonly names?: readonly string[];
  readonly where?: Predicate;
  readonly orderBy?: readonly Order[];
}

/** One page; `cursors[i]` belongs to `items[i]`; the flags are exact in both directions. */
export interface Page<T> {
  readonly items: readonly T[];
  readonly cursors: readonly string[];
  readonly hasNextPage: boolean;
  readonly hasPreviousPage: boolean;
}

/** Which paths are wanted. */
export interface PathQuery extends Route {
  readonly from: string;
  /** All reachable twins where absent. */
  readonly to?: string;
  /** `all` by default; `shortest`: only those to `to` that are as short as the first. */
  readonly mode?: 'all' | 'shortest';
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

/** What is computed over the records of a group. */
export type AggregateFunction =
  | 'count'
  | 'countDistinct'
  | 'sum'
  | 'avg'
  | 'min'
  | 'max'
  | 'percentile';

/** One number to compute for each group. */
export interface Measure {
  readonly function: AggregateFunction;
  readonly path?: string;
  /** Which percentile, 0 … 100, interpolated between its neighbours (Hyndman and Fan's type 7). */
  readonly percent?: number;
}

/** Which numbers are wanted, and by what groups. */
export interface Grouping {
  readonly groupBy?: readonly string[];
  readonly measures: readonly Measure[];
}

/** Numbers over twins, by group. */
export interface AggregateQuery extends TwinFilter, Grouping {}

/** Numbers over relationships, by group. */
export interface RelationshipAggregateQuery extends RelationshipFilter, Grouping {}

/**
 * Only numbers are summed; `count` with a path counts where it is present, `countDistinct` its
 * different values. Of nothing, counts and `sum` are 0, the others null. Rows are ordered by their
 * keys, null for a missing one. One group: `keys` in the order of `groupBy`, `values` in the order of `measures`.
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
  aggregateRelationships(query: RelationshipAggregateQuery): Promise<readonly AggregateRow[]>;
}
