/**
 * Reads models into elements, naming everything that the rules of the language refuse as it goes;
 * references are gathered and filled in by `link.ts`. Used by `language.ts`.
 */
import { isDeeper, isJsonObject, type Json, type JsonObject } from '../../model/json.ts';
import { shown } from '../value-check.ts';
import { type ContextOptions, type Scope, scopeOf } from './context.ts';
import type { Element, Reference } from './element.ts';
import { readIdentifier } from './identifiers.ts';
import type { Findings } from './problem.ts';
import { type ElementReader, readProperties, type Surroundings } from './read-properties.ts';
import { readTypes } from './types.ts';

/** JSON deeper than this is refused: no model that the language allows comes near it. */
const deepest = 200;

/** Reads the models of a batch one after the other. */
export class Reader implements ElementReader {
  /** Elements by identifier. */
  readonly definitions = new Map<string, Element>();
  readonly references: Reference[] = [];
  readonly elements: Element[] = [];
  readonly findings: Findings;
  readonly #options: ContextOptions;

  constructor(findings: Findings, options: ContextOptions) {
    this.findings = findings;
    this.#options = options;
  }

  /** Reads one model; undefined, with problems, when no element can be made of it. */
  readModel(document: Json, where: string): Element | undefined {
    if (!isJsonObject(document)) {
      const message = `it is ${shown(document)}`;
      this.findings.add('notJsonObject', where, { message, expected: 'an interface as an object' });
      return undefined;
    }
    if (isDeeper(document, deepest)) return this.#tooDeep(where);
    if (document['@id'] === undefined) this.#lacks('@id', 'missingTopLevelId', where);
    if (document['@context'] === undefined) return this.#lacks('@context', 'missingContext', where);
    const element = this.readElement(document, { scope: undefined, where });
    if (element !== undefined && element.type !== 'Interface') {
      const message = `its type is ${element.type}`;
      this.findings.add('typeNotRootable', where, { message, expected: 'an Interface' });
    }
    if (element !== undefined) this.#judgeSize(document, element);
    return element;
  }

  /** Reads an element and all that is in it; undefined, with problems, when it has no class. */
  readElement(json: JsonObject, around: Surroundings): Element | undefined {
    const { where, rule } = around;
    const scope = this.#scope(json, around);
    if (scope === undefined) return undefined;
    const at = { where, findings: this.findings };
    const undefinedAllowed = this.undefinedAllowed(scope);
    const types = readTypes(json['@type'], scope, { rule, undefinedAllowed }, at);
    const { language, reserved } = scope;
    const id = readIdentifier(json['@id'], { language, type: types?.type, reserved }, at);
    if (types === undefined) return undefined;
    const element: Element = {
      id,
      type: types.type,
      cotypes: types.cotypes,
      language,
      where,
      partition: types.type === 'Interface' ? id : around.partition,
      given: new Set(),
      literals: new Map(),
      objects: new Map(),
    };
    this.#define(element);
    readProperties(json, element, { reader: this, scope, types });
    return element;
  }

  /** Whether names that the language does not know may stand. */
  undefinedAllowed(scope: Scope): boolean {
    return this.#options.undefinedAllowed ?? scope.language.undefinedAllowed;
  }

  #lacks(key: string, rule: string, where: string): undefined {
    this.findings.add(rule, where, {
      message: `${key} is missing`,
      expected: `a model with ${key}`,
    });
  }

  #tooDeep(where: string): undefined {
    const message = `it is nested more than ${deepest} levels deep`;
    this.findings.add('excessiveDepth', where, { message, expected: 'a flatter model' });
  }

  #judgeSize(document: JsonObject, { language, where }: Element): void {
    const most = language.maxBytes ?? Infinity;
    if (most === Infinity) return;
    const bytes = Buffer.byteLength(JSON.stringify(document));
    if (bytes <= most) return;
    const message = `the model has ${bytes} bytes of JSON`;
    this.findings.add('partitionTooLarge', where, { message, expected: `at most ${most}` });
  }

  #scope(json: JsonObject, { scope, where }: Surroundings): Scope | undefined {
    const context = json['@context'];
    if (context === undefined) return scope;
    const outer = scope === undefined ? {} : { outer: scope };
    return scopeOf(context, where, this.findings, { ...this.#options, ...outer });
  }

  #define(element: Element): void {
    this.elements.push(element);
    if (element.id === undefined) return;
    if (!this.definitions.has(element.id)) {
      this.definitions.set(element.id, element);
      return;
    }
    this.findings.add('duplicateDefinition', element.where, {
      message: `${element.id} is defined twice`,
      expected: 'one definition of each identifier',
    });
  }
}
