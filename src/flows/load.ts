/**
 * The import: opens and reads files, adds their models, then commits twins and after them
 * relationships in batches. Called by `linchpin import`, by `start` for the seeds, and by tests.
 * What is there already and equal is left alone, so an interrupted import is simply repeated.
 */
import { type Document, joined, type SourceFile } from '../interchange/document.ts';
import { type ReadFilesOptions, readFiles } from '../interchange/read-files.ts';
import { openSources } from '../interchange/source-files.ts';
import { LinchpinError, type Problem } from '../model/errors.ts';
import { idProblem } from '../model/twin.ts';
import type { CheckedStore } from '../store/checked.ts';
import { loadChanges } from './load-changes.ts';
import { loadModels } from './load-models.ts';
import { withoutDuplicates } from './load-networks.ts';

/** How an import goes about it. */
export interface LoadOptions extends ReadFilesOptions {
  /** Judges everything against a snapshot and changes nothing. */
  readonly dryRun?: boolean;
  /** Gives twins and relationships that are there and differ the files' content; else refused. */
  readonly replace?: boolean;
  /** Called after each batch. */
  readonly onProgress?: (progress: LoadProgress) => void;
  /** Changes in a commit; 2,000 by default. */
  readonly batch?: number;
}

/** How far an import has come. */
export interface LoadProgress {
  /** Twins and relationships dealt with so far, and all of them. */
  readonly done: number;
  readonly total: number;
}

/** What an import brought in, and what it left out. */
export interface LoadResult {
  /** How many are in the graph now because of, or as in, the files. */
  readonly models: number;
  readonly twins: number;
  readonly relationships: number;
  /** How many of those had been there before. */
  readonly unchanged: number;
  /** How many of those had been there with other content; 0 unless `replace` is given. */
  readonly replaced: number;
  readonly rejected: readonly Problem[];
  /** Files in folders that no reader takes. */
  readonly skipped: readonly string[];
}

/** What can be loaded: the path of a file or folder, a file's bytes, or a document. */
export type LoadSource = string | SourceFile | Document;

/** Loads sources into a store; a bad item is listed in `rejected` and the others go in. */
export async function load(
  store: CheckedStore,
  sources: readonly LoadSource[],
  options: LoadOptions = {},
): Promise<LoadResult> {
  const batch = options.batch ?? 2000;
  if (!(batch >= 1)) throw new TypeError('batch must be 1 or more');
  requirePrefix(options.prefix);
  const { document, skipped } = readSources(sources, options);
  const models = await loadModels(store, document.models, options.dryRun === true);
  const distinct = withoutDuplicates(document);
  const { catalogue } = models;
  const { duplicates } = distinct;
  const changes = await loadChanges(store, distinct.changes, {
    ...options,
    batch,
    catalogue,
    duplicates,
  });
  return {
    models: models.loaded,
    twins: changes.twins,
    relationships: changes.relationships,
    unchanged: models.unchanged + changes.unchanged,
    replaced: changes.replaced,
    rejected: [...document.problems, ...models.rejected, ...distinct.problems, ...changes.rejected],
    skipped,
  };
}

/** A prefix must be able to begin an id. */
function requirePrefix(prefix: string | undefined): void {
  const wrong = prefix === undefined ? undefined : idProblem(prefix);
  if (wrong === undefined) return;
  throw new LinchpinError({
    code: 'BAD_USER_INPUT',
    where: 'prefix',
    message: wrong,
    expected: 'a short name such as north, which makes north-bus-1 of bus-1',
    action: 'give another prefix, or none',
  });
}

/** Everything that sources hold, in their order, and the files that were passed over. */
function readSources(
  sources: readonly LoadSource[],
  options: ReadFilesOptions,
): { document: Document; skipped: readonly string[] } {
  const paths = sources.filter((source) => typeof source === 'string');
  const opened = openSources(paths);
  const files = sources.filter((source) => typeof source === 'object' && 'bytes' in source);
  const documents = sources.filter((source) => typeof source === 'object' && 'changes' in source);
  const unreadable: Document = { models: [], changes: [], problems: opened.problems };
  const read = readFiles([...opened.files, ...files], options);
  return { document: joined([unreadable, ...read, ...documents]), skipped: opened.skipped };
}
