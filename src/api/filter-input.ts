/** Filters as GraphQL hands them over. Read by `where.ts` and `route.ts`, declared by `schema/`. */
import type { Json } from '../model/json.ts';
import type { Direction } from '../model/relationship.ts';
import type { Comparison, Related } from '../query/query.ts';

/** A filter. Everything in one object must hold. */
export interface WhereInput {
  readonly and?: WhereInput[] | null | undefined;
  readonly or?: WhereInput[] | null | undefined;
  readonly not?: WhereInput | null | undefined;
  readonly related?: RelatedInput | null | undefined;
  readonly within?: WithinInput | null | undefined;
  readonly property?: string | null | undefined;
  readonly eq?: Json | undefined;
  readonly ne?: Json | undefined;
  readonly lt?: Json | undefined;
  readonly lte?: Json | undefined;
  readonly gt?: Json | undefined;
  readonly gte?: Json | undefined;
  readonly in?: (Json | undefined)[] | null | undefined;
  readonly unit?: string | null | undefined;
  readonly exists?: boolean | null | undefined;
  readonly startsWith?: string | null | undefined;
  readonly endsWith?: string | null | undefined;
  readonly contains?: string | null | undefined;
  readonly ignoreCase?: boolean | null | undefined;
  readonly near?: { readonly point: readonly number[]; readonly metres: number } | null | undefined;
}

/** The options that all routes share. */
export interface RouteInput {
  readonly along?: readonly string[] | null | undefined;
  readonly direction?: Direction | null | undefined;
  readonly hops?: HopsInput | null | undefined;
  readonly relationship?: WhereInput | null | undefined;
  readonly through?: WhereInput | null | undefined;
}

/** A range of hops. */
export interface HopsInput {
  readonly min?: number | null | undefined;
  readonly max?: number | null | undefined;
}

/** A filter along relationships. */
export interface RelatedInput extends RouteInput {
  readonly model?: string | null | undefined;
  readonly exact?: boolean | null | undefined;
  readonly where?: WhereInput | null | undefined;
  readonly quantifier?: Related['quantifier'] | null | undefined;
  readonly count?: CountInput | null | undefined;
}

/** A filter by what a twin reaches. */
export interface WithinInput extends RouteInput {
  readonly of: string;
}

/** How many, by one comparison. */
export type CountInput = { readonly [operator in Comparison]?: number | null | undefined };
