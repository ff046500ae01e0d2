/** Reads what a limit extension sets in place of a version's limits; used by `metamodel.ts`. */
import { descendantRule } from './metamodel-classes.ts';
import { constraints, given, listOf, type Shape, shortName } from './metamodel-shape.ts';
import type { ClassLimits, LimitRules } from './rules.ts';

/** The limits that an extension's shapes state. */
export function limitsOf(shapes: readonly Shape[], version: number): LimitRules {
  const isOf = (shape: Shape, type: string) => listOf(shape['@type']).includes(type);
  const global = shapes.find((shape) => isOf(shape, 'dtmm:Global')) ?? {};
  const classes = shapes.filter((shape) => String(shape['@id']).startsWith('dtmi:dtdl:class:'));
  return {
    version,
    ...given('idMaxLength', (global['dtmm:identifier'] as Shape | undefined)?.['sh:maxLength']),
    ...given('maxBytes', (global['dtmm:partition'] as Shape | undefined)?.['dtmm:maxBytes']),
    classes: Object.fromEntries(
      classes.map((shape) => [shortName(shape['@id']), classLimits(shape)]),
    ),
  };
}

function classLimits(shape: Shape): ClassLimits {
  const lengths = constraints(shape).map((each) => [
    shortName(each['sh:path']),
    each['sh:maxLength'],
  ]);
  const descendants = listOf(shape['dtmm:descendants']).map((each) =>
    descendantRule(each as Shape),
  );
  return {
    ...given('idMaxLength', (shape['dtmm:identifier'] as Shape | undefined)?.['sh:maxLength']),
    ...given('maxLengths', lengths.length > 0 ? Object.fromEntries(lengths) : undefined),
    ...given('descendants', descendants.length > 0 ? descendants : undefined),
  };
}
