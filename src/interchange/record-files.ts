/** Record files, which are read piece by piece: NDJSON line by line, CSV row by row. */
import { isProblem, LinchpinError } from '../model/errors.ts';
import { NdjsonReader } from './adt/ndjson-reader.ts';
import type { CsvMapping } from './csv/mapping.ts';
import { type CsvReader, csvReader, openQuote } from './csv/reader.ts';
import { type CsvRow, CsvRows } from './csv/text.ts';
import { Findings } from './document.ts';
import type { RecordSource, Records, Survey } from './record-source.ts';
import type { Line } from './text.ts';
import { type ChunkedFile, LineSplitter, maxLine, textPieces, tooLong } from './text-stream.ts';

/** A file of ADT NDJSON. */
export function ndjsonSource(file: ChunkedFile): RecordSource {
  return guarded(file, {
    async survey(onRead) {
      const reader = new NdjsonReader(file.name);
      const found = new Findings();
      const count = { twins: 0, relationships: 0 };
      for await (const lines of linesOf(file, onRead)) {
        for (const line of lines) {
          const kind = reader.read(line, found, 'model');
          if (kind === 'twin') count.twins++;
          else if (kind === 'relationship') count.relationships++;
        }
      }
      const { models, modelSources, problems } = found;
      return { models, modelSources, problems, ...count };
    },
    async *read(kind) {
      const reader = new NdjsonReader(file.name);
      for await (const lines of linesOf(file)) {
        const found = new Findings();
        for (const line of lines) reader.read(line, found, kind);
        yield found;
      }
    },
  });
}

/** A CSV file, under its mapping where it has one. */
export function csvSource(file: ChunkedFile, mapping?: CsvMapping): RecordSource {
  return guarded(file, {
    async survey(onRead) {
      let size: CsvReader['size'] | undefined;
      const count = { twins: 0, relationships: 0 };
      for await (const { reader, rows } of rowsOf(file, mapping, onRead)) {
        size = reader.size;
        for (const _ of rows) {
          count.twins += size.twins;
          count.relationships += size.relationships;
        }
      }
      return { models: [], problems: [], ...count };
    },
    async *read(kind) {
      for await (const { reader, rows } of rowsOf(file, mapping)) {
        if (reader.size[`${kind}s`] === 0) return;
        const found = new Findings();
        for (const row of rows) reader.read(row, found, kind);
        yield found;
      }
    },
  });
}

/** A file that the survey finds broken as a whole gives that problem and no records. */
function guarded(file: ChunkedFile, source: Omit<RecordSource, 'size'>): RecordSource {
  let isRefused = false;
  return {
    size: file.size,
    async survey(onRead): Promise<Survey> {
      try {
        return await source.survey(onRead);
      } catch (error) {
        if (!(error instanceof LinchpinError)) throw error;
        isRefused = true;
        return { models: [], problems: error.problems, twins: 0, relationships: 0 };
      }
    },
    async *read(kind): AsyncIterable<Records> {
      if (!isRefused) yield* source.read(kind);
    },
  };
}

async function* linesOf(
  file: ChunkedFile,
  onRead?: (bytes: number) => void,
): AsyncGenerator<Iterable<Line>> {
  const splitter = new LineSplitter(file.name);
  for await (const text of textPieces(file, onRead)) yield splitter.feed(text);
  yield splitter.end();
}

interface RowsRead {
  readonly reader: CsvReader;
  readonly rows: Iterable<CsvRow>;
}

/** Throws the problem of a file that has no usable heading, or ends within quotes. */
async function* rowsOf(
  file: ChunkedFile,
  mapping?: CsvMapping,
  onRead?: (bytes: number) => void,
): AsyncGenerator<RowsRead> {
  const split = new CsvRows();
  let reader: CsvReader | undefined;
  const read = (rows: CsvRow[]): RowsRead => {
    if (reader === undefined) {
      const made = csvReader(file.name, rows.shift(), mapping);
      if (isProblem(made)) throw new LinchpinError(made);
      reader = made;
    }
    return { reader, rows };
  };
  for await (const text of textPieces(file, onRead)) {
    const rows = [...split.feed(text)];
    if (split.waiting > maxLine) throw new LinchpinError(tooLong(file.name, split.line));
    if (rows.length > 0) yield read(rows);
  }
  const rest = [...split.end()];
  if (!split.ended) throw new LinchpinError(openQuote(file.name));
  yield read(rest);
}
