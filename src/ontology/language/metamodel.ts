/**
 * Makes the rules of the language from its published metamodel (SHACL shapes and contexts in
 * JSON-LD, Azure/opendigitaltwins-dtdl, CC BY 4.0 and MIT). Run by hand for a new version:
 * `node dist/src/ontology/language/metamodel.js FOLDER` writes `schema/dtdl.json`.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { classesOf } from './metamodel-classes.ts';
import { cotypesOf } from './metamodel-cotypes.ts';
import { globalsOf, reservedPrefixes } from './metamodel-globals.ts';
import { limitsOf } from './metamodel-limits.ts';
import { listOf, type Shape, shortName } from './metamodel-shape.ts';
import {
  standardObjects,
  unpublishedExtensions,
  unpublishedLimits,
} from './metamodel-unpublished.ts';
import {
  type ContextRules,
  type LanguageRules,
  type LimitRules,
  type Rules,
  rulesFile,
} from './rules.ts';

/** The versions of the language. */
const versions = [2, 3, 4];
const source =
  'github.com/Azure/opendigitaltwins-dtdl: DTDL metamodel and contexts (CC BY 4.0, MIT)';

/** The rules in a folder that holds `metamodel/vN` and `context/vN`. */
export function rulesOfMetamodel(folder: string): Rules {
  const languages: Record<string, LanguageRules> = {};
  const extensions: Record<string, ContextRules> = {};
  const limits: Record<string, LimitRules> = {};
  for (const version of versions) {
    languages[version] = coreRules(folder, version);
    for (const [specifier, rules] of extensionRules(folder, version)) extensions[specifier] = rules;
    for (const [specifier, rules] of limitRules(folder, version)) limits[specifier] = rules;
  }
  return {
    source,
    languages: withSemanticTypes(languages, extensions),
    extensions: { ...extensions, ...unpublishedExtensions(extensions) },
    limits: { ...limits, ...unpublishedLimits },
  };
}

/** The text of the rules file: a line for each class and type, so that a change can be read. */
export function printedRules(rules: Rules): string {
  return `${printed(rules, 4, '')}\n`;
}

function printed(value: unknown, levels: number, indent: string): string {
  if (levels === 0 || typeof value !== 'object' || value === null || Array.isArray(value)) {
    return JSON.stringify(value);
  }
  const inner = `${indent} `;
  const fields = Object.entries(value)
    .filter(([, each]) => each !== undefined)
    .map(([key, each]) => `${inner}${JSON.stringify(key)}: ${printed(each, levels - 1, inner)}`);
  return fields.length === 0 ? '{}' : `{\n${fields.join(',\n')}\n${indent}}`;
}

function coreRules(folder: string, version: number): LanguageRules {
  const shapes = shapesIn(
    join(folder, `metamodel/v${version}/DTDL.v${version}.ModelRDF-SHACL.json`),
  );
  const elements = elementsIn(
    join(folder, `metamodel/v${version}/DTDL.v${version}.ModelElements.json`),
  );
  const terms = termsIn(join(folder, `context/v${version}/DTDL.v${version}.context.json`));
  const objects = Object.entries(standardObjects).filter(([id]) => terms.includes(id));
  return {
    version,
    reserved: reservedPrefixes(shapes),
    ...globalsOf(shapes),
    terms,
    classes: classesOf(shapes, version),
    cotypes: {},
    elements: {
      ...elements,
      ...(objects.length > 0 && { Object: objects.map(([id]) => id) }),
      Geospatial: terms.filter((id) => id.includes(':geospatial:')),
    },
    ...(objects.length > 0 && { objects: Object.fromEntries(objects) }),
  };
}

function* limitRules(folder: string, version: number): Iterable<[string, LimitRules]> {
  const metamodel = join(folder, `metamodel/v${version}`);
  for (const file of readdirSync(metamodel)) {
    const name = /^DTDL\.LimitExtension\.(\w+)\.v(\d+)\.RDF-SHACL\.json$/.exec(file);
    if (name === null) continue;
    const limits = limitsOf(shapesIn(join(metamodel, file)), version);
    yield [`dtmi:dtdl:limits:${name[1]};${name[2]}`, limits];
  }
}

