/**
 * Judges what an element says of a sibling: `annotates` and `overrides` name another content of
 * the same interface. Used by `judge.ts` for each interface with what it inherits.
 */
import { lastSegment } from '../dtmi.ts';
import { type Element, isOf, own } from './element.ts';
import { contentsWithInherited } from './inheritance.ts';
import type { Findings } from './problem.ts';
import type { SiblingRule } from './rules.ts';

/** Judges the contents of an interface that refer to others by name; absent ones are no problem. */
export function judgeSiblings(element: Element, findings: Findings): void {
  const contents = contentsWithInherited(element);
  if (!contents.some(({ cotypes }) => cotypes.some(({ siblings }) => siblings.length > 0))) return;
  const named = new Map(contents.map((content) => [content.literals.get('name'), content]));
  const taken = new Map<string, Element>();
  for (const content of contents) {
    for (const rule of content.cotypes.flatMap((cotype) => cotype.siblings)) {
      const sibling = named.get(content.literals.get(rule.keyref));
      if (sibling === undefined) continue;
      const flaw = flawOf(content, sibling, rule) ?? takenTwice(content, sibling, rule);
      const where = `${content.where}/${rule.keyref}`;
      if (flaw !== undefined) refuse(where, sibling, flaw);
    }
  }

  function takenTwice(content: Element, sibling: Element, rule: SiblingRule): string | undefined {
    const path = rule.path === undefined ? undefined : content.literals.get(rule.path);
    if (path === undefined) return undefined;
    const key = `${String(sibling.literals.get('name'))}/${String(path)}`;
    const first = taken.get(key);
    taken.set(key, content);
    return first === undefined || first === content ? undefined : 'multipleReference';
  }

  function refuse(where: string, sibling: Element, rule: string): void {
    findings.add(rule, where, {
      message: `it refers to ${String(sibling.literals.get('name'))}, which does not fit`,
      expected: 'a sibling of the class and with the properties that its types demand',
    });
  }
}

function flawOf(content: Element, sibling: Element, rule: SiblingRule): string | undefined {
  if (rule.on?.some((each) => isOf(sibling, each)) === false) return 'notSiblingRequiredType';
  const names = sibling.cotypes.flatMap((cotype) => cotype.isA);
  if (rule.without?.some((each) => names.includes(each))) return 'disallowedType';
  if (rule.path === undefined) return undefined;
  const path = lastSegment(String(content.literals.get(rule.path)));
  if (sibling.cotypes.some((cotype) => own(cotype.properties, path) !== undefined)) {
    return own(sibling.language.classes[sibling.type]?.properties, path) === undefined
      ? undefined
      : 'matchingPropertyNotSupplemental';
  }
  return 'noMatchingSupplementalProperty';
}
