/**
 * Checks files and folders of models and bindings together, with the package's own ontology at
 * hand. Behind `linchpin ontology check PATH…`.
 */
import type { Problem } from '../model/errors.ts';
import { isJsonObject, type Json, type JsonObject } from '../model/json.ts';
import { isBindingFile, readBindings } from './bindings.ts';
import { builtInOntology } from './built-in.ts';
import type { Binding } from './catalogue.ts';
import { documentFiles, readDocuments } from './documents.ts';
import { modelOf } from './language/problem.ts';
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
  /** All problems; `where` begins with the file. */
  readonly problems: readonly Problem[];
}

/**
 * Checks `.json` files (a model, an array of models or bindings) and `.ndjson` files (one model a
 * line, or `{file, model}`, or a graph with sections), and folders of such. Throws `NOT_FOUND` for a
 * path that is not there.
 */
export function checkFiles(paths: readonly string[]): FilesChecked {
  const files = paths.flatMap(documentFiles);
  const { models, places, bindings, records, problems } = readAll(files);
  const resolved = resolveOntology([...models, ...builtInOntology(models).documents], bindings);
  problems.push(...resolved.problems.map((problem) => placed(problem, places)));
  const refused = new Set(resolved.problems.map(modelOf));
  const right = models.filter((model, index) => !refused.has(nameOf(model, index))).length;
  return { files: files.length, models: models.length, right, records, problems };
}

/** What files hold; `places` are those of the models by name. */
function readAll(files: readonly string[]) {
  const problems: Problem[] = [];
  const models: JsonObject[] = [];
  const bindings: Binding[] = [];
  const places = new Map<string, string>();
  let records = 0;
  for (const file of files) {
    let section: string | undefined;
    for (const read of readDocuments(file)) {
      if ('problem' in read) {
        problems.push(read.problem);
        continue;
      }
      const { document, where } = read;
      if (isHeading(document)) section = document.Section;
      else if (section === 'Header') continue;
      else if (isRecord(document, section)) records++;
      else if (isBindingFile(document)) {
        const found = readBindings(document, where);
        problems.push(...found.problems);
        bindings.push(...found.bindings);
      } else {
        places.set(nameOf(document, models.length), where);
        models.push(document);
      }
    }
  }
  return { models, places, bindings, records, problems };
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
  return typeof id === 'string' ? id : `model ${index}`;
}

function placed(problem: Problem, places: ReadonlyMap<string, string>): Problem {
  const place = places.get(modelOf(problem));
  return place === undefined ? problem : { ...problem, where: `${place} ${problem.where}` };
}