function* extensionRules(folder: string, version: number): Iterable<[string, ContextRules]> {
  const [contexts, metamodel] = [`context/v${version}`, `metamodel/v${version}`];
  for (const file of readdirSync(join(folder, contexts))) {
    const name = /^DTDL\.FeatureExtension\.(\w+)\.v(\d+)\.context\.json$/.exec(file);
    const specifier = name
      ? `dtmi:dtdl:extension:${name[1]};${name[2]}`
      : file.includes('iotcentral') && 'dtmi:iotcentral:context;2';
    if (!specifier) continue;
    const stem = name
      ? `DTDL.FeatureExtension.${name[1]}.v${name[2]}`
      : 'DTDL.v2.PartnerExtension.iotcentral';
    const files = readdirSync(join(folder, metamodel));
    const own = join(folder, metamodel, `${stem}.Elements.json`);
    const hasOwn = files.includes(`${stem}.Elements.json`);
    const elements = hasOwn ? elementsIn(own) : {};
    const objects = hasOwn ? objectsIn(own) : {};
    const terms = termsIn(join(folder, contexts, file));
    const shapes = shapesIn(join(folder, metamodel, `${stem}.RDF-SHACL.json`));
    const reserved = reservedPrefixes(shapes);
    const cotypes = cotypesOf(shapes, version);
    yield [
      specifier,
      { version, ...(!name && { implicit: true }), reserved, terms, cotypes, elements, objects },
    ];
  }
}

/**
 * Version 2 holds its semantic types and units in the core, and publishes only their names: the
 * rules for these names are those of the first quantitativeTypes extension.
 */
function withSemanticTypes(
  languages: Readonly<Record<string, LanguageRules>>,
  extensions: Readonly<Record<string, ContextRules>>,
): Record<string, LanguageRules> {
  const [second, types] = [languages[2], extensions['dtmi:dtdl:extension:quantitativeTypes;1']];
  if (second === undefined || types === undefined)
    throw new TypeError('version 2 has its types in 3');
  const named = new Map(second.terms.map((id) => [shortName(id), id]));
  const cotypes = Object.entries(types.cotypes)
    .filter(([name]) => named.has(name))
    .map(([name, rule]) => [
      name,
      { ...rule, on: ['Property;2', 'Telemetry;2'], id: named.get(name) },
    ]);
  const units = Object.entries(types.elements).filter(([name]) => name !== 'Enum');
  const elements = units.map(([name, ids]) => [
    name,
    ids.map((id) => named.get(shortName(id))).filter((id) => id !== undefined),
  ]);
  return {
    ...languages,
    2: {
      ...second,
      cotypes: Object.fromEntries(cotypes),
      elements: { ...second.elements, ...Object.fromEntries(elements) },
    },
  };
}

/** The fields of the object schemas in a file. */
function objectsIn(file: string): Record<string, Record<string, string>> {
  const objects = (listOf(readJson(file)) as readonly Shape[]).filter((each) => each.fields);
  const named = (field: unknown) => [(field as Shape).name, (field as Shape).schema];
  return Object.fromEntries(
    objects.map((each) => [each['@id'], Object.fromEntries(listOf(each.fields).map(named))]),
  );
}

function shapesIn(file: string): readonly Shape[] {
  return listOf(readJson(file)['@graph']) as readonly Shape[];
}

function termsIn(file: string): readonly string[] {
  const outer = readJson(file);
  const context = (outer['@context'] ?? outer) as Shape;
  return Object.entries(context).flatMap(([term, meaning]) => {
    const id = String((meaning as Shape | null)?.['@id'] ?? '');
    if (!id.startsWith('dtmi:') || id.includes(':meta:')) return [];
    return shortName(id) === term ? [id] : [`${term}=${id}`];
  });
}

/** The elements of a file by class; the members of an enumeration by its name. */
function elementsIn(file: string): Record<string, readonly string[]> {
  const elements: Record<string, string[]> = {};
  for (const element of listOf(readJson(file)) as readonly Shape[]) {
    const id = String(element['@id']);
    const type = String(listOf(element['@type'])[0]);
    const members = listOf(element.enumValues).map((member) => String((member as Shape)['@id']));
    elements[type] = [...(elements[type] ?? []), id];
    if (members.length > 0) elements[shortName(id)] = members;
  }
  return elements;
}

function readJson(file: string): Shape {
  return JSON.parse(readFileSync(file, 'utf8').replace(/^\uFEFF/, '')) as Shape;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const folder = process.argv[2];
  if (folder === undefined) throw new TypeError('give the folder with metamodel/ and context/');
  writeFileSync(rulesFile(), printedRules(rulesOfMetamodel(folder)));
}
