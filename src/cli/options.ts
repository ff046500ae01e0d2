/** Options that several commands share, and the checks of what users give for them. */
import { existsSync, statSync } from 'node:fs';
import { type Command, InvalidArgumentError } from 'commander';
import { environment, readStorePlace, type StorePlace } from '../config.ts';
import { LinchpinError, type Problem } from '../model/errors.ts';

/** What a user says of where the graph is. */
export interface PlaceFlags {
  readonly store?: string;
  readonly data?: string;
}

/** What a user says of the running service to ask, or of the store to work on instead. */
export interface ServiceFlags extends PlaceFlags {
  readonly url?: string;
}

/** Adds `--store` and `--data`; `placeOf` gives what stands behind them. */
export function withPlace(command: Command): Command {
  return command
    .option('--store <kind>', 'embedded or neo4j, which NEO4J_URI names (default LINCHPIN_STORE)')
    .option('--data <dir>', 'data folder (default LINCHPIN_DATA, else .linchpin)');
}

/** The store to work on: the flags, else the environment, else the default. */
export function placeOf({ store, data }: PlaceFlags): StorePlace {
  return readStorePlace({ store, data });
}

/** The same; `NOT_FOUND` when its data folder is not there, for commands that only read. */
export function existingPlace(flags: PlaceFlags): StorePlace {
  const place = placeOf(flags);
  if (place.store !== 'embedded' || existsSync(place.data)) return place;
  throw new LinchpinError({
    code: 'NOT_FOUND',
    where: place.data,
    message: 'there is no data folder here',
    expected: 'a folder that linchpin start or linchpin import made',
    action: 'name it with --data',
  });
}

/** The service to ask: `--url`, else LINCHPIN_URL; none where a flag names a store to work on. */
export function serviceOf({ url, store, data }: ServiceFlags): string | undefined {
  const isPlace = store !== undefined || data !== undefined;
  if (url !== undefined && isPlace) throw new LinchpinError(twoPlaces);
  return url ?? (isPlace ? undefined : environment().LINCHPIN_URL);
}

const twoPlaces: Problem = {
  code: 'BAD_USER_INPUT',
  where: '--url',
  message: 'a service and a store of this machine are given',
  expected: '--url, or --data and --store',
  action: 'leave one of them out',
};

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
