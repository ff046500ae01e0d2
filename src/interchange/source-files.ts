/** Finds and opens the files that an import names: files by themselves, folders with all in them. */
import {
  closeSync,
  createReadStream,
  openSync,
  readFileSync,
  readSync,
  type Stats,
  statSync,
} from 'node:fs';
import { constants, createGunzip, gunzipSync } from 'node:zlib';
import { filesUnder } from '../files-under.ts';
import { LinchpinError, type Problem } from '../model/errors.ts';
import { isMappingName } from './csv/mapping.ts';
import type { SourceFile } from './document.ts';
import { isReadable } from './formats.ts';
import type { ChunkedFile } from './text-stream.ts';

/** What paths led to. */
export interface SourceFiles<F = SourceFile> {
  readonly files: readonly F[];
  /** Files of folders that no reader takes: notes, tables without a mapping. */
  readonly skipped: readonly string[];
  /** Paths that cannot be read. */
  readonly problems: readonly Problem[];
}

/** A file that was found: its beginning is known, the rest is read when it is wanted. */
export interface FoundFile extends ChunkedFile {
  /** The first 4,096 bytes, unpacked, under the name without `.gz`. */
  readonly beginning: SourceFile;
  /** Throws a `LinchpinError` when it cannot be read. */
  whole(): SourceFile;
}

/** Opens paths in order; a folder's files by path, those of hidden folders left out. */
export function openSources(paths: readonly string[]): SourceFiles {
  const { files, skipped, problems } = findSources(paths);
  const opened: SourceFile[] = [];
  const unreadable: Problem[] = [...problems];
  for (const file of files) {
    try {
      opened.push(file.whole());
    } catch (error) {
      if (!(error instanceof LinchpinError)) throw error;
      unreadable.push(...error.problems);
    }
  }
  return { files: opened, skipped, problems: unreadable };
}

/** Like `openSources`, but reads no more than the beginnings. */
export function findSources(paths: readonly string[]): SourceFiles<FoundFile> {
  const files: FoundFile[] = [];
  const skipped: string[] = [];
  const problems: Problem[] = [];
  for (const path of paths) {
    try {
      const stats = statSync(path);
      if (!stats.isDirectory()) {
        files.push(find(path, stats));
        continue;
      }
      const found = filesUnder(path).map((each) => find(each, statSync(each)));
      const mappings = found.filter(({ beginning }) => isMappingName(beginning.name));
      for (const file of found) {
        if (isReadable(file, mappings)) files.push(file);
        else skipped.push(file.name);
      }
    } catch (error) {
      problems.push(unreadableFile(path, error));
    }
  }
  return { files, skipped, problems };
}

/** Bytes in memory as a file that was found. */
export function foundInMemory(file: SourceFile): FoundFile {
  const { name, bytes } = file;
  return {
    name,
    size: bytes.length,
    beginning: { name, bytes: bytes.subarray(0, beginningBytes) },
    whole: () => file,
    async *chunks(onRead) {
      for (let at = 0; at < bytes.length; at += chunkBytes) {
        const chunk = bytes.subarray(at, at + chunkBytes);
        onRead?.(chunk.length);
        yield chunk;
      }
    },
  };
}

const beginningBytes = 4096;
const chunkBytes = 1 << 18;

function find(path: string, { size }: Stats): FoundFile {
  return {
    name: path,
    size,
    beginning: { name: unpackedName(path), bytes: beginningOf(path) },
    whole: () => wholeOf(path),
    chunks: (onRead) => chunksOf(path, onRead),
  };
}

function beginningOf(path: string): Uint8Array {
  const file = openSync(path, 'r');
  try {
    const bytes = new Uint8Array(beginningBytes);
    const length = readSync(file, bytes);
    return unpacked(path, bytes.subarray(0, length), true).subarray(0, beginningBytes);
  } finally {
    closeSync(file);
  }
}

function wholeOf(path: string): SourceFile {
  try {
    return { name: unpackedName(path), bytes: unpacked(path, readFileSync(path)) };
  } catch (error) {
    throw new LinchpinError(unreadableFile(path, error), { cause: error });
  }
}

function unpackedName(path: string): string {
  return path.replace(/\.gz$/i, '');
}

function isPacked(path: string): boolean {
  return unpackedName(path) !== path;
}

/** With `isPart`, as much as the first bytes of a packed file give. */
function unpacked(path: string, bytes: Uint8Array, isPart = false): Uint8Array {
  if (!isPacked(path) || bytes.length === 0) return bytes;
  return gunzipSync(bytes, isPart ? { finishFlush: constants.Z_SYNC_FLUSH } : {});
}

/** Throws a `LinchpinError` for a file that cannot be read to its end. */
async function* chunksOf(
  path: string,
  onRead: (bytes: number) => void = () => {},
): AsyncGenerator<Uint8Array> {
  const file = createReadStream(path, { highWaterMark: chunkBytes });
  file.on('data', ({ length }) => onRead(length));
  // A pipe does not hand errors on.
  const bytes = isPacked(path) ? file.pipe(createGunzip({ chunkSize: chunkBytes })) : file;
  if (bytes !== file) file.on('error', (error) => bytes.destroy(error));
  try {
    for await (const chunk of bytes) yield chunk as Uint8Array;
  } catch (error) {
    throw new LinchpinError(unreadableFile(path, error), { cause: error });
  } finally {
    file.destroy();
  }
}

function unreadableFile(path: string, error: unknown): Problem {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code.startsWith('Z_')) {
    return {
      code: 'BAD_USER_INPUT',
      where: path,
      message: code === 'Z_BUF_ERROR' ? 'the packed data ends too early' : 'it is no gzip data',
      expected: 'a whole file that gzip made',
      action: 'copy or pack the file again',
    };
  }
  return {
    code: code === 'ENOENT' ? 'NOT_FOUND' : 'BAD_USER_INPUT',
    where: path,
    message: code === 'ENOENT' ? 'there is no such file or folder' : `it cannot be read (${code})`,
    expected: 'a file or folder that can be read',
    action: 'correct the path',
  };
}
