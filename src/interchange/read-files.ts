/**
 * Reads many files at once, each by the reader of its format; the files of one road network belong
 * together, and a CSV file with its mapping. Called by `load` and by the throw-away graphs.
 */
import { LinchpinError, type Problem } from '../model/errors.ts';
import { readAdtJson } from './adt/json-reader.ts';
import { readNdjson } from './adt/ndjson-reader.ts';
import { type CsvMapping, isMappingName, readMapping } from './csv/mapping.ts';
import { readCsv } from './csv/reader.ts';
import { type Document, joined, ofNetwork, refused, type SourceFile } from './document.ts';
import { readEpanet } from './epanet/reader.ts';
import { type FormatName, formatNames, formatOf } from './formats.ts';
import { readMatpower } from './matpower/reader.ts';
import type { ReadOptions } from './naming.ts';
import { readPandapower } from './pandapower/reader.ts';
import { readTntp, tntpNetworkOf } from './tntp/reader.ts';

/** How files are read. */
export interface ReadFilesOptions extends ReadOptions {
  /** The format of all files but mappings; guessed for each where absent. */
  readonly format?: FormatName;
}

/** Reads files in order; one document for each file or network. */
export function readFiles(
  files: readonly SourceFile[],
  options: ReadFilesOptions = {},
): readonly Document[] {
  const known = files.map((file) => {
    return { file, format: formatFor(file, options) };
  });
  const of = (format: FormatName) =>
    known.filter((each) => each.format === format).map(({ file }) => file);
  const mappings = of('csv-mapping').map((file) => readMapping(file));
  const roads = new Map<string, SourceFile[]>();
  for (const file of of('tntp')) {
    const network = tntpNetworkOf(file.name);
    roads.set(network, [...(roads.get(network) ?? []), file]);
  }
  return [
    ...known.map(({ file, format }) =>
      guarded(file.name, () => readOne(file, format, options, mappings)),
    ),
    ...[...roads].map(([network, group]) =>
      guarded(network, () => ofNetwork(network, readTntp(group, options))),
    ),
  ];
}

/** The format that a file is read by: the one that is asked for, else its own. */
export function formatFor(file: SourceFile, options: ReadFilesOptions): FormatName | undefined {
  const isMapping = isMappingName(file.name);
  return (isMapping ? undefined : options.format) ?? formatOf(file);
}

/** All documents of `readFiles` as one. */
export function readDocument(
  files: readonly SourceFile[],
  options: ReadFilesOptions = {},
): Document {
  return joined(readFiles(files, options));
}

/** What mapping files came to. */
export type Mappings = readonly (CsvMapping | readonly Problem[])[];

function readOne(
  file: SourceFile,
  format: FormatName | undefined,
  options: ReadOptions,
  mappings: Mappings,
): Document {
  switch (format) {
    case 'adt-ndjson':
      return readNdjson(file);
    case 'adt-json':
      return readAdtJson(file);
    case 'matpower':
      return ofNetwork(file.name, readMatpower(file, options));
    case 'pandapower':
      return ofNetwork(file.name, readPandapower(file, options));
    case 'epanet':
      return ofNetwork(file.name, readEpanet(file, options));
    case 'csv':
      return readCsv(file, mappingFor(file.name, mappings));
    case 'csv-mapping': {
      const mapping = readMapping(file);
      return 'twins' in mapping ? joined([]) : refused(...mapping);
    }
    case 'tntp':
      return joined([]);
    default:
      return refused(unknownFormat(file.name));
  }
}

/** The mapping for a CSV file. */
export function mappingFor(name: string, mappings: Mappings): CsvMapping | undefined {
  const base = name.split(/[\\/]/).at(-1);
  for (const mapping of mappings) if ('twins' in mapping && mapping.file === base) return mapping;
  return undefined;
}

/** A reader's refusal by exception becomes a problem of its file, and the other files go on. */
function guarded(name: string, read: () => Document): Document {
  try {
    return read();
  } catch (error) {
    if (error instanceof LinchpinError) return refused(...error.problems);
    if (!(error instanceof RangeError)) throw error;
    const message = 'the file is too large or too deeply nested to be read';
    return refused({ code: 'LIMIT_EXCEEDED', where: name, message, action: 'split the file' });
  }
}

function unknownFormat(name: string): Problem {
  return {
    code: 'BAD_USER_INPUT',
    where: name,
    message: 'the format of the file is not recognised',
    expected: formatNames.join(', '),
    action: 'name the format with --format',
  };
}
