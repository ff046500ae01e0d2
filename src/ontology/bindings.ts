/**
 * Reads binding files, `{"source": "...", "bindings": [...]}`, which give behaviours to ontologies
 * that know nothing of them, and judges them against the resolved interfaces.
 * Used by `built-in.ts`, `check-files.ts` and `resolve.ts`.
 */
import type { Problem } from '../model/errors.ts';
import { isJsonObject, type Json, type JsonObject } from '../model/json.ts';
import type {
  Binding,
  Catalogue,
  Interface,
  InterfaceBinding,
  RelationshipBinding,
} from './catalogue.ts';
import { nearName } from './near-name.ts';
import { shown, valueCheck } from './value-check.ts';

/** The bindings of a file that are well formed, and what is wrong with the others. */
export interface ReadBindings {
  readonly bindings: readonly Binding[];
  readonly problems: readonly Problem[];
}

/** Whether a document is a binding file and not a model. */
export function isBindingFile(document: Json): document is JsonObject {
  return isJsonObject(document) && Array.isArray(document.bindings) && !('@id' in document);
}

/** The bindings of a file's content; malformed ones are left out and reported. */
export function readBindings(document: Json, where: string): ReadBindings {
  if (!isBindingFile(document)) {
    const message = `the file holds ${shown(document)} without bindings`;
    return { bindings: [], problems: [refused(where, message, '{"source", "bindings": […]}')] };
  }
  const bindings: Binding[] = [];
  const problems: Problem[] = [];
  (document.bindings as readonly Json[]).forEach((each, index) => {
    const found = problemsOfFields(each, `${where}/bindings/${index}`);
    problems.push(...found);
    if (found.length === 0) bindings.push(each as unknown as Binding);
  });
  return { bindings, problems };
}

type FieldTest = readonly [expected: string, test: (value: Json) => boolean, required: boolean];

const text: FieldTest = ['a string', (value) => typeof value === 'string', true];
const interfaceFields = new Map<string, FieldTest>([
  ['interface', text],
  ['behaviour', text],
  ['properties', ['an object of property paths', isTexts, false]],
  ['defaults', ['an object of values', isJsonObject, false]],
]);
const relationshipFields = new Map<string, FieldTest>([
  ['relationship', text],
  ['interface', text],
  ['dependent', ['source, target or both', isEnd, true]],
  ['group', text],
]);

function isTexts(value: Json): boolean {
  return isJsonObject(value) && Object.values(value).every((each) => typeof each === 'string');
}

function isEnd(value: Json): boolean {
  return value === 'source' || value === 'target' || value === 'both';
}

function problemsOfFields(binding: Json, where: string): Problem[] {
  if (!isJsonObject(binding)) return [refused(where, `it is ${shown(binding)}`, 'an object')];
  const fields = 'relationship' in binding ? relationshipFields : interfaceFields;
  const problems: Problem[] = [];
  for (const [name, [expected, test, required]] of fields) {
    const value = binding[name];
    if (value === undefined && !required) continue;
    if (value !== undefined && test(value)) continue;
    const found = value === undefined ? 'is missing' : `is ${shown(value)}`;
    problems.push(refused(where, `${name} ${found}`, expected));
  }
  for (const name of Object.keys(binding)) {
    if (fields.has(name)) continue;
    const message = `a binding has no field ${name.slice(0, 64)}`;
    problems.push(refused(where, message, [...fields.keys()].join(', ')));
  }
  return problems;
}

/**
 * What is wrong with bindings in a catalogue. A binding to an interface that is not loaded waits
 * for it and is no problem; a behaviour that is missing, or has no such property, is one.
 */
export function problemsOfBindings(catalogue: Catalogue): Problem[] {
  return catalogue.bindings.flatMap((binding) =>
    'relationship' in binding
      ? unknownRelationship(binding, catalogue)
      : [...unknownBehaviour(binding, catalogue), ...unknownPaths(binding, catalogue)],
  );
}

function unknownRelationship(binding: RelationshipBinding, catalogue: Catalogue): Problem[] {
  const bound = catalogue.interface(binding.interface);
  if (bound === undefined || bound.contents.get(binding.relationship)?.kind === 'relationship') {
    return [];
  }
  const message = `${binding.interface} has no relationship ${binding.relationship}`;
  return [refused(placeOf(binding), message, 'a relationship of the interface')];
}

function unknownBehaviour(binding: InterfaceBinding, catalogue: Catalogue): Problem[] {
  const behaviour = catalogue.interface(binding.behaviour);
  if (behaviour === undefined) {
    const near = nearName(binding.behaviour, catalogue.interfaces.keys());
    const message = `the behaviour ${binding.behaviour} is not in the ontology`;
    return [refused(placeOf(binding), message, near ?? 'the DTMI of a loaded interface')];
  }
  const named = [...Object.keys(binding.properties ?? {}), ...Object.keys(binding.defaults ?? {})];
  const unknown = named.filter((name) => !behaviour.contents.has(name));
  return [
    ...unknown.map((name) => {
      const near = nearName(name, behaviour.contents.keys());
      const message = `${binding.behaviour} has no property ${name}`;
      return refused(placeOf(binding), message, near ?? 'a property of the behaviour');
    }),
    ...wrongDefaults(binding, behaviour),
  ];
}

function wrongDefaults(binding: InterfaceBinding, behaviour: Interface): Problem[] {
  return Object.entries(binding.defaults ?? {}).flatMap(([name, value]) => {
    const content = behaviour.contents.get(name);
    const found = content?.kind === 'property' ? valueCheck(content.schema)(value) : undefined;
    if (found === undefined) return [];
    return [refused(placeOf(binding), `the default of ${name}: ${found.message}`, found.expected)];
  });
}

function unknownPaths(binding: InterfaceBinding, catalogue: Catalogue): Problem[] {
  const bound = catalogue.interface(binding.interface);
  if (bound === undefined) return [];
  return Object.values(binding.properties ?? {})
    .filter((path) => !bound.contents.has(path.split('/')[0] ?? ''))
    .map((path) => {
      const message = `${binding.interface} has no property ${path}`;
      return refused(placeOf(binding), message, 'the path of a property of the interface');
    });
}

function placeOf(binding: Binding): string {
  return `binding of ${binding.interface}`;
}

function refused(where: string, message: string, expected: string): Problem {
  return { code: 'VALIDATION_FAILED', where, message, expected, action: 'correct the binding' };
}
