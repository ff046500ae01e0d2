/**
 * Aggregates over records, whole or by group. Called by `graphQueries` for twins and relationships,
 * and by `rows` for its groups; what is computed of a group is in `measure.ts`.
 */
import { LinchpinError } from '../../model/errors.ts';
import { canonicalJson, type Json } from '../../model/json.ts';
import type { Field, Fields } from '../fields.ts';
import { compareValues } from '../page/values.ts';
import type { AggregateRow, Grouping } from '../query.ts';
import { type Accumulator, accumulatorOf } from './measure.ts';

/** How many groups an answer may have; more is `LIMIT_EXCEEDED`. */
const maxGroups = 10_000;

/** The records that share the values of the keys, and the numbers over them. */
export interface Group<T> {
  readonly keys: readonly Json[];
  readonly accumulators: readonly Accumulator<T>[];
}

/** What groups are made by, and of each. */
export interface GroupsOf<T> {
  readonly keys: readonly Field<T>[];
  readonly fresh: readonly (() => Accumulator<T>)[];
  /** The part of the query that asks for them, for errors. */
  readonly where: string;
}

/** One row per group, ordered by its keys; without `groupBy` one row in all. */
export function aggregateOf<T>(
  records: Iterable<T>,
  { groupBy = [], measures }: Grouping,
  fields: Fields<T>,
): AggregateRow[] {
  const keys = groupBy.map(fields);
  const fresh = measures.map((measure) => accumulatorOf(measure, fields));
  const groups = groupsOf(records, { keys, fresh, where: 'groupBy' });
  return [...groups].sort(byKeys).map((group) => ({
    keys: group.keys,
    values: group.accumulators.map((each) => each.result()),
  }));
}

/** The groups of records, as they come; without keys always one. `LIMIT_EXCEEDED` for too many. */
export function groupsOf<T>(
  records: Iterable<T>,
  { keys, fresh, where }: GroupsOf<T>,
): Iterable<Group<T>> {
  const groups = new Map<string, Group<T>>();
  const groupOf = (name: string, values: readonly Json[]): Group<T> => {
    const known = groups.get(name);
    if (known !== undefined) return known;
    if (groups.size >= maxGroups) throw tooManyGroups(where);
    const group = { keys: values, accumulators: fresh.map((make) => make()) };
    groups.set(name, group);
    return group;
  };
  const whole = keys.length === 0 ? groupOf('', []) : undefined;
  for (const record of records) {
    const values = whole === undefined ? keys.map((key) => key(record) ?? null) : [];
    const { accumulators } = whole ?? groupOf(nameOf(values), values);
    for (const each of accumulators) each.take(record);
  }
  return groups.values();
}

/** One text for the keys of a group; a lone text, the most common, names itself. */
function nameOf(keys: readonly Json[]): string {
  const [only] = keys;
  return keys.length === 1 && typeof only === 'string' ? `"${only}` : canonicalJson(keys);
}

function byKeys<T>(a: Group<T>, b: Group<T>): number {
  for (let i = 0; i < a.keys.length; i++) {
    const order = compareValues(a.keys[i], b.keys[i]);
    if (order !== 0) return order;
  }
  return 0;
}

function tooManyGroups(where: string): LinchpinError {
  return new LinchpinError({
    code: 'LIMIT_EXCEEDED',
    where,
    message: 'the answer has too many groups',
    expected: `at most ${maxGroups}`,
    action: 'group by a property with fewer values, or filter first',
  });
}
