/** Judges the supplemental types of an element and the properties they bring. Used by `judge.ts`. */
import { type Element, isOf, objectsOf, own } from './element.ts';
import type { Findings } from './problem.ts';
import { judgeProperty } from './properties.ts';
import type { CotypeRule } from './rules.ts';

/** Judges whether supplemental types may be added to this element, and beside one another. */
export function judgeCotypes(element: Element, findings: Findings): void {
  for (const cotype of element.cotypes) {
    const name = cotype.isA[0] ?? cotype.id;
    judgePlace(element, cotype, name, findings);
    const names = element.cotypes.flatMap((each) => each.isA);
    const [lacking, excess] = [
      cotype.with.find((each) => !names.includes(each)),
      cotype.without.find((each) => names.includes(each)),
    ];
    if (lacking !== undefined) refuse('missingCocotype', `${name} needs ${lacking} beside it`);
    if (excess !== undefined)
      refuse('disallowedCocotype', `${name} must not stand beside ${excess}`);
    for (const [property, rule] of Object.entries(cotype.properties)) {
      const inherited = own(element.language.classes[element.type]?.properties, property);
      // A type may narrow a property of the class; it does not demand it a second time.
      if (inherited === undefined) judgeProperty(element, property, rule, findings);
      else judgeNarrowed(element, property, rule, findings);
    }
  }
  judgeConflicts(element, findings);

  function refuse(rule: string, message: string): void {
    findings.add(rule, element.where, { message, expected: 'supplemental types that go together' });
  }
}

function judgePlace(element: Element, cotype: CotypeRule, name: string, findings: Findings): void {
  const { version } = element.language;
  const classes = cotype.on.map((each) => each.split(';') as [string, string]);
  const ofClass = classes.filter(([each]) => isOf(element, each));
  if (ofClass.some(([, each]) => each === String(version))) return;
  const rule = ofClass.length > 0 ? 'invalidCotypeVersion' : 'invalidCotype';
  findings.add(rule, element.where, {
    message: `${name} cannot be added to a ${element.type} of DTDL version ${version}`,
    expected: `it on ${cotype.on.join(' or ')}`,
  });
}

function judgeNarrowed(
  element: Element,
  property: string,
  { classes = [], only }: CotypeRule['properties'][string],
  findings: Findings,
): void {
  for (const value of objectsOf(element, property)) {
    const ofClass = classes.length === 0 || classes.some((each) => isOf(value, each));
    const named = only === undefined || only.includes(String(value.literals.get('name')));
    if (ofClass && named) continue;
    findings.add(ofClass ? 'notRequiredValue' : 'notRequiredType', `${element.where}/${property}`, {
      message: `the value is ${value.id ?? `a ${value.type}`}`,
      expected: [...classes, ...(only ?? [])].join(' or '),
    });
  }
}

function judgeConflicts(element: Element, findings: Findings): void {
  const brought = new Map<string, CotypeRule>();
  for (const cotype of new Set(element.cotypes)) {
    for (const [property, { kind, memberOf }] of Object.entries(cotype.properties)) {
      const other = brought.get(property);
      brought.set(property, cotype);
      if (kind !== 'object' || memberOf === undefined || other === undefined) continue;
      findings.add('conflictingSupplementalTypes', element.where, {
        message: `${cotype.isA[0]} and ${other.isA[0]} both bring ${property}`,
        expected: 'one of them',
      });
    }
  }
}
