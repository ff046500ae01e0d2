/** Finds and opens the files that an import names: files by themselves, folders with all in them. */
import { readFileSync, statSync } from 'node:fs';
import { filesUnder } from '../files-under.ts';
import type { Problem } from '../model/errors.ts';
import { isMappingName } from './csv/mapping.ts';
import type { SourceFile } from './document.ts';
import { isReadable } from './formats.ts';

/** What paths led to. */
export interface SourceFiles {
  readonly files: readonly SourceFile[];
  /** Files of folders that no reader takes: notes, tables without a mapping. */
  readonly skipped: readonly string[];
  /** Paths that cannot be read. */
  readonly problems: readonly Problem[];
}

/** Opens paths in order; a folder's files by path, those of hidden folders left out. */
export function openSources(paths: readonly string[]): SourceFiles {
  const files: SourceFile[] = [];
  const skipped: string[] = [];
  const problems: Problem[] = [];
  for (const path of paths) {
    try {
      if (!statSync(path).isDirectory()) {
        files.push(open(path));
        continue;
      }
      const found = filesUnder(path).map(open);
      const mappings = found.filter(({ name }) => isMappingName(name));
      for (const file of found) {
        if (isReadable(file, mappings)) files.push(file);
        else skipped.push(file.name);
      }
    } catch (error) {
      problems.push(unreadable(path, error));
    }
  }
  return { files, skipped, problems };
}

function open(path: string): SourceFile {
  return { name: path, bytes: readFileSync(path) };
}

function unreadable(path: string, error: unknown): Problem {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return {
    code: code === 'ENOENT' ? 'NOT_FOUND' : 'BAD_USER_INPUT',
    where: path,
    message: code === 'ENOENT' ? 'there is no such file or folder' : `it cannot be read (${code})`,
    expected: 'a file or folder that can be read',
    action: 'correct the path',
  };
}
