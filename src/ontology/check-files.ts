/**
 * Checks files and folders of models and bindings together, with the package's own ontology at
 * hand. Behind `linchpin ontology check PATH…`.
 */
import type { Problem } from '../model/errors.ts';
import { isJsonObject, type Json, type JsonObject } from '../model/json.ts';
import { isBindingFile, readBindings } from './bindings.ts';
import { builtInOntology } from './built-in.ts';
import type { Binding, Catalogue } from './catalogue.ts';
import { documentFiles, readDocuments } from './documents.ts';
import { isDtmi } from './dtmi.ts';
import { type LanguageProblem, modelOf } from './language/problem.ts';
import { type ModelSource, placedInFiles } from './model-place.ts';
import { resolveOntology } from './resolve.ts';

/** What was found in the files. */
export interface FilesChecked {
  readonly files: number;
  /** Models that were found in them. */
  readonly models: number;
  /** Of these, how many have no problem. */
  readonly right: number;
  /** Twins and relationships that files of a graph hold beside models; they are not checked. */
  readonly records: number;
  /** All problems, file by file in the order of their lines; `where` begins with file, line and column. */
  readonly problems: readonly Problem[];
  /** What resolved, with the package's own ontology. */
  readonly catalogue: Catalogue;
  /** DTMIs of the interfaces that came from the files. */
  readonly own: ReadonlySet<string>;
}

/**
 * Checks `.json` files (a model, an array of models or bindings) and `.ndjson` files (one model a
 * line, or `{file, model}`, or a graph with sections), and folders of such. Throws `NOT_FOUND` for a
 * path that is not there.
 */
export function checkFiles(paths: readonly string[]): FilesChecked {
  const files = paths.flatMap(documentFiles);
  const { sources, models, doubles, bindings, records, problems, wrong } = readAll(files);
  const resolved = resolveOntology([...models, ...builtInOntology(models).documents], bindings);
  const ofModels = placedInFiles(resolved.problems, (name) => sources.get(name));
  const refused = new Set([...wrong, ...resolved.problems.map(modelOf)]);
  const right = models.filter((model, index) => !refused.has(nameOf(model, index))).length;
  return {
    files: files.length,
    models: models.length + doubles.length,
    right,
    records,
    problems: inFileOrder(
      [...problems, ...problemsOfDoubles(doubles, sources), ...ofModels],
      files,
    ),
    catalogue: resolved.catalogue,
    own: new Set(models.map(nameOf)),
  };
}

/** Problems file by file in the order of their places; those without a line after the others of all. */
function inFileOrder(problems: readonly Problem[], files: readonly string[]): Problem[] {
  const order = new Map(files.map((file, index) => [file, index]));
  const placed = problems.map((problem) => {
    const { where, line = Infinity, column = 0 } = problem;
    const file = where.slice(0, where.indexOf(`:${line}:${column}`));
    return { problem, line, column, file: order.get(file) ?? Infinity };
  });
  placed.sort((a, b) => by(a.file, b.file) || by(a.line, b.line) || by(a.column, b.column));
  return placed.map(({ problem }) => problem);
}

/** Compares numbers, of which both may be infinite. */
function by(a: number, b: number): number {
  return a === b ? 0 : a - b;
}

/** What files hold; `sources` are those of the models by name. */
interface Read {
  readonly models: JsonObject[];
  readonly sources: Map<string, ModelSource>;
  readonly doubles: Double[];
  readonly bindings: Binding[];
  readonly problems: Problem[];
  /** Models that have a key twice. */
  readonly wrong: Set<string>;
  records: number;
}

/** A model of an id that one before it has. */
interface Double {
  readonly id: string;
  readonly source: ModelSource;
}

function readAll(files: readonly string[]): Read {
  const read: Read = {
    models: [],
    sources: new Map(),
    doubles: [],
    bindings: [],
    problems: [],
    wrong: new Set(),
    records: 0,
  };
  for (const file of files) readFile(file, read);
  return read;
}

function readFile(file: string, into: Read): void {
  let section: string | undefined;
  for (const each of readDocuments(file)) {
    if ('problem' in each) {
      into.problems.push(each.problem);
      if (each.model !== undefined) into.wrong.add(each.model);
      continue;
    }
    const { document, where, source } = each;
    if (isHeading(document)) section = document.Section;
    else if (section === 'Header') continue;
    else if (isRecord(document, section)) into.records++;
    else if (isBindingFile(document)) {
      const found = readBindings(document, where);
      into.problems.push(...found.problems);
      into.bindings.push(...found.bindings);
    } else addModel(document, source, into);
  }
}

function addModel(model: JsonObject, source: ModelSource, { models, sources, doubles }: Read) {
  const name = nameOf(model, models.length);
  if (sources.has(name)) doubles.push({ id: name, source });
  else {
    sources.set(name, source);
    models.push(model);
  }
}

/** Whether a line begins a section of a graph file of Azure Digital Twins. */
function isHeading(document: JsonObject): document is { readonly Section: string } {
  return isJsonObject(document) && typeof document.Section === 'string' && !('@id' in document);
}

/** Whether a document is a twin or a relationship: by its section, else by its keys. */
function isRecord(document: Json, section: string | undefined): boolean {
  if (section !== undefined) return section !== 'Models';
  return isJsonObject(document) && ('$dtId' in document || '$relationshipId' in document);
}

/** What the problems of a model call it. */
function nameOf(model: Json, index: number): string {
  const id = isJsonObject(model) ? model['@id'] : undefined;
  return typeof id === 'string' && isDtmi(id) ? id : `model ${index}`;
}

function problemsOfDoubles(
  doubles: readonly Double[],
  sources: ReadonlyMap<string, ModelSource>,
): Problem[] {
  const problems = doubles.map(({ id }) => definedTwice(id));
  const firsts = placedInFiles(problems, (id) => sources.get(id));
  return placedInFiles(problems, (_, index) => doubles[index]?.source).map((problem, index) => {
    const [first] = firsts[index]?.where.split(' dtmi:') ?? [];
    return { ...problem, message: `${problem.message}, first at ${first}` };
  });
}

function definedTwice(id: string): LanguageProblem {
  return {
    code: 'VALIDATION_FAILED',
    rule: 'duplicateDefinition',
    where: `${id}/@id`,
    message: `${id} is defined twice`,
    expected: 'one definition of each identifier',
    action: 'remove one of the two, or raise its version',
  };
}
