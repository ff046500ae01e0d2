/**
 * The import: surveys files and adds their models, then commits twins and after them relationships
 * in batches, in bounded memory. Called by `linchpin import`, by `importGraph`, and by tests.
 * What is there already and equal is left alone, so an interrupted import is simply repeated.
 */
import type { Document, SourceFile } from '../interchange/document.ts';
import type { ReadFilesOptions } from '../interchange/read-files.ts';
import { documentSource, type RecordSource } from '../interchange/record-source.ts';
import { recordSources } from '../interchange/record-sources.ts';
import { findSources, foundInMemory, type SourceFiles } from '../interchange/source-files.ts';
import { LinchpinError, type Problem } from '../model/errors.ts';
import { idProblem } from '../model/twin.ts';
import type { CheckedStore } from '../store/checked/checked-store.ts';
import { loadModels } from './load-models.ts';
import { loadRecords } from './load-records.ts';
import { Rejections } from './load-rejections.ts';
import { surveyAll } from './load-survey.ts';
import { storeTarget } from './load-target.ts';

/** How an import goes about it. */
export interface LoadOptions extends ReadFilesOptions {
  /** Judges everything against a snapshot and changes nothing. */
  readonly dryRun?: boolean;
  /** Gives twins and relationships that are there and differ the files' content; else refused. */
  readonly replace?: boolean;
  /** Called with each piece that is surveyed and after each batch. */
  readonly onProgress?: (progress: LoadProgress) => void;
  /** Changes in a commit; 5,000 by default. */
  readonly batch?: number;
}

/** How far an import has come. */
export interface LoadProgress {
  /** The survey counts bytes on disk, loading counts twins and relationships. */
  readonly stage: 'survey' | 'load';
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
  /** The first 100,000. */
  readonly rejected: readonly Problem[];
  /** How many more were rejected. */
  readonly unlisted: number;
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
  const { batch = 5000, dryRun = false, replace, onProgress } = options;
  if (!(batch >= 1)) throw new TypeError('batch must be 1 or more');
  requirePrefix(options.prefix);
  const { files, skipped, problems } = sourcesOf(sources, options);
  const rejections = new Rejections();
  rejections.add('reading', problems);
  const { records, ...ontology } = await surveyAll(files, rejections, (done, total) =>
    onProgress?.({ stage: 'survey', done, total }),
  );
  const added = await loadModels(store, ontology, dryRun);
  rejections.add('models', added.rejected);
  const target = await storeTarget(store, { replace, dryRun, catalogue: added.catalogue });
  const loaded = await loadRecords(target, files, {
    batch,
    rejections,
    onProgress: (done) => onProgress?.({ stage: 'load', done, total: records }),
  });
  return {
    models: added.loaded,
    ...loaded,
    unchanged: added.unchanged + loaded.unchanged,
    rejected: rejections.listed,
    unlisted: rejections.unlisted,
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

/** What there is to read, in the order of the sources: files, bytes, documents. */
function sourcesOf(
  sources: readonly LoadSource[],
  options: ReadFilesOptions,
): SourceFiles<RecordSource> {
  const { files, skipped, problems } = findSources(
    sources.filter((source) => typeof source === 'string'),
  );
  const inMemory = sources.filter((source) => typeof source === 'object' && 'bytes' in source);
  const documents = sources.filter((source) => typeof source === 'object' && 'changes' in source);
  const read = recordSources([...files, ...inMemory.map(foundInMemory)], options);
  return { files: [...read, ...documents.map(documentSource)], skipped, problems };
}
