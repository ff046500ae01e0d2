/**
 * A mechanism's model as parts with amounts that add up over the candidates that are chosen. Read off
 * by mechanisms that choose by program, compared by `linearParts`.
 */
import type { Amount, Terms } from '../../linear-program/choice-program.ts';

/** By key. A part that is absent has amounts of 0; all amounts are finite. */
export type Parts<S> = ReadonlyMap<string, Part<S>>;

export interface Part<S> {
  readonly shape: S;
  readonly amounts: readonly number[];
}

/** A part whose amounts move with what is chosen. */
export interface MovingPart<S> {
  readonly shape: S;
  readonly amounts: readonly Amount[];
}

export interface LinearParts<S> {
  readonly terms: Terms;
  /** In order of keys. */
  readonly parts: readonly MovingPart<S>[];
}

interface Shape {
  readonly kind: string;
}

/** A moving part of one kind. */
export type PartOf<S extends Shape, K extends S['kind']> = MovingPart<
  Extract<S, { readonly kind: K }>
>;

export function partsOf<S extends Shape, K extends S['kind']>(
  { parts }: LinearParts<S>,
  kind: K,
): PartOf<S, K>[] {
  return parts.filter((part): part is PartOf<S, K> => part.shape.kind === kind);
}

/** Names a part by all of it that no amount says, so that another cost or end makes another part. */
export function keyOf<S extends Shape>(twin: string, shape: S): string {
  return `${shape.kind} ${twin} ${JSON.stringify(shape)}`;
}

/** The amounts of a limit: `[limit, 1 where it is endless]`. */
export function limitAmounts(limit: number): readonly [limit: number, endless: number] {
  return Number.isFinite(limit) ? [limit, 0] : [0, 1];
}
