/** Puts the limits of a limit context in place of a version's own. Used by `context.ts`. */
import { own } from './element.ts';
import type {
  ClassLimits,
  ClassRule,
  DescendantRule,
  LanguageRules,
  LimitRules,
  PropertyRule,
} from './rules.ts';

const made = new WeakMap<LimitRules, LanguageRules>();

/** A version of the language with other limits. */
export function limitedLanguage(language: LanguageRules, limits: LimitRules): LanguageRules {
  const known = made.get(limits);
  if (known !== undefined) return known;
  const { idMaxLength = language.identifier.maxLength, maxBytes = language.maxBytes } = limits;
  const classes = Object.entries(language.classes).map(
    ([name, rule]) => [name, limited(rule, limits)] as const,
  );
  const result: LanguageRules = {
    ...language,
    identifier: { ...language.identifier, maxLength: idMaxLength },
    ...(maxBytes !== undefined && { maxBytes }),
    classes: Object.fromEntries(classes),
  };
  made.set(limits, result);
  return result;
}

/** A class with the limits of all that it specialises, its own last. */
function limited(rule: ClassRule, { classes }: LimitRules): ClassRule {
  const lineage = rule.isA.map((name) => own(classes, name)).reverse();
  return lineage.reduce<ClassRule>((each, limits) => (limits ? within(each, limits) : each), rule);
}

function within(rule: ClassRule, { idMaxLength, maxLengths, descendants = [] }: ClassLimits) {
  const properties = Object.entries(rule.properties).map(([name, property]) => {
    const maxLength = own(maxLengths, name);
    const longer: PropertyRule = maxLength === undefined ? property : { ...property, maxLength };
    return [name, longer] as const;
  });
  const replaced = rule.descendants.map((each) => {
    const other = descendants.find((limit) => along(limit) === along(each));
    return other === undefined ? each : { ...each, ...other };
  });
  return {
    ...rule,
    ...(idMaxLength !== undefined && { idMaxLength }),
    properties: Object.fromEntries(properties),
    descendants: replaced,
  };
}

function along({ properties }: DescendantRule): string {
  return [...properties].sort().join();
}
