/** The edits of `linchpin simulate` as a file has them: times in seconds or as ISO 8601 durations. */
import { readFileSync } from 'node:fs';
import { durationSeconds } from '../model/duration.ts';
import { LinchpinError } from '../model/errors.ts';
import { isDeeper } from '../model/json.ts';
import type { Edit } from '../model/scenario.ts';

/** As deep as the variables of a request may nest. */
const deepest = 64;

/** `BAD_USER_INPUT` for a file that is no JSON list, and for a time that is no duration. */
export function editsIn(file: string): readonly Edit[] {
  return listIn(file).map((edit, index) => withSeconds(edit, `edits[${index}]`) as Edit);
}

function listIn(file: string): readonly unknown[] {
  try {
    // Some editors begin a file with a byte order mark.
    const edits: unknown = JSON.parse(readFileSync(file, 'utf8').replace(/^\uFEFF/, ''));
    if (!Array.isArray(edits)) throw new Error('it is not a list');
    if (isDeeper(edits, deepest)) throw new Error(`it nests deeper than ${deepest} levels`);
    return edits;
  } catch (cause) {
    const message = `the edits cannot be read: ${(cause as Error).message}`;
    const problem = {
      code: 'BAD_USER_INPUT',
      where: file,
      message,
      expected: 'a JSON list such as [{"outage": {"twin": "pump-1", "from": 0}}]',
      action: 'correct the path or the file',
    } as const;
    throw new LinchpinError(problem, { cause });
  }
}

/** The same with `at`, and an outage's `from` and `until`, in seconds; what is no edit stays as it is. */
function withSeconds(edit: unknown, place: string): unknown {
  if (!isObject(edit)) return edit;
  const timed = inSeconds(edit, ['at'], place);
  if (!isObject(timed.outage)) return timed;
  return { ...timed, outage: inSeconds(timed.outage, ['from', 'until'], `${place}.outage`) };
}

function inSeconds(
  values: Readonly<Record<string, unknown>>,
  times: readonly string[],
  place: string,
): Readonly<Record<string, unknown>> {
  const texts = times.filter((name) => typeof values[name] === 'string');
  const seconds = texts.map((name) => [name, secondsOf(values[name], `${place}.${name}`)]);
  return { ...values, ...Object.fromEntries(seconds) };
}

function secondsOf(text: unknown, where: string): number {
  try {
    return durationSeconds(text);
  } catch (error) {
    if (!(error instanceof LinchpinError)) throw error;
    const [{ code, message, expected } = { code: 'BAD_USER_INPUT', message: '' } as const] =
      error.problems;
    throw new LinchpinError({ code, where, message, expected: `seconds, or ${expected}` });
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
