/** Options that several commands share, and the checks of what users give for them. */
import { existsSync, statSync } from 'node:fs';
import { InvalidArgumentError, Option } from 'commander';
import { environment } from '../config.ts';
import { LinchpinError } from '../model/errors.ts';

/** `--data DIR`; `dataFolder` gives what stands behind it. */
export function dataOption(): Option {
  return new Option('--data <dir>', 'data folder (default LINCHPIN_DATA, else .linchpin)');
}

/** The data folder to work on: the flag, else the environment, else the default. */
export function dataFolder(flag: string | undefined): string {
  return flag || environment().LINCHPIN_DATA || '.linchpin';
}

/** The same folder; `NOT_FOUND` when it is not there, for commands that only read. */
export function existingFolder(flag: string | undefined): string {
  const folder = dataFolder(flag);
  if (existsSync(folder)) return folder;
  throw new LinchpinError({
    code: 'NOT_FOUND',
    where: folder,
    message: 'there is no data folder here',
    expected: 'a folder that linchpin start or linchpin import made',
    action: 'name it with --data',
  });
}

/** Reads a number; commander names the option when it is none. */
export function numberOf(text: string): number {
  const value = Number(text);
  if (text.trim() !== '' && Number.isFinite(value)) return value;
  throw new InvalidArgumentError('Expected a number.');
}

/** Refuses paths that are not there (`NOT_FOUND`) before anything is read or changed. */
export function requirePaths(paths: readonly string[]): void {
  for (const path of paths) {
    if (statSync(path, { throwIfNoEntry: false }) !== undefined) continue;
    throw new LinchpinError({
      code: 'NOT_FOUND',
      where: path,
      message: 'there is no such file or folder',
      expected: 'files or folders that can be read',
      action: 'correct the path',
    });
  }
}
