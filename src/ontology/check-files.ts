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
  /** All problems; `where` begins with the file. */
  readonly problems: readonly Problem[];
}

/**
 * Checks `.json` files (a model, an array of models or bindings) and `.ndjson` files (one model a
 * line, or `{file, model}`), and folders of such. Throws `NOT_FOUND` for a path that is not there.
 */
export function checkFiles(paths: readonly string[]): FilesChecked {
  const files = paths.flatMap(documentFiles);
  const problems: Problem[] = [];
  const models: JsonObject[] = [];
  const bindings: Binding[] = [];
  const places = new Map<string, string>();
  for (const file of files) {
    for (const read of readDocuments(file)) {
      if ('problem' in read) {
        problems.push(read.problem);
        continue;
      }
      const { document, where } = read;
      if (isBindingFile(document)) {
        const found = readBindings(document, where);
        problems.push(...found.problems);
        bindings.push(...found.bindings);
      } else {
        places.set(nameOf(document, models.length), where);
        models.push(document);
      }
    }
  }
  const resolved = resolveOntology([...models, ...builtInOntology(models).documents], bindings);
  const found = resolved.problems.map((problem) => placed(problem, places));
  const refused = new Set(resolved.problems.map(modelOf));
  const right = models.filter((model, index) => !refused.has(nameOf(model, index))).length;
  return { files: files.length, models: models.length, right, problems: [...problems, ...found] };
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
