/** Reads what holds for a whole version of the language; used by `metamodel.ts`. */
import { given, listOf, type Shape, shortName } from './metamodel-shape.ts';
import type { LanguageRules, Stranger } from './rules.ts';

type Globals = Pick<
  LanguageRules,
  'identifier' | 'undefinedAllowed' | 'strictKeywords' | 'strangers' | 'maxBytes'
>;

/** The beginnings of identifiers that a metamodel keeps for itself. */
export function reservedPrefixes(shapes: readonly Shape[]): readonly string[] {
  const globals = shapes.filter((shape) => listOf(shape['@type']).includes('dtmm:Global'));
  return globals.flatMap((global) =>
    listOf(part(global, 'dtmm:identifier')['dtmm:reservedPrefix']).map(String),
  );
}

/** The global rules among a metamodel's shapes. */
export function globalsOf(shapes: readonly Shape[]): Globals {
  const global = shapes.find((shape) => listOf(shape['@type']).includes('dtmm:Global')) ?? {};
  const identifier = part(global, 'dtmm:identifier');
  const apocrypha = part(global, 'dtmm:apocrypha');
  const [always, never] = [part(apocrypha, 'dtmm:alwaysAllow'), part(apocrypha, 'dtmm:neverAllow')];
  return {
    identifier: {
      pattern: String(identifier['sh:pattern']),
      maxLength: Number(identifier['sh:maxLength']),
    },
    undefinedAllowed: global['dtmm:allowUndefinedExtensionsByDefault'] === true,
    strictKeywords: global['dtmm:restrictKeywords'] === true,
    strangers: {
      alwaysAsCotype: strangers(always['dtmm:asCotype']),
      alwaysAsProperty: strangers(always['dtmm:asProperty']),
      neverAsCotype: strangers(never['dtmm:asCotype']),
      neverAsProperty: strangers(never['dtmm:asProperty']),
    },
    ...given('maxBytes', part(global, 'dtmm:partition')['dtmm:maxBytes']),
  };
}

function strangers(value: unknown): readonly Stranger[] {
  return listOf(value).map((each) => shortName(each) as Stranger);
}

function part(shape: Shape, key: string): Shape {
  return (shape[key] ?? {}) as Shape;
}
