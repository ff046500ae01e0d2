/** The syntax tree of a query text: what the grammar read, before names are looked up. */
import type { Json } from '../../model/json.ts';
import type { Comparison } from '../query.ts';

/** A name where it stands in the text; `offset` counts UTF-16 code units from 0. */
export interface NameAt {
  readonly text: string;
  readonly offset: number;
}

/** A number where it stands. */
export interface NumberAt {
  readonly value: number;
  readonly offset: number;
}

/** Names joined by dots, at least one. */
export interface PathAt {
  readonly kind: 'path';
  readonly names: readonly NameAt[];
}

/** A value; a text still has its quotes and escapes in `image`. */
export interface LiteralAt {
  readonly kind: 'literal';
  readonly value: Json;
  readonly image: string;
  readonly offset: number;
}

/** A function's name with what stands in its parentheses. */
export interface CallAt {
  readonly kind: 'call';
  readonly path: PathAt;
  readonly arguments: readonly OperandAt[];
}

/** What stands beside an operator or in a function's parentheses. */
export type OperandAt = PathAt | LiteralAt | CallAt;

/** A condition. */
export type ExpressionAt =
  | { readonly kind: 'and' | 'or'; readonly of: readonly ExpressionAt[] }
  | { readonly kind: 'not'; readonly of: ExpressionAt }
  | {
      readonly kind: 'compare';
      readonly operator: Comparison;
      readonly left: OperandAt;
      readonly right: OperandAt;
    }
  | {
      readonly kind: 'in';
      readonly negated: boolean;
      readonly operand: OperandAt;
      readonly values: readonly LiteralAt[];
    }
  | CallAt;

/** One of the things after SELECT. */
export interface ColumnAt {
  readonly value: PathAt | CallAt;
  readonly alias: NameAt | undefined;
}

/** `JOIN target RELATED source.relationship alias`. */
export interface JoinAt {
  readonly target: NameAt;
  readonly source: NameAt;
  readonly relationship: NameAt;
  readonly alias: NameAt | undefined;
}

/** `*3` is exactly 3; the lower end of a range, `above`, is exclusive. */
export interface HopsAt {
  readonly above: NumberAt | undefined;
  readonly most: NumberAt;
  readonly exact: boolean;
}

/** One arrow of a pattern, with the twin it leads to. */
export interface ArrowAt {
  readonly offset: number;
  readonly left: boolean;
  readonly right: boolean;
  /** What stands before a colon: a variable; or names, where there are several and no colon. */
  readonly first: readonly NameAt[];
  readonly names: readonly NameAt[] | undefined;
  readonly hops: HopsAt | undefined;
  readonly to: NameAt | undefined;
}

/** What stands after MATCH. */
export interface PatternAt {
  readonly start: NameAt | undefined;
  readonly arrows: readonly ArrowAt[];
}

/** A key of ORDER BY. */
export interface OrderAt {
  readonly by: PathAt | CallAt;
  readonly descending: boolean;
}

/** A whole query; `columns` are undefined for `*`. */
export interface StatementAt {
  readonly top: NumberAt | undefined;
  readonly columns: readonly ColumnAt[] | undefined;
  readonly from: 'twins' | 'relationships';
  readonly alias: NameAt | undefined;
  readonly joins: readonly JoinAt[];
  readonly pattern: PatternAt | undefined;
  readonly where: ExpressionAt | undefined;
  readonly groupBy: readonly PathAt[];
  readonly orderBy: readonly OrderAt[];
}
