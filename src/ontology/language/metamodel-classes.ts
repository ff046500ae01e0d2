/** Reads the classes of a metamodel with all they inherit; used by `metamodel.ts`. */
import { given, listOf, propertyRules, type Shape, shortName } from './metamodel-shape.ts';
import type { ClassRule, DescendantRule } from './rules.ts';

/** The material classes among a metamodel's shapes, by short name. */
export function classesOf(shapes: readonly Shape[], version: number): Record<string, ClassRule> {
  const classes: Record<string, ClassRule> = {};
  for (const shape of shapes) {
    if (!listOf(shape['@type']).includes('dtmm:Material')) continue;
    const name = shortName(shape['@id']);
    // The metamodel lists a class after the one it specialises.
    const parent = shape['rdfs:subClassOf'];
    const inherited = parent === undefined ? undefined : classes[shortName(parent)];
    classes[name] = classOf(name, shape, inherited);
  }
  if (classes.Interface === undefined) throw new TypeError(`version ${version} has no interfaces`);
  return classes;
}

function classOf(name: string, shape: Shape, parent: ClassRule | undefined): ClassRule {
  const identifier = shape['dtmm:identifier'] as Shape | undefined;
  const descendants = listOf(shape['dtmm:descendants']).map((each) =>
    descendantRule(each as Shape),
  );
  return {
    isA: [name, ...(parent?.isA ?? [])],
    ...given('abstract', listOf(shape['@type']).includes('dtmm:Abstract') ? true : undefined),
    ...given('idMaxLength', identifier?.['sh:maxLength']),
    properties: { ...parent?.properties, ...propertyRules(shape) },
    descendants: [...(parent?.descendants ?? []), ...descendants],
  };
}

/** The rule over descendants that a shape states. */
export function descendantRule(shape: Shape): DescendantRule {
  const short = (key: string) => shape[key] && shortName(listOf(shape[key])[0]);
  return {
    properties: listOf(shape['dtmm:properties']).map(shortName),
    ...given('narrow', shape['dtmm:narrow']),
    ...given('maxDepth', shape['dtmm:maxDepth']),
    ...given('maxCount', shape['dtmm:maxCount']),
    ...given('allowSelf', shape['dtmm:allowSelf']),
    ...given('exclude', short('dtmm:excludeType')),
    ...given('imports', short('dtmm:importProperties')),
    ...given('datatypeFrom', short('dtmm:datatypeProperty')),
  };
}
