/**
 * Aggregates over twins: count, sum, average, least and greatest, whole or by group. Only numbers
 * are summed; missing and other values are left out, and sums do not depend on the reading order
 * beyond the last bit (Neumaier's compensated summation).
 */
import { LinchpinError } from '../model/errors.ts';
import { canonicalJson, type Json } from '../model/json.ts';
import type { Twin } from '../model/twin.ts';
import { type Field, twinFields } from './fields.ts';
import type { AggregateFunction, AggregateQuery, AggregateRow } from './query.ts';
import { compareValues } from './values.ts';

/** How many groups an answer may have; more is `LIMIT_EXCEEDED`. */
const maxGroups = 10_000;

interface Group {
  readonly keys: readonly Json[];
  readonly measures: readonly Measure[];
}

/** One row per group, ordered by its keys; without `groupBy` one row in all. */
export function aggregateOf(
  twins: Iterable<Twin>,
  { groupBy = [], measures }: Pick<AggregateQuery, 'groupBy' | 'measures'>,
): AggregateRow[] {
  const keys = groupBy.map((path) => twinFields(path));
  const fresh = measures.map(({ function: name, path }) => measureOf(name, path));
  const groups = new Map<string, Group>();
  if (keys.length === 0) groups.set('[]', { keys: [], measures: fresh.map((make) => make()) });
  for (const twin of twins) {
    const values = keys.map((key) => key(twin) ?? null);
    const name = nameOf(values);
    let group = groups.get(name);
    if (group === undefined) {
      if (groups.size >= maxGroups) throw tooManyGroups();
      group = { keys: values, measures: fresh.map((make) => make()) };
      groups.set(name, group);
    }
    for (const measure of group.measures) measure.take(twin);
  }
  return [...groups.values()].sort(byKeys).map((group) => ({
    keys: group.keys,
    values: group.measures.map((measure) => measure.result()),
  }));
}

/** One text for the keys of a group; a lone text, the most common, names itself. */
function nameOf(keys: readonly Json[]): string {
  const [only] = keys;
  return keys.length === 1 && typeof only === 'string' ? `"${only}` : canonicalJson(keys);
}

interface Measure {
  take(twin: Twin): void;
  result(): number | null;
}

function measureOf(name: AggregateFunction, path: string | undefined): () => Measure {
  if (path === undefined) {
    if (name === 'count') return () => countOf(() => true);
    throw bad('measures', `${name} needs the path of a property`);
  }
  const field = twinFields(path);
  switch (name) {
    case 'count':
      return () => countOf(field);
    case 'sum':
      return () => meanOrSum(field, (sum) => sum);
    case 'avg':
      return () => meanOrSum(field, (sum, count) => (count === 0 ? null : sum / count));
    case 'min':
      return () => extreme(field, (value, best) => value < best);
    case 'max':
      return () => extreme(field, (value, best) => value > best);
    default:
      throw bad('measures', `there is no aggregate function ${name}`);
  }
}

function countOf(field: Field<Twin>): Measure {
  let count = 0;
  return {
    take(twin) {
      if (field(twin) !== undefined) count++;
    },
    result: () => count,
  };
}

function meanOrSum(
  field: Field<Twin>,
  finish: (sum: number, count: number) => number | null,
): Measure {
  let [sum, lost, count] = [0, 0, 0];
  return {
    take(twin) {
      const value = field(twin);
      if (typeof value !== 'number') return;
      const next = sum + value;
      lost += Math.abs(sum) >= Math.abs(value) ? sum - next + value : value - next + sum;
      sum = next;
      count++;
    },
    result: () => finish(Number.isFinite(sum) ? sum + lost : sum, count),
  };
}

function extreme(field: Field<Twin>, better: (value: number, best: number) => boolean): Measure {
  let best: number | null = null;
  return {
    take(twin) {
      const value = field(twin);
      if (typeof value === 'number' && (best === null || better(value, best))) best = value;
    },
    result: () => best,
  };
}

function byKeys(a: Group, b: Group): number {
  for (let i = 0; i < a.keys.length; i++) {
    const order = compareValues(a.keys[i], b.keys[i]);
    if (order !== 0) return order;
  }
  return 0;
}

function bad(where: string, message: string): LinchpinError {
  return new LinchpinError({ code: 'BAD_USER_INPUT', where, message });
}

function tooManyGroups(): LinchpinError {
  return new LinchpinError({
    code: 'LIMIT_EXCEEDED',
    where: 'groupBy',
    message: 'the answer has too many groups',
    expected: `at most ${maxGroups}`,
    action: 'group by a property with fewer values, or filter first',
  });
}
