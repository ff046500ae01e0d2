/**
 * Judges elements: each by itself, what must be there and which types go together; and, when
 * references are filled in, of which class values may be, which names must differ, how deep
 * structures may go. Used by `read.ts` and `language.ts`.
 */
import { judgeCotypes, judgeCotypeValues } from './cotypes.ts';
import { judgeDescendants } from './descendants.ts';
import { type Element, own } from './element.ts';
import { judgeHeld } from './holders.ts';
import { contentsWithInherited } from './inheritance.ts';
import type { Findings } from './problem.ts';
import { judgePresence, judgeProperty, judgeUnique } from './properties.ts';
import type { PropertyRule } from './rules.ts';
import { judgeSiblings } from './siblings.ts';

/** Judges what an element has, whatever it refers to. */
export function judgeAlone(element: Element, findings: Findings): void {
  const properties = element.language.classes[element.type]?.properties ?? {};
  const found = { findings };
  for (const name in properties) {
    judgePresence(element, name, properties[name] as PropertyRule, found);
  }
  judgeCotypes(element, findings);
}

/** Judges all elements of a batch together. */
export function judge(elements: readonly Element[], findings: Findings): void {
  for (const element of elements) {
    const properties = element.language.classes[element.type]?.properties ?? {};
    for (const name of element.objects.keys()) {
      const rule = own(properties, name);
      if (rule !== undefined) judgeProperty(element, name, rule, findings);
    }
    judgeCotypeValues(element, findings);
    judgeHeld(element, findings);
    if (element.type !== 'Interface') continue;
    judgeInherited(element, findings);
    judgeSiblings(element, findings);
  }
  judgeDescendants(elements, findings);
}

function judgeInherited(element: Element, findings: Findings): void {
  const rule = element.language.classes.Interface?.properties.contents;
  const contents = contentsWithInherited(element);
  const where = `${element.where}/contents`;
  const inherits = contents.length > (element.objects.get('contents') ?? []).length;
  if (!inherits || rule === undefined) return;
  for (const key of rule.unique ?? []) {
    const place = { where, findings, otherwise: `${element.where}/extends` };
    judgeUnique(contents, key, 'nonUniqueImportedPropertyValue', place);
  }
  const most = rule.maxCount ?? Infinity;
  if (contents.length > most) {
    const message = `there are ${contents.length} contents with the inherited ones`;
    findings.add('objectCountAboveMax', where, { message, expected: `at most ${most}` });
  }
}
