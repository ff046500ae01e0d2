/**
 * Comparisons that name a unit, as plain ones: the value is converted to the unit that a model
 * declares, model by model where they differ, or that a record says itself (`Override`). Called
 * while a predicate is read by the ontology.
 */
import { LinchpinError } from '../../model/errors.ts';
import type { Json } from '../../model/json.ts';
import { pathSegments } from '../../model/path.ts';
import { converted, unitsBeside } from '../../model/units.ts';
import type { Measured } from '../../ontology/catalogue.ts';
import { unitProblem } from '../../ontology/in-unit.ts';
import { pathTarget } from '../../ontology/path-target.ts';
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
    for (const { measured, members } of membersByUnit(kind, test.path, scope)) {
      if (measured.unit !== undefined) declared.add(measured.unit);
      const inTheirs = inOwnUnit(plain, unit, measured);
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

/** Members whose values at a path are in the same unit. */
interface Alike {
  readonly measured: Measured;
  readonly members: Set<string>;
}

/** The members that have the path, by the unit it is in. */
function membersByUnit(kind: Kind, path: string, { catalogue }: NameScope): Iterable<Alike> {
  const route = { segments: pathSegments(path), catalogue };
  const byUnit = new Map<string, Alike>();
  const units = new Map<string, string>();
  for (const [member, contents] of kind.members()) {
    const target = pathTarget(contents, route);
    if (target.kind === 'unknown') continue;
    const measured: Measured = target.kind === 'value' ? target : {};
    const key = `${measured.unit} ${measured.unitFrom}`;
    if (units.has(member) && units.get(member) !== key) throw ambiguous(path, member);
    units.set(member, key);
    const alike = byUnit.get(key) ?? { measured, members: new Set() };
    byUnit.set(key, alike);
    alike.members.add(member);
  }
  return byUnit.values();
}

/**
 * A comparison with its values in the unit that a model says, or that a record says itself where
 * the model lets it; undefined when they cannot be.
 */
function inOwnUnit(
  test: Compare | In,
  from: string,
  { unit, unitFrom }: Measured,
): Predicate | undefined {
  const inTheirs = unit === undefined ? undefined : comparedIn(test, from, unit);
  if (unit === undefined || unitFrom === undefined) return inTheirs;
  const others = unitsBeside(unit).filter((each) => each !== unit);
  const parts: Predicate[] = [];
  if (inTheirs !== undefined) {
    const inAnother: Predicate = { kind: 'in', path: unitFrom, values: others };
    parts.push({ kind: 'and', of: [{ kind: 'not', of: inAnother }, inTheirs] });
  }
  for (const other of others) {
    const isIn: Predicate = { kind: 'compare', path: unitFrom, operator: 'eq', value: other };
    const inOther = comparedIn(test, from, other);
    if (inOther !== undefined) parts.push({ kind: 'and', of: [isIn, inOther] });
  }
  return parts.length === 0 ? undefined : { kind: 'or', of: parts };
}

/** A comparison with its values in another unit; undefined when they cannot be. */
function comparedIn(test: Compare | In, from: string, to: string): Predicate | undefined {
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
  if (declared.length > 0) return unitProblem(path, unit, declared, 'where.unit');
  return bad(`the models say no unit of ${path}`, 'a comparison without a unit');
}

function ambiguous(path: string, name: string): LinchpinError {
  const message = `${path} of ${name} is in one unit for some models and in another for others`;
  return bad(message, 'a comparison without a unit');
}

function bad(message: string, expected: string): LinchpinError {
  return new LinchpinError({ code: 'BAD_USER_INPUT', where: 'where.unit', message, expected });
}
