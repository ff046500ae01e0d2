/**
 * Judges what supplemental types demand of the element that holds theirs and of those beside it:
 * `NormalResult` is a field of a `Result`, and the only one. Used by `judge.ts`.
 */
import type { Element, Value } from './element.ts';
import { type Findings, withArticle } from './problem.ts';
import { judgeUnique } from './properties.ts';
import type { CotypeRule, ParentRule } from './rules.ts';

/** Judges the elements under each property of an element together. */
export function judgeHeld(holder: Element, findings: Findings): void {
  for (const [property, values] of holder.objects) {
    if (values.every(({ element }) => element.cotypes.length === 0)) continue;
    const held = values.map(({ element }: Value) => element);
    for (const cotype of new Set(held.flatMap(({ cotypes }) => cotypes))) {
      for (const rule of cotype.parents ?? []) {
        const flaw = rule.property === property && flawOf(holder, held, { cotype, rule });
        if (!flaw) continue;
        const last = held.findLast(({ cotypes }) => cotypes.includes(cotype));
        findings.add(flaw, last?.where ?? holder.where, {
          message: `${cotype.isA[0]} does not fit there`,
          expected: expectation(cotype, rule),
        });
      }
      judgeDistinct(held, cotype, { where: `${holder.where}/${property}`, findings });
    }
  }
}

function flawOf(
  holder: Element,
  held: readonly Element[],
  { cotype, rule }: { readonly cotype: CotypeRule; readonly rule: ParentRule },
): string | undefined {
  const withType = (name: string | undefined) =>
    held.filter(({ cotypes }) =>
      cotypes.some(({ isA }) => name !== undefined && isA.includes(name)),
    );
  const types = holder.cotypes.flatMap(({ isA }) => isA);
  if (!rule.cotypes.some((each) => types.includes(each))) return 'parentMissingCotype';
  if (rule.only && withType(cotype.isA[0]).length > 1) return 'siblingDuplicatesCotype';
  if (rule.beside && withType(rule.beside).length === 0) return 'siblingMissingCotype';
  return undefined;
}

function expectation({ isA }: CotypeRule, { cotypes, only, beside }: ParentRule): string {
  const alone = only === true ? `one ${isA[0]} only` : withArticle(isA.slice(0, 1));
  return `${alone} in ${withArticle(cotypes)}${beside ? `, beside ${withArticle(beside)}` : ''}`;
}

/** Judges that values which must differ among elements beside one another do. */
function judgeDistinct(
  held: readonly Element[],
  { properties }: CotypeRule,
  at: { readonly where: string; readonly findings: Findings },
): void {
  for (const [name, { distinct }] of Object.entries(properties)) {
    if (distinct === true) judgeUnique(held, name, 'nonUniquePropertyValue', at);
  }
}
