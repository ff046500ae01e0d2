/**
 * Comparisons with values that models declare as moments or as whole numbers of 64 bits: twins hold
 * such as texts, which compare by what they stand for. Called while a predicate is read by the
 * ontology.
 */
import { LinchpinError } from '../../model/errors.ts';
import type { Json } from '../../model/json.ts';
import type { PathTarget } from '../../ontology/path-target.ts';
import { shown } from '../../ontology/value-check.ts';
import { meantBy } from '../../query/predicate/meaning.ts';
import type { Compare, In, Meaning } from '../../query/query.ts';

const meanings: Readonly<Record<string, Meaning>> = {
  dateTime: 'moment',
  long: 'whole',
  unsignedLong: 'whole',
  unsignedInteger: 'whole',
};

/** The meaning of what a path leads to, where all that it leads to has the same. */
export function meaningOf(targets: readonly PathTarget[]): Meaning | undefined {
  const [first, ...others] = new Set(targets.map(meaningOfOne));
  return others.length === 0 ? first : undefined;
}

function meaningOfOne(target: PathTarget): Meaning | undefined {
  if (target.kind !== 'value' || target.schema.kind !== 'primitive') return undefined;
  const { name } = target.schema;
  return Object.hasOwn(meanings, name) ? meanings[name] : undefined;
}

/** The same comparison by meaning. `BAD_USER_INPUT` for a value that no such property can have. */
export function byMeaning<T extends Compare | In>(test: T, as: Meaning): T {
  for (const value of test.kind === 'in' ? test.values : [test.value]) {
    // Null is the executor's to refuse.
    if (value === null || meantBy(value, as) !== undefined) continue;
    throw never(test.path, value, as);
  }
  return { ...test, as };
}

function never(path: string, value: Json, as: Meaning): LinchpinError {
  return new LinchpinError({
    code: 'BAD_USER_INPUT',
    where: 'where',
    message: `${path} is never ${shown(value)}`,
    expected:
      as === 'whole'
        ? 'a whole number, or one as a decimal string'
        : 'an ISO 8601 time with its zone, such as 2026-05-01T12:00:00Z, or epoch milliseconds',
  });
}
