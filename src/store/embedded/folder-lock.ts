/**
 * Holds a data folder for one process, by a file that names its holder. The lock of a process that
 * died, by kill -9 or with its machine, is seen to be stale and taken over.
 */
import { randomUUID } from 'node:crypto';
import { readFileSync, unlinkSync } from 'node:fs';
import { link, readFile, rename, unlink, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { LinchpinError } from '../../model/errors.ts';
import { isAlive, startOf } from '../live/process-start.ts';

interface Holder {
  readonly pid: number;
  readonly host: string;
  /** When the process started, in a form only to be compared: ids of processes are used again. */
  readonly start: string;
  /** Tells two locks of one process apart. */
  readonly token: string;
}

/** A data folder that this process holds. */
export interface FolderLock {
  /** Whether who held it before ended without giving it back. */
  readonly wasStale: boolean;
  release(): Promise<void>;
  /** Leaves it as a process does that is killed: the next one finds it stale. */
  abandon(): Promise<void>;
}

const fileName = 'linchpin.lock';

/** Takes the lock; `DATA_LOCKED` when a living process holds it. */
export async function lockFolder(path: string): Promise<FolderLock> {
  const file = join(path, fileName);
  const self = {
    pid: process.pid,
    host: hostname(),
    start: startOf(process.pid),
    token: randomUUID(),
  };
  const draft = `${file}.${self.token}`;
  let wasStale = false;
  try {
    await writeDraft(draft, JSON.stringify(self), path);
    if (!(await tryLink(draft, file))) {
      await removeStale(path, file);
      wasStale = true;
      if (!(await tryLink(draft, file))) throw locked(path, undefined);
    }
  } finally {
    await unlink(draft).catch(() => undefined);
  }
  return held(file, self, wasStale);
}

async function writeDraft(draft: string, text: string, path: string): Promise<void> {
  try {
    await writeFile(draft, text, { flush: true });
  } catch (cause) {
    throw new LinchpinError(
      {
        code: 'UNAVAILABLE',
        where: path,
        message: `the data folder cannot be locked: ${(cause as Error).message}`,
        action: 'make room on the disk, or check it, and start again',
      },
      { cause },
    );
  }
}

function held(file: string, self: Holder, wasStale: boolean): FolderLock {
  const isOurs = () => {
    try {
      return (JSON.parse(readFileSync(file, 'utf8')) as Holder).token === self.token;
    } catch {
      return false;
    }
  };
  return {
    wasStale,
    async release() {
      if (isOurs()) unlinkSync(file);
    },
    async abandon() {
      const stale = JSON.stringify({ ...self, start: 'given up' });
      // A lock that is not whole is as good as a stale one.
      if (isOurs()) await writeFile(file, stale).catch(() => undefined);
    },
  };
}

/** Creates the lock file whole or not at all. */
async function tryLink(draft: string, file: string): Promise<boolean> {
  try {
    await link(draft, file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/** Moves a stale lock away; `DATA_LOCKED` when it is not stale, or another process was faster. */
async function removeStale(path: string, file: string): Promise<void> {
  const holder = await readHolder(file);
  if (holder !== undefined && isHeld(holder)) throw locked(path, holder);
  const aside = `${file}.${randomUUID()}`;
  await rename(file, aside).catch(() => undefined);
  const moved = await readHolder(aside);
  if (moved !== undefined && moved.token !== holder?.token) await tryLink(aside, file);
  await unlink(aside).catch(() => undefined);
}

async function readHolder(file: string): Promise<Holder | undefined> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as Holder;
  } catch {
    return undefined;
  }
}

/** A holder on another machine or in another container cannot be seen, so it counts as alive. */
function isHeld({ pid, host, start }: Holder): boolean {
  if (host !== hostname()) return true;
  return isAlive(pid) && (start === '' || start === startOf(pid));
}

function locked(path: string, holder: Holder | undefined): LinchpinError {
  const who = holder === undefined ? 'another process' : `process ${holder.pid} on ${holder.host}`;
  return new LinchpinError({
    code: 'DATA_LOCKED',
    where: path,
    message: `the data folder is in use by ${who}`,
    expected: 'a folder that no other process works on',
    action: `stop it, ask it with --url, or use another folder; if it no longer exists, delete ${join(path, fileName)}`,
  });
}
