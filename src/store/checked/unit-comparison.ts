/**
 * Comparisons that name a unit, as plain ones: the value is converted to the unit that a model
 * declares, model by model where they differ. Called while a predicate is read by the ontology.
 */
import { LinchpinError } from '../../model/errors.ts';
import type { Json } from '../../model/json.ts';
import { pathSegments } from '../../model/path.ts';
import { converted, unitNames, unitsLike } from '../../model/units.ts';
import type { Content } from '../../ontology/catalogue.ts';
import { adviceFor } from '../../ontology/near-name.ts';
import { pathTarget } from '../../ontology/path-target.ts';
import { listed } from '../../ontology/value-check.ts';
import type { Compare, In, Predicate } from '../../query/query.ts';
import type { Kind, NameScope } from './known-names.ts';

/** The same comparison without a unit. `BAD_USER_INPUT` for a unit that nothing in scope is in. */
export function withoutUnit(test: Compare | In, scope: NameScope): Predicate {
  const { unit, ...plain } = test;
  if (unit === undefined) return test;
  const parts: Predicate[] = [];
  const declared = new Set<string>();
  let isWhole = true;
  for (const kind of scope.kinds) {
    for (const [own, members] of membersByUnit(kind, test.path, scope)) {
      if (own !== undefined) declared.add(own);
      const inTheirs = own === undefined ? undefined : inUnit(plain, unit, own);
      if (inTheirs === undefined) {
        isWhole = false;
        continue;
      }
      const theirs: Predicate = { kind: 'in', path: kind.path, values: [...members] };
      parts.push({ kind: 'and', of: [theirs, inTheirs] });
    }
  }
  if (parts.length === 0) throw unfit(test, [...declared]);
  const [only] = parts;
  if (parts.length > 1 || !isWhole || only?.kind !== 'and') return { kind: 'or', of: parts };
  return only.of[1] as Predicate;
}

/** The members that have the path, by the unit it is in; undefined where no unit is declared. */
function membersByUnit(
  kind: Kind,
  path: string,
  { catalogue }: NameScope,
): ReadonlyMap<string | undefined, ReadonlySet<string>> {
  const route = { segments: pathSegments(path), catalogue };
  const unitOf = (contents: ReadonlyMap<string, Content>) => {
    const target = pathTarget(contents, route);
    return target.kind === 'unknown'
      ? undefined
      : { unit: 'unit' in target ? target.unit : undefined };
  };
  const byUnit = new Map<string | undefined, Set<string>>();
  const units = new Map<string, string | undefined>();
  for (const [member, contents] of kind.members()) {
    const found = unitOf(contents);
    if (found === undefined) continue;
    if (units.has(member) && units.get(member) !== found.unit) throw ambiguous(path, member);
    units.set(member, found.unit);
    byUnit.set(found.unit, (byUnit.get(found.unit) ?? new Set()).add(member));
  }
  return byUnit;
}

/** A comparison with its values in another unit; undefined when they cannot be. */
function inUnit(test: Compare | In, from: string, to: string): Predicate | undefined {
  const valueIn = (value: Json) => {
    if (typeof value === 'number') return converted(value, from, to);
    throw bad(`${test.path} is compared in ${from} with no number`, 'numbers');
  };
  if (test.kind === 'compare') {
    const value = valueIn(test.value);
    return value === undefined ? undefined : { ...test, value };
  }
  const values = test.values.map(valueIn);
  return values.includes(undefined) ? undefined : { ...test, values: values as number[] };
}

function unfit({ path, unit = '' }: Compare | In, declared: readonly string[]): LinchpinError {
  if (declared.length === 0) {
    return bad(`the models say no unit of ${path}`, 'a comparison without a unit');
  }
  const fitting = [...new Set(declared.flatMap(unitsLike))];
  const known = unitNames.includes(unit);
  return new LinchpinError({
    code: 'BAD_USER_INPUT',
    where: 'where.unit',
    message: known
      ? `${path} is in ${listed(declared)}, which is not comparable with ${unit}`
      : `there is no unit ${unit.slice(0, 256)}`,
    expected: `one of ${(fitting.length > 0 ? fitting : declared).join(', ')}`,
    action: adviceFor(unit, fitting, 'name one of these units, or none'),
  });
}

function ambiguous(path: string, name: string): LinchpinError {
  const message = `${path} of ${name} is in one unit for some models and in another for others`;
  return bad(message, 'a comparison without a unit');
}

function bad(message: string, expected: string): LinchpinError {
  return new LinchpinError({ code: 'BAD_USER_INPUT', where: 'where.unit', message, expected });
}
