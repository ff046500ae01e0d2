/**
 * Reads JSON documents from files and folders, each with its place in the text; text that is no
 * JSON and keys that stand twice give problems. Used by `check-files.ts`.
 */
import { readFileSync, statSync } from 'node:fs';
import { filesUnder } from '../files-under.ts';
import { isProblem, LinchpinError, type Problem } from '../model/errors.ts';
import { isJsonObject, type Json, type JsonObject } from '../model/json.ts';
import { jsonFault } from '../model/json-fault.ts';
import { JsonSource } from '../model/json-source.ts';
import { badEncoding, decodedText, sizeProblem } from '../model/text-encoding.ts';
import { problemsOfKeys } from './key-check.ts';
import type { ModelSource, ModelText } from './model-place.ts';

/**
 * A document, or a problem of the text and the DTMI of the model that has it, where that is known.
 * `where` is the file, with the line where it holds one document a line.
 */
export type ReadDocument =
  | { readonly document: JsonObject; readonly where: string; readonly source: ModelSource }
  | { readonly problem: Problem; readonly model?: string };

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
  const read = textOfFile(file);
  if (isProblem(read)) {
    yield { problem: read };
    return;
  }
  const text: ModelText = { file, text: () => textAgain(file) };
  if (!/\.ndjson$/i.test(file)) {
    yield* documentsIn(read, { text, where: file });
    return;
  }
  let line = 1;
  for (const { 0: written, index } of read.matchAll(/[^\r\n]+|\r\n|\n|\r/g)) {
    if (/^[\r\n]/.test(written)) line++;
    else if (written.trim() !== '') {
      yield* documentsIn(written, { text, where: `${file}:${line}`, line, offset: index });
    }
  }
}

/** The text of a file, or why it has none. */
function textOfFile(file: string): string | Problem {
  try {
    return sizeProblem(file, statSync(file).size) ?? decodedText(readFileSync(file), file);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    if (code === '') throw error;
    const message = `it cannot be read (${code})`;
    return { code: 'BAD_USER_INPUT', where: file, message, expected: 'a file that can be read' };
  }
}

/** Kept on the disk until there is a problem to place, and not in memory. */
function textAgain(file: string): string | undefined {
  const read = textOfFile(file);
  return isProblem(read) ? undefined : read;
}

interface Origin {
  readonly text: ModelText;
  readonly where: string;
  readonly line?: number;
  readonly offset?: number;
}

function* documentsIn(text: string, origin: Origin): Iterable<ReadDocument> {
  const { where, line = 1, offset = 0 } = origin;
  const { file } = origin.text;
  let value: Json;
  try {
    value = JSON.parse(text) as Json;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    yield { problem: notJson(error, text, { file, line }) };
    return;
  }
  yield* problemsOfKeys(text, value, { file, line });
  const list = Array.isArray(value) ? (value as readonly Json[]) : [value];
  for (const [index, document] of list.entries()) {
    const outer = list === value ? [String(index)] : [];
    const isWrapped = isJsonObject(document) && isJsonObject(document.model);
    const path = isWrapped ? [...outer, 'model'] : outer;
    // What is no object is refused, with its place, when the models are resolved.
    const inner = (isWrapped ? document.model : document) as JsonObject;
    yield { document: inner, where, source: { text: origin.text, offset, path } };
  }
}

function notJson(
  error: SyntaxError,
  text: string,
  { file, line }: { readonly file: string; readonly line: number },
): Problem {
  if (text.includes('\0')) return badEncoding(`${file}:${line}`);
  const { offset, reason } = jsonFault(error, text);
  return new JsonSource(text, line).problemAt(offset, file, {
    code: 'VALIDATION_FAILED',
    where: '',
    message: `it is not JSON: ${reason}`,
    expected: 'one JSON document',
    action: 'correct the text',
  });
}
