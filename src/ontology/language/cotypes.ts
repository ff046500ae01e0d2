/** Judges the supplemental types of an element and the properties they bring. Used by `judge.ts`. */
import { lastSegment } from '../dtmi.ts';
import { primitives } from '../primitives.ts';
import { shown } from '../value-check.ts';
import { type Element, isOf, objectOf, own, placeOf } from './element.ts';
import { type Findings, withArticle } from './problem.ts';
import { judgePresence, judgeProperty } from './properties.ts';
import type { CotypeRule, PropertyRule } from './rules.ts';

/** Judges whether supplemental types may be added to this element, and beside one another. */
export function judgeCotypes(element: Element, findings: Findings): void {
  for (const cotype of element.cotypes) {
    const name = cotype.isA[0] ?? cotype.id;
    if (!mayBeAdded(element, cotype, findings)) continue;
    const names = element.cotypes.flatMap((each) => each.isA);
    const [lacking, excess] = [
      cotype.with.find((each) => !names.includes(each)),
      cotype.without.find((each) => names.includes(each)),
    ];
    if (lacking !== undefined) refuse('missingCocotype', `${name} needs ${lacking} beside it`);
    if (excess !== undefined)
      refuse('disallowedCocotype', `${name} must not stand beside ${excess}`);
    for (const [property, rule] of Object.entries(cotype.properties)) {
      // A type may narrow a property of the class; it does not demand it a second time.
      if (inherits(element, property)) continue;
      judgePresence(element, property, rule, { findings, cotype: name });
    }
  }
  judgeConflicts(element, findings);

  function refuse(rule: string, message: string): void {
    const expected = 'supplemental types that go together';
    findings.add(rule, `${element.where}/@type`, { message, expected });
  }
}

/** Judges what the properties that supplemental types bring or narrow hold. */
export function judgeCotypeValues(element: Element, findings: Findings): void {
  for (const cotype of element.cotypes) {
    if (placeOf(element, cotype) !== 'right') continue;
    for (const [property, rule] of Object.entries(cotype.properties)) {
      if (inherits(element, property)) judgeNarrowed(element, property, rule, findings);
      else judgeProperty(element, property, rule, findings);
      judgeInstance(element, property, rule, findings);
    }
  }
}

function inherits({ language, type }: Element, property: string): boolean {
  return own(language.classes[type]?.properties, property) !== undefined;
}

function mayBeAdded(element: Element, cotype: CotypeRule, findings: Findings): boolean {
  const place = placeOf(element, cotype);
  if (place === 'right') return true;
  const { type, language } = element;
  const rule = place === 'version' ? 'invalidCotypeVersion' : 'invalidCotype';
  findings.add(rule, `${element.where}/@type`, {
    message: `${cotype.isA[0]} cannot be added to ${withArticle(type)} of DTDL version ${language.version}`,
    expected: `it on ${cotype.on.join(' or ')}`,
  });
  return false;
}

function judgeNarrowed(
  element: Element,
  property: string,
  { classes = [], only }: PropertyRule,
  findings: Findings,
): void {
  for (const { element: value, where = element.where } of element.objects.get(property) ?? []) {
    const types = value.cotypes.flatMap((each) => each.isA);
    const ofClass =
      classes.length === 0 || classes.some((each) => isOf(value, each) || types.includes(each));
    const named = only === undefined || only.includes(String(value.literals.get('name')));
    if (ofClass && named) continue;
    findings.add(ofClass ? 'notRequiredValue' : 'notRequiredType', where, {
      message: `the value is ${value.id ?? withArticle(value.type)}`,
      expected: [...classes, ...(only ?? [])].join(' or '),
    });
  }
}

/** Judges that a value conforms to the schema under another property: `maximum` to `schema`. */
function judgeInstance(
  element: Element,
  property: string,
  { instanceOf }: PropertyRule,
  findings: Findings,
): void {
  const value = element.literals.get(property);
  const schema = instanceOf === undefined ? undefined : objectOf(element, instanceOf);
  const primitive = schema?.id === undefined ? undefined : primitives.get(lastSegment(schema.id));
  if (value === undefined || primitive === undefined || primitive.accepts(value)) return;
  findings.add('nonConformantPropertyValue', `${element.where}/${property}`, {
    message: `the value is ${shown(value)}`,
    expected: `${primitive.expected}, as ${instanceOf} says`,
  });
}

function judgeConflicts(element: Element, findings: Findings): void {
  if (element.cotypes.length < 2) return;
  const brought = new Map<string, CotypeRule>();
  for (const cotype of new Set(element.cotypes)) {
    for (const [property, { kind, memberOf }] of Object.entries(cotype.properties)) {
      const other = brought.get(property);
      brought.set(property, cotype);
      if (kind !== 'object' || memberOf === undefined || other === undefined) continue;
      findings.add('conflictingSupplementalTypes', `${element.where}/@type`, {
        message: `${cotype.isA[0]} and ${other.isA[0]} both bring ${property}`,
        expected: 'one of them',
      });
    }
  }
}
