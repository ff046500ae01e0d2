/**
 * The data folder: made when missing, marked as ours with the version of its format. A folder that
 * is not ours, is newer than this program or is damaged is refused and left as it is.
 */
import { constants } from 'node:fs';
import { access, mkdir, open, readdir, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { LinchpinError } from '../../model/errors.ts';
import { isJsonObject, type Json } from '../../model/json.ts';

/**
 * The format that this program writes; it reads this one and those before. Format 1 kept whole
 * records in its log of commits, where format 2 keeps what changed in them.
 */
const formatVersion = 2;

const marker = 'linchpin.json';

/**
 * Makes sure that a path is a data folder that this program can use, before anything is opened.
 * Whether it is in an older format, which has to be brought up to date.
 */
export async function prepareFolder(path: string): Promise<boolean> {
  try {
    await mkdir(path, { recursive: true });
    await access(path, constants.R_OK | constants.W_OK);
  } catch (cause) {
    const { message } = cause as Error;
    throw refused(path, `the data folder cannot be used: ${message}`, {
      expected: 'a folder that can be read and written',
      cause,
    });
  }
  const names = await readdir(path);
  if (names.includes(marker)) return checkMarker(path, await readFile(join(path, marker), 'utf8'));
  if (names.includes('linchpin.lmdb')) {
    throw damaged(path, `the folder has data but no marker (${marker})`);
  }
  if (names.some((name) => !name.startsWith('linchpin.'))) {
    throw refused(path, 'the folder holds other files and no Linchpin data', {
      expected: 'an empty or missing folder, or one that Linchpin made',
    });
  }
  await writeMarker(path);
  return false;
}

/** The error of a data folder that cannot be trusted. */
export function damaged(where: string, message: string, cause?: unknown): LinchpinError {
  const action = 'restore the data folder from a backup, or start with an empty one';
  const options = cause === undefined ? {} : { cause };
  return new LinchpinError({ code: 'DATA_DAMAGED', where, message, action }, options);
}

/** Whether the folder is in an older format. */
function checkMarker(path: string, text: string): boolean {
  const { format, product } = parse(path, text);
  if (product !== 'linchpin' || typeof format !== 'number') {
    throw damaged(join(path, marker), 'the folder’s marker is not one that Linchpin writes');
  }
  if (format <= formatVersion) return format < formatVersion;
  throw new LinchpinError({
    code: 'DATA_TOO_NEW',
    where: path,
    message: `the data folder was written by a newer version (format ${format})`,
    expected: `format ${formatVersion} or older`,
    action: 'use the newer version of Linchpin, or another data folder',
  });
}

function parse(path: string, text: string): Readonly<Record<string, Json>> {
  try {
    const value: Json = JSON.parse(text);
    if (isJsonObject(value)) return value;
  } catch (cause) {
    throw damaged(join(path, marker), 'the folder’s marker is not JSON', cause);
  }
  throw damaged(join(path, marker), 'the folder’s marker is not a JSON object');
}

/** Marks a folder with the present format. Renamed into place, so that a crash leaves a whole marker. */
export async function writeMarker(path: string): Promise<void> {
  const draft = join(path, `${marker}.${process.pid}`);
  const file = await open(draft, 'w');
  try {
    await file.writeFile(`${JSON.stringify({ product: 'linchpin', format: formatVersion })}\n`);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(draft, join(path, marker));
}

function refused(
  where: string,
  message: string,
  more: { readonly expected: string; readonly cause?: unknown },
): LinchpinError {
  const { expected, ...options } = more;
  const action = 'give another folder';
  return new LinchpinError({ code: 'BAD_USER_INPUT', where, message, expected, action }, options);
}
