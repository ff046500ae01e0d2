/**
 * The rows tree: which combinations of twins and relationships are wanted, and what is shown of
 * each. It knows nothing of any query text; `src/query/adt` builds it, `rows-of.ts` answers it.
 * Paths are as in `query.ts`, with `$id` and `$model` for twins and `$id`, `$name`, `$source` and
 * `$target` for relationships.
 */
import type { Json } from '../../model/json.ts';
import type { Direction } from '../../model/relationship.ts';
import type { Comparison } from '../query.ts';

/** One row for each way to give the twins and links their records; all must be there. */
export interface RowsQuery {
  /** Names of the twins that a row binds. */
  readonly twins: readonly string[];
  readonly links: readonly Link[];
  readonly where?: Condition;
  readonly select: Select;
  /** The rows of equal values become one; only for columns that aggregate. */
  readonly groupBy: readonly Property[];
  /** The ids of what a row binds are always the last keys, so the order is total. */
  readonly orderBy: readonly RowOrder[];
  /** How many rows of the order there are at most. */
  readonly top?: number;
}

/** How one twin is joined to another: along one relationship, or a walk of several. */
export interface Link {
  readonly from: string;
  readonly to: string;
  /** Which way the relationships point, seen from `from`. */
  readonly direction: Direction;
  /** Names of the relationships to follow; all where absent. */
  readonly names?: readonly string[];
  /** How many relationships the walk has, both ends included; at least 1. */
  readonly minHops: number;
  readonly maxHops: number;
  /** The name of the relationship, where the walk is of one. */
  readonly relationship?: string;
  /** All links with this mark together follow no relationship twice in one row. */
  readonly once: boolean;
}

/** A property or metadata field of a named twin or relationship. */
export interface Property {
  readonly of: string;
  readonly path: string;
}

/** What a condition compares. */
export type Operand =
  | ({ readonly kind: 'property' } & Property)
  | { readonly kind: 'value'; readonly value: Json };

/** What kind of value is there: `defined` is any, `primitive` also null; a missing one is none. */
export type ValueKind =
  | 'defined'
  | 'null'
  | 'boolean'
  | 'number'
  | 'string'
  | 'object'
  | 'primitive';

/**
 * Logic has three values: a comparison with a missing value is unknown, `not` of unknown is
 * unknown, and only what is true makes a row. So a property that nothing has finds nothing, negated
 * or not. `kind` and `model` are never unknown. `lt … gte` of values of two types, and text or list
 * tests of other values, are unknown; `eq` and `ne` compare any JSON, null included.
 */
export type Condition =
  | { readonly kind: 'and' | 'or'; readonly of: readonly Condition[] }
  | { readonly kind: 'not'; readonly of: Condition }
  | {
      readonly kind: 'compare';
      readonly operator: Comparison;
      readonly left: Operand;
      readonly right: Operand;
    }
  | { readonly kind: 'in'; readonly operand: Operand; readonly values: readonly Json[] }
  | {
      readonly kind: 'text';
      readonly operator: 'startsWith' | 'endsWith' | 'contains';
      readonly operand: Operand;
      readonly part: Operand;
    }
  /** Whether a list has an element; lists within it are not searched. */
  | { readonly kind: 'holds'; readonly operand: Operand; readonly element: Operand }
  | { readonly kind: 'is'; readonly operand: Operand; readonly value: ValueKind }
  /** Whether a twin is of a model, or of one that extends it unless `exact`. */
  | {
      readonly kind: 'model';
      readonly of: string;
      readonly model: string;
      readonly exact: boolean;
    };

/** What a row shows: one record as it is, or named columns. */
export type Select =
  | { readonly kind: 'record'; readonly of: string }
  | { readonly kind: 'columns'; readonly columns: readonly Column[] };

/** A named part of a row; a property that the row does not have is left out of it. */
export interface Column {
  readonly name: string;
  readonly value: Shown;
}

/** What a column shows. */
export type Shown =
  | { readonly kind: 'record'; readonly of: string }
  | ({ readonly kind: 'property' } & Property)
  | Aggregate;

/** What is computed over the rows of a group; only numbers are summed and compared. */
export type RowFunction = 'count' | 'sum' | 'avg' | 'min' | 'max';

/** A number over the rows of a group; without a property, `count` counts the rows. */
export interface Aggregate {
  readonly kind: 'aggregate';
  readonly function: RowFunction;
  readonly of?: Property;
}

/** A key of the order. */
export interface RowOrder {
  readonly by: ({ readonly kind: 'property' } & Property) | Aggregate;
  readonly descending: boolean;
}
