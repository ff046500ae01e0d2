/**
 * Judges elements whose references are filled in: what must be there, of which class values may
 * be, which names must differ, how deep structures may go. Used by `language.ts`.
 */
import { judgeCotypes } from './cotypes.ts';
import { judgeDescendants } from './descendants.ts';
import type { Element } from './element.ts';
import { contentsWithInherited } from './inheritance.ts';
import type { Findings } from './problem.ts';
import { judgeProperty, judgeUnique } from './properties.ts';
import { judgeSiblings } from './siblings.ts';

/** Judges all elements of a batch together. */
export function judge(elements: readonly Element[], findings: Findings): void {
  for (const element of elements) {
    const properties = element.language.classes[element.type]?.properties ?? {};
    for (const [name, rule] of Object.entries(properties))
      judgeProperty(element, name, rule, findings);
    judgeCotypes(element, findings);
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
    judgeUnique(contents, key, 'nonUniqueImportedPropertyValue', { where, findings });
  }
  const most = rule.maxCount ?? Infinity;
  if (contents.length > most) {
    const message = `there are ${contents.length} contents with the inherited ones`;
    findings.add('objectCountAboveMax', where, { message, expected: `at most ${most}` });
  }
}
