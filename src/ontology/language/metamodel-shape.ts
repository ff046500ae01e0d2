/** Reads single SHACL shapes of the metamodel into property rules; used by the `metamodel-*` files. */
import type { PropertyRule } from './rules.ts';

/** A node of the metamodel's JSON-LD. */
export interface Shape {
  readonly [key: string]: unknown;
}

/** A value as a list: empty when absent. */
export function listOf(value: unknown): readonly unknown[] {
  return value === undefined ? [] : Array.isArray(value) ? value : [value];
}

/** The last segment of an identifier or term: `Interface` of `dtmi:dtdl:class:Interface;3`. */
export function shortName(id: unknown): string {
  return String(id).replace(/^.*:/, '').replace(/;.*$/, '');
}

/** The short names of the classes under `sh:class` or `sh:or`. */
export function classNames(shape: Shape): readonly string[] {
  const either = listOf(shape['sh:or']).map((each) => (each as Shape)['sh:class']);
  const all = [...listOf(shape['sh:class']), ...either].map(shortName);
  return [...new Set(all)];
}

/** Classes with their version, `Property;3`: those without one are of the metamodel's own. */
export function versionedNames(shape: Shape, version: number): readonly string[] {
  const either = listOf(shape['sh:or']).map((each) => String((each as Shape)['sh:class']));
  return either.map((id) => `${shortName(id)};${/;(\d+)$/.exec(id)?.[1] ?? version}`);
}

/** The rule of each property that a shape constrains, by short name. */
export function propertyRules(shape: Shape): Record<string, PropertyRule> {
  const own = constraints(shape).filter((each) => typeof each['sh:path'] === 'string');
  return Object.fromEntries(own.map((each) => [shortName(each['sh:path']), propertyRule(each)]));
}

/** The constraints of a shape: on properties, and on those that lead to it from its holder. */
export function constraints(shape: Shape): readonly Shape[] {
  return listOf(shape['sh:property']) as readonly Shape[];
}

function propertyRule(shape: Shape): PropertyRule {
  const classes = classNames(shape);
  const only = listOf(shape['sh:in']).map(shortName);
  const unique = listOf(shape['dtmm:uniqueProperties']).map(shortName);
  return {
    kind: kindOf(shape),
    ...given('datatype', shape['sh:datatype'] && shortName(shape['sh:datatype'])),
    ...given('minCount', shape['sh:minCount']),
    ...given('maxCount', shape['sh:maxCount']),
    ...given('low', shape['sh:minInclusive']),
    ...given('high', shape['sh:maxInclusive']),
    ...given('pattern', shape['sh:pattern']),
    ...given('maxLength', shape['sh:maxLength']),
    ...given('classes', classes.length > 0 ? classes : undefined),
    ...given('only', only.length > 0 ? [...new Set(only)] : undefined),
    ...given('memberOf', shape['dtmm:childOf'] && shortName(shape['dtmm:childOf'])),
    ...given('mixed', new Set(versionsOf(shape)).size > 1 ? true : undefined),
    ...given('inferable', shape['dtmm:typeInferable']),
    ...given('needsId', shape['sh:nodeKind'] === 'sh:IRI' && classes.length > 0 ? true : undefined),
    ...given('unique', unique.length > 0 ? unique : undefined),
    ...given('segment', shape['dtmm:dtmiSegment'] && shortName(shape['dtmm:dtmiSegment'])),
    ...given('distinct', shape['dtmm:uniqueValue']),
  } as PropertyRule;
}

/** The versions that the classes under `sh:or` name. */
function versionsOf(shape: Shape): readonly string[] {
  const ids = listOf(shape['sh:or']).map((each) => String((each as Shape)['sh:class']));
  return ids.map((id) => /;(\d+)$/.exec(id)?.[1] ?? '');
}

function kindOf(shape: Shape): PropertyRule['kind'] {
  if (shape['sh:datatype'] === 'rdf:langString') return 'text';
  if (shape['sh:nodeKind'] === 'sh:Literal') return 'literal';
  const bare = shape['sh:class'] === undefined && shape['sh:or'] === undefined;
  return shape['sh:nodeKind'] === 'sh:IRI' && bare ? 'iri' : 'object';
}

/** An object with one key, or with none when the value is absent. */
export function given(key: string, value: unknown): Record<string, unknown> {
  return value === undefined ? {} : { [key]: value };
}
