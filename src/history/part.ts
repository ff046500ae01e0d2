/**
 * A part of a segment: the entries of some records, column by column, so that one record is found
 * and read without the others. Written when a tail is sealed, read by `segments`.
 */
import type { Json } from '../model/json.ts';
import { ByteReader, ByteWriter } from './bytes.ts';
import { readNumbers, writeNumbers } from './columns.ts';
import type { Entry, RecordEntries } from './entry.ts';

/** What an entry holds, as bits of one number. */
const isLate = 1;
const stampSet = 2;
const stampRemoved = 4;
const hasSequence = 8;
const hasWriter = 16;
const isNumber = 32;
const isJson = 64;

/** Texts and values that entries refer to by number. */
interface Shared {
  readonly paths: string[];
  readonly writers: string[];
  /** Values that are not numbers. */
  readonly values: Json[];
}

/** Encodes records, in the order of their keys. */
export function encodePart(records: readonly (readonly [string, RecordEntries])[]): Uint8Array {
  const shared = {
    paths: numbering<string>((path) => path),
    writers: numbering<string>((writer) => writer),
    values: numbering<Json>(JSON.stringify),
  };
  const body = new ByteWriter();
  const record = new ByteWriter();
  for (const [, paths] of records) {
    record.clear();
    for (const [path, entries] of paths) {
      record.varint(shared.paths.of(path));
      record.varint(entries.length);
      writeEntries(record, entries, shared);
    }
    body.varint(record.length);
    body.bytes(record.written());
  }
  const part = new ByteWriter();
  const { paths, writers, values } = shared;
  const texts: Shared = { paths: paths.all, writers: writers.all, values: values.all };
  part.text(JSON.stringify({ keys: records.map(([key]) => key), ...texts }));
  part.bytes(body.written());
  return part.written();
}

/** The records of a part, or one of them. */
export function* decodePart(
  bytes: Uint8Array,
  only?: string,
): Iterable<readonly [string, RecordEntries]> {
  const reader = new ByteReader(bytes);
  const { keys, ...shared } = JSON.parse(reader.text()) as Shared & { readonly keys: string[] };
  for (const key of keys) {
    const length = reader.varint();
    if (only === undefined || only === key) {
      yield [key, readRecord(new ByteReader(reader.bytes(length)), shared)];
    } else reader.skip(length);
  }
}

function readRecord(reader: ByteReader, shared: Shared): RecordEntries {
  const paths = new Map<string, Entry[]>();
  while (!reader.done) {
    const path = shared.paths[reader.varint()] as string;
    paths.set(path, readEntries(reader, reader.varint(), shared));
  }
  return paths;
}

type Numberings = { readonly [K in keyof Shared]: Numbering<Shared[K][number]> };

function writeEntries(writer: ByteWriter, entries: readonly Entry[], shared: Numberings): void {
  const column = (numberOf: (entry: Entry) => number, flag = 0) => {
    const held = flag === 0 ? entries : entries.filter((entry) => (flagsOf(entry) & flag) !== 0);
    writeNumbers(writer, held.map(numberOf));
  };
  column(flagsOf);
  column(({ revision }) => revision);
  column(({ time }) => time);
  column(({ value }) => value as number, isNumber);
  column(({ value }) => shared.values.of(value as Json), isJson);
  column(({ sequence }) => sequence as number, hasSequence);
  column(({ writer }) => shared.writers.of(writer as string), hasWriter);
}

function readEntries(reader: ByteReader, count: number, shared: Shared): Entry[] {
  const flags = readNumbers(reader, count);
  const column = (flag: number) => {
    const held = flags.filter((bits) => (bits & flag) !== 0).length;
    return readNumbers(reader, held).values();
  };
  const revisions = readNumbers(reader, count);
  const times = readNumbers(reader, count);
  const numbers = column(isNumber);
  const values = column(isJson);
  const sequences = column(hasSequence);
  const writers = column(hasWriter);
  const next = (column: Iterator<number>) => column.next().value as number;
  return flags.map((bits, i): Entry => {
    const json = (bits & isJson) !== 0 ? shared.values[next(values)] : undefined;
    return {
      revision: revisions[i] as number,
      time: times[i] as number,
      value: (bits & isNumber) !== 0 ? next(numbers) : json,
      stamp: (bits & stampSet) !== 0 ? 'set' : (bits & stampRemoved) !== 0 ? 'removed' : 'kept',
      late: (bits & isLate) !== 0,
      sequence: (bits & hasSequence) !== 0 ? next(sequences) : undefined,
      writer: (bits & hasWriter) !== 0 ? shared.writers[next(writers)] : undefined,
    };
  });
}

function flagsOf({ value, stamp, late, sequence, writer }: Entry): number {
  return (
    (late ? isLate : 0) |
    (stamp === 'set' ? stampSet : stamp === 'removed' ? stampRemoved : 0) |
    (sequence === undefined ? 0 : hasSequence) |
    (writer === undefined ? 0 : hasWriter) |
    (typeof value === 'number' ? isNumber : value === undefined ? 0 : isJson)
  );
}

/** Numbers for things as they come, the same for equal ones. */
interface Numbering<T> {
  readonly all: T[];
  of(item: T): number;
}

function numbering<T>(nameOf: (item: T) => string): Numbering<T> {
  const numbers = new Map<string, number>();
  const all: T[] = [];
  return {
    all,
    of(item) {
      const name = nameOf(item);
      let number = numbers.get(name);
      if (number === undefined) {
        number = all.length;
        numbers.set(name, number);
        all.push(item);
      }
      return number;
    },
  };
}
