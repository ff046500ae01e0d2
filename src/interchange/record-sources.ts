/**
 * The files of an import as record sources: those of NDJSON and CSV are streamed, the others read
 * whole. Called by `load` and by imports into a running service.
 */
import { LinchpinError } from '../model/errors.ts';
import { type CsvMapping, readMapping } from './csv/mapping.ts';
import { type Document, refused, type SourceFile } from './document.ts';
import type { FormatName } from './formats.ts';
import { formatFor, mappingFor, type ReadFilesOptions, readFiles } from './read-files.ts';
import { csvSource, ndjsonSource } from './record-files.ts';
import { documentSource, type RecordSource } from './record-source.ts';
import type { FoundFile } from './source-files.ts';

/** Sources in the order of the files; the networks that several files make come last. */
export function recordSources(
  files: readonly FoundFile[],
  options: ReadFilesOptions = {},
): readonly RecordSource[] {
  const known = files.map((file) => ({ file, format: formatFor(file.beginning, options) }));
  const { others, unreadable } = opened(known.filter(({ format }) => !isStreamed(format)));
  const documents = readFiles(others, options);
  const mappings = mappingsAmong(others, options);
  let next = 0;
  const sources = known.map(({ file, format }) => {
    if (format === 'adt-ndjson') return ndjsonSource(file);
    if (format === 'csv') return csvSource(file, mappingFor(file.beginning.name, mappings));
    return documentSource(unreadable.get(file) ?? (documents[next++] as Document));
  });
  return [...sources, ...documents.slice(next).map(documentSource)];
}

/** Whether files of a format are read piece by piece. */
function isStreamed(format: FormatName | undefined): boolean {
  return format === 'adt-ndjson' || format === 'csv';
}

interface Known {
  readonly file: FoundFile;
}

/** Whole files, and what stands in for those that cannot be read. */
function opened(known: readonly Known[]) {
  const others: SourceFile[] = [];
  const unreadable = new Map<FoundFile, Document>();
  for (const { file } of known) {
    try {
      others.push(file.whole());
    } catch (error) {
      if (!(error instanceof LinchpinError)) throw error;
      unreadable.set(file, refused(...error.problems));
    }
  }
  return { others, unreadable };
}

function mappingsAmong(
  files: readonly SourceFile[],
  options: ReadFilesOptions,
): readonly CsvMapping[] {
  return files
    .filter((file) => formatFor(file, options) === 'csv-mapping')
    .map(readMapping)
    .filter((mapping) => 'twins' in mapping);
}
