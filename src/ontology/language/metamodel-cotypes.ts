/** Reads the types an extension adds to elements; used by `metamodel.ts`. */
import {
  classNames,
  constraints,
  given,
  listOf,
  propertyRules,
  type Shape,
  shortName,
  versionedNames,
} from './metamodel-shape.ts';
import type { CotypeRule, ParentRule, SiblingRule } from './rules.ts';

/** The supplemental types among an extension's shapes, by short name, with what they inherit. */
export function cotypesOf(shapes: readonly Shape[], version: number): Record<string, CotypeRule> {
  const cotypes: Record<string, CotypeRule> = {};
  for (const shape of shapes) {
    const parent = shape['rdfs:subClassOf'];
    if (parent === undefined) continue;
    const name = shortName(shape['@id']);
    cotypes[name] = cotypeOf(shape, cotypes[shortName(parent)] ?? shortName(parent), version);
  }
  return cotypes;
}

function cotypeOf(shape: Shape, base: CotypeRule | string, version: number): CotypeRule {
  const parent = typeof base === 'string' ? undefined : base;
  const lineage = typeof base === 'string' ? [base] : base.isA;
  const on = versionedNames(shape, version);
  const named = (key: string) => listOf(shape[key]).flatMap((each) => classNames(each as Shape));
  const parents = parentRules(shape);
  const siblings = listOf(shape['dtmm:siblings']).map((each) => siblingRule(each as Shape));
  return {
    id: String(shape['@id']),
    isA: [shortName(shape['@id']), ...lineage],
    ...given('abstract', listOf(shape['@type']).includes('dtmm:Abstract') ? true : undefined),
    on: on.length > 0 ? on : (parent?.on ?? []),
    with: named('sh:and'),
    without: named('sh:not'),
    properties: narrowed(parent?.properties ?? {}, propertyRules(shape)),
    siblings,
    ...given('parents', parents.length > 0 ? parents : undefined),
  };
}

/** What a type says of the element that holds it: constraints with an inverse path. */
function parentRules(shape: Shape): readonly ParentRule[] {
  return constraints(shape).flatMap((each) => {
    const inverse = (each['sh:path'] as Shape)['sh:inversePath'];
    if (inverse === undefined) return [];
    return [
      {
        property: shortName(inverse),
        cotypes: classNames(each),
        ...given('only', each['dtmm:onlyOne']),
      },
    ];
  });
}

/** The properties of a type: what it says of an inherited one is added to that. */
function narrowed(
  inherited: CotypeRule['properties'],
  own: CotypeRule['properties'],
): CotypeRule['properties'] {
  const all: Record<string, CotypeRule['properties'][string]> = { ...inherited };
  for (const [name, rule] of Object.entries(own)) all[name] = { ...all[name], ...rule };
  return all;
}

function siblingRule(shape: Shape): SiblingRule {
  const on = classNames({ 'sh:or': shape['sh:or'] });
  const without = listOf(shape['sh:not']).flatMap((each) => classNames(each as Shape));
  const path = shape['dtmm:uniqueReference'] === true ? shape['dtmm:path'] : undefined;
  return {
    key: shortName(shape['dtmm:keyProperty']),
    keyref: shortName(shape['dtmm:keyrefProperty']),
    ...given('on', on.length > 0 ? on : undefined),
    ...given('without', without.length > 0 ? without : undefined),
    ...given('path', path && shortName(path)),
  } as SiblingRule;
}
