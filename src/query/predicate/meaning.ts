/**
 * Comparisons of texts that stand for something with an order of its own: moments and whole numbers
 * of 64 bits. Called where predicates are compiled, and by the reader that judges what is asked.
 */

import { momentOf } from '../../model/iso-time.ts';
import type { Json } from '../../model/json.ts';
import type { Field } from '../fields.ts';
import type { Compare, Comparison, In, Meaning } from '../query.ts';

/** A value that compares with others of its meaning. */
type Meant = number | bigint;

/** What a value stands for; undefined where it stands for nothing of the kind. */
export function meantBy(value: Json | undefined, as: Meaning): Meant | undefined {
  if (typeof value === 'number') return value;
  if (typeof value !== 'string') return undefined;
  if (as === 'whole') return /^[+-]?\d+$/.test(value) ? BigInt(value) : undefined;
  const moment = momentOf(value);
  return Number.isNaN(moment) ? undefined : moment;
}

/** The test of such a comparison; `ne` needs a value that is there and different, as ever. */
export function meantTest<T>(
  test: Compare | In,
  as: Meaning,
  field: Field<T>,
): (record: T) => boolean {
  const given = test.kind === 'in' ? test.values : [test.value];
  const wanted = given.flatMap((value) => meantBy(value, as) ?? []);
  const holds = test.kind === 'in' ? comparisons.eq : comparisons[test.operator];
  return (record) => {
    const held = meantBy(field(record), as);
    return held !== undefined && wanted.some((value) => holds(held, value));
  };
}

/** Numbers and big integers compare by their value, exactly (ECMAScript, IsLessThan). */
const comparisons: Readonly<Record<Comparison, (held: Meant, value: Meant) => boolean>> = {
  eq: (held, value) => held >= value && held <= value,
  ne: (held, value) => held < value || held > value,
  lt: (held, value) => held < value,
  lte: (held, value) => held <= value,
  gt: (held, value) => held > value,
  gte: (held, value) => held >= value,
};
