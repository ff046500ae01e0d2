/** Reads JSON documents from files and folders, naming the place of each. Used by `check-files.ts`. */
import { readFileSync, statSync } from 'node:fs';
import { filesUnder } from '../files-under.ts';
import { LinchpinError, type Problem } from '../model/errors.ts';
import { isJsonObject, type Json, type JsonObject } from '../model/json.ts';

/**
 * A document, or the problem that takes its place. `where` is the file, with the line where it
 * holds one document a line.
 */
export type ReadDocument =
  | { readonly document: JsonObject; readonly where: string }
  | { readonly problem: Problem };

/** A path that is a file, or the `.json` and `.ndjson` files under it, in the order of their paths. */
export function documentFiles(path: string): string[] {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found === undefined) {
    throw new LinchpinError({
      code: 'NOT_FOUND',
      where: path,
      message: 'there is no such file or folder',
      expected: 'DTDL files or folders that hold them',
      action: 'correct the path',
    });
  }
  if (!found.isDirectory()) return [path];
  return filesUnder(path).filter((file) => /\.(?:nd)?json$/i.test(file));
}

/** The documents of a file; text that is not JSON gives a problem and does not stop the others. */
export function* readDocuments(file: string): Iterable<ReadDocument> {
  const text = readFileSync(file, 'utf8').replace(/^\uFEFF/, '');
  if (!/\.ndjson$/i.test(file)) {
    for (const each of parsed(text, file)) yield each;
    return;
  }
  for (const [index, line] of text.split('\n').entries()) {
    if (line.trim() === '') continue;
    for (const each of parsed(line, `${file}:${index + 1}`)) yield each;
  }
}

function parsed(text: string, where: string): ReadDocument[] {
  let value: Json;
  try {
    value = JSON.parse(text) as Json;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return [notJson(where, error.message)];
  }
  const documents: readonly Json[] = Array.isArray(value) ? value : [value];
  return documents.map((document) => {
    const inner =
      isJsonObject(document) && isJsonObject(document.model) ? document.model : document;
    // What is no object is refused, with its place, when the models are resolved.
    return { document: inner as JsonObject, where };
  });
}

function notJson(where: string, message: string): ReadDocument {
  const problem: Problem = {
    code: 'VALIDATION_FAILED',
    where,
    message: `it is not JSON: ${message}`,
    expected: 'one JSON document',
    action: 'correct the text',
  };
  return { problem };
}
