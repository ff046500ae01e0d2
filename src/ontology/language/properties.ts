/** Judges single properties of elements by their rules. Used by `judge.ts` and `cotypes.ts`. */
import { lastSegment } from '../dtmi.ts';
import { listed } from '../value-check.ts';
import { unitsOf } from './advice.ts';
import { type Element, isOf, type Value } from './element.ts';
import { type Findings, withArticle } from './problem.ts';
import type { PropertyRule } from './rules.ts';

/** Judges that an element has a property that it must have, by its class or by a type beside it. */
export function judgePresence(
  element: Element,
  name: string,
  { kind, minCount = 0, memberOf }: PropertyRule,
  { findings, cotype }: { readonly findings: Findings; readonly cotype?: string },
): void {
  if (minCount === 0 || element.given.has(name)) return;
  const form = kind === 'object' ? 'Object' : kind === 'iri' ? 'Identifier' : 'Literal';
  const units = memberOf === undefined ? [] : unitsOf(memberOf, element.language);
  const finding = {
    message: `${name} is missing`,
    expected: `${withArticle(cotype ?? element.type)} with ${name}`,
    action: `add ${name}${units.length > 0 ? `: one of ${listed(units)}` : ''}`,
  };
  if (cotype === undefined) findings.add(`missing${form}Property`, element.where, finding);
  else findings.stop(`missingSupplemental${form}Property`, element.where, finding);
}

/** Judges the elements under a property by a rule of its class or of a supplemental type. */
export function judgeProperty(
  element: Element,
  name: string,
  rule: PropertyRule,
  findings: Findings,
): void {
  const where = `${element.where}/${name}`;
  const values = element.objects.get(name) ?? [];
  for (const value of values) {
    judgeValue(element, value, rule, { where: value.where ?? where, findings });
  }
  for (const key of rule.unique ?? []) {
    judgeUnique(
      values.map((value) => value.element),
      key,
      'nonUniquePropertyValue',
      { where, findings },
    );
  }
}

interface Place {
  readonly where: string;
  readonly findings: Findings;
  /** The place where none of the elements is under `where`. */
  readonly otherwise?: string;
}

function judgeValue(
  from: Element,
  { element, referred }: Value,
  rule: PropertyRule,
  { where, findings }: Place,
): void {
  const name = element.id === undefined ? element.type : lastSegment(element.id);
  const value = element.id ?? withArticle(element.type);
  const refuse = (kind: string, expected: string, message = `the value is ${value}`) =>
    findings.add(kind, where, { message, expected });
  const classes = rule.classes ?? [];
  if (referred && crossesPartition(from, element)) {
    refuse('crossPartitionReference', 'an element of the same interface, or another interface');
  } else if (rule.memberOf !== undefined && element.memberOf !== rule.memberOf) {
    const units = listed(unitsOf(rule.memberOf, from.language));
    refuse('wrongParent', `one of ${units}`, `${name} is no ${rule.memberOf}`);
  } else if (classes.length > 0 && !classes.some((each) => isOf(element, each))) {
    refuse('badType', withArticle(classes));
  } else if (rule.only !== undefined && !(isStandard(element) && rule.only.includes(name))) {
    refuse('incorrectPropertyValue', rule.only.join(' or '));
  } else if (!isStandard(element) && !versionFits(from, element, rule)) {
    const kind = referred ? 'disallowedVersionReference' : 'disallowedVersionDefinition';
    refuse(kind, `an element of DTDL version ${from.language.version}`);
  }
}

function versionFits(from: Element, to: Element, rule: PropertyRule): boolean {
  const [mine, its] = [from.language.version, to.language.version];
  return its === mine || (rule.mixed === true && its < mine);
}

function isStandard(element: Element): boolean {
  return element.partition === undefined;
}

function crossesPartition(from: Element, to: Element): boolean {
  return !isStandard(to) && to.type !== 'Interface' && to.partition !== from.partition;
}

/** Judges that elements differ in a literal property; those under `where` are named themselves. */
export function judgeUnique(
  elements: readonly Element[],
  key: string,
  rule: string,
  { where, findings, otherwise = where }: Place,
): void {
  if (elements.length < 2) return;
  const seen = new Map<unknown, Element>();
  for (const element of elements) {
    const value = element.literals.get(key);
    const first = value === undefined ? undefined : seen.get(value);
    if (first !== undefined && first !== element) {
      const there = [element, first].find((each) => each.where.startsWith(`${where}/`));
      findings.add(rule, there === undefined ? otherwise : `${there.where}/${key}`, {
        message: `${key} ${String(value)} is given to ${element.where} and to ${first.where}`,
        expected: `a different ${key} for each`,
        action: 'rename one of them',
      });
    }
    seen.set(value, element);
  }
}
