/**
 * Notices that the file under an open store was removed, moved or replaced: the system would go on
 * writing to it, and all of that would be gone with the process. Used by the writer and by health.
 */
import { statSync } from 'node:fs';
import type { Problem } from '../../model/errors.ts';

/** Why what is written to an open file would be lost; undefined while its name still leads to it. */
export function filePresence(path: string): () => Problem | undefined {
  const opened = identityOf(path);
  return () => (identityOf(path) === opened ? undefined : gone(path));
}

/** Device and number of the file that a path leads to; undefined where there is none. */
function identityOf(path: string): string | undefined {
  try {
    const { dev, ino } = statSync(path, { bigint: true });
    return `${dev}:${ino}`;
  } catch {
    return undefined;
  }
}

function gone(path: string): Problem {
  return {
    code: 'UNAVAILABLE',
    where: path,
    message: 'the file was removed, moved or replaced, so nothing can be kept; reads go on',
    action: 'put the same file back by moving it, or restart with the data folder you want',
  };
}
