/**
 * Reads models into elements, naming everything that the rules of the language refuse as it goes;
 * references are gathered and filled in by `link.ts`. Used by `language.ts`.
 */
import { isDeeper, isJsonObject, type Json, type JsonObject } from '../../model/json.ts';
import { shown } from '../value-check.ts';
import { expectedTypes } from './advice.ts';
import { type ContextOptions, type Scope, scopeOf } from './context.ts';
import { type Element, own, type Reference } from './element.ts';
import { fitsClass, readIdentifier } from './identifiers.ts';
import { judgeAlone } from './judge.ts';
import { type Findings, stepTo, withArticle } from './problem.ts';
import { type ElementReader, readProperties, type Surroundings } from './read-properties.ts';
import type { LanguageRules } from './rules.ts';
import { classesIn, namesIn, readTypes } from './types.ts';

/** JSON deeper than this is refused: no model that the language allows comes near it. */
const deepest = 200;

/** A model so many times as large as it may be is not read: a million elements take minutes. */
const farTooLarge = 4;

/** The keywords that an outermost element may have. */
const known: ReadonlySet<string> = new Set(['@context', '@id', '@type']);

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
      this.findings.stop('notJsonObject', where, {
        message,
        expected: 'an interface as an object',
      });
      return undefined;
    }
    if (isDeeper(document, deepest)) return this.#tooDeep(where);
    if (document['@context'] === undefined) return this.#lacks('@context', 'missingContext', where);
    const scope = this.#scope(document, { scope: undefined, where });
    if (scope === undefined || !this.#isRoot(document, scope, where)) return undefined;
    const { maxBytes: most = Infinity } = scope.language;
    const bytes = most === Infinity ? 0 : Buffer.byteLength(JSON.stringify(document));
    if (bytes > most * farTooLarge) return this.#tooLarge(bytes, most, where);
    const { '@context': _, ...inner } = document;
    const element = this.readElement(inner, { scope, where });
    if (element !== undefined && bytes > most) this.#tooLarge(bytes, most, where);
    return element;
  }

  /** Reads an element and all that is in it; undefined, with problems, when none can be made. */
  readElement(json: JsonObject, around: Surroundings): Element | undefined {
    const { where, rule } = around;
    const scope = this.#scope(json, around);
    if (scope === undefined) return undefined;
    const at = { where, findings: this.findings };
    const undefinedAllowed = this.undefinedAllowed(scope);
    const { language } = scope;
    const id = readIdentifier(json['@id'], scope, at);
    if (id === undefined && json['@id'] !== undefined) return undefined;
    const types = readTypes(json['@type'], scope, { rule, undefinedAllowed }, at);
    if (types === undefined || !this.#mayStand(types.type, language, around)) return undefined;
    if (!fitsClass(id, own(language.classes, types.type), at)) return undefined;
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
    if (!this.#define(element)) return undefined;
    readProperties(json, element, { reader: this, scope, types });
    judgeAlone(element, this.findings);
    return element;
  }

  /** Whether an element of a class may be the value of the property that holds it. */
  #mayStand(type: string, language: LanguageRules, { rule, where }: Surroundings): boolean {
    const { classes = [] } = rule ?? {};
    const isA = own(language.classes, type)?.isA ?? [];
    if (classes.length === 0 || classes.some((each) => isA.includes(each))) return true;
    const message = `the value is ${withArticle(type)}`;
    const expected = expectedTypes(classes, language);
    this.findings.add('badType', `${where}/@type`, { message, expected });
    return false;
  }

  /** Whether names that the language does not know may stand. */
  undefinedAllowed(scope: Scope): boolean {
    return this.#options.undefinedAllowed ?? scope.language.undefinedAllowed;
  }

  /** Whether a document has what its outermost element must have. */
  #isRoot(document: JsonObject, scope: Scope, where: string): boolean {
    const refuse = (rule: string, message: string, key = '') => {
      const place = key === '' ? where : where + stepTo(key);
      const expected = 'an Interface with @id and @type';
      this.findings.stop(rule, place, {
        message,
        expected,
        ...(key !== '@type' && { ofKey: true }),
      });
      return false;
    };
    if ('@graph' in document) return refuse('topLevelGraphDisallowed', 'it is a graph', '@graph');
    if (document['@id'] === undefined) return refuse('missingTopLevelId', '@id is missing');
    const type = document['@type'];
    const classes = classesIn(type, scope);
    const nameless = namesIn(type).length === 0;
    if (nameless || (classes.length > 0 && !classes.includes('Interface'))) {
      return refuse('typeNotRootable', `its type is ${classes[0] ?? 'missing'}`, '@type');
    }
    const keyword = Object.keys(document).find((key) => key.startsWith('@') && !known.has(key));
    if (keyword === undefined || !scope.language.strictKeywords) return true;
    const message = `the keyword ${keyword.slice(0, 64)} stands there`;
    return refuse('topLevelKeywordDisallowed', message, keyword);
  }

  #lacks(key: string, rule: string, where: string): undefined {
    this.findings.stop(rule, where, {
      message: `${key} is missing`,
      expected: `a model with ${key}`,
      action: `add "${key}": "dtmi:dtdl:context;3", or the version that it is written in`,
    });
  }

  #tooDeep(where: string): undefined {
    const message = `it is nested more than ${deepest} levels deep`;
    this.findings.add('excessiveDepth', where, { message, expected: 'a flatter model' });
  }

  #tooLarge(bytes: number, most: number, where: string): undefined {
    const message = `the model has ${bytes} bytes of JSON`;
    this.findings.add('partitionTooLarge', where, { message, expected: `at most ${most}` });
  }

  #scope(json: JsonObject, { scope, where }: Surroundings): Scope | undefined {
    const context = json['@context'];
    if (context === undefined) return scope;
    const outer = scope === undefined ? {} : { outer: scope };
    return scopeOf(context, where, this.findings, { ...this.#options, ...outer });
  }

  #define(element: Element): boolean {
    if (element.id !== undefined && this.definitions.has(element.id)) {
      this.findings.add('duplicateDefinition', `${element.where}/@id`, {
        message: `${element.id} is defined twice`,
        expected: 'one definition of each identifier',
      });
      return false;
    }
    this.elements.push(element);
    if (element.id !== undefined) this.definitions.set(element.id, element);
    return true;
  }
}
