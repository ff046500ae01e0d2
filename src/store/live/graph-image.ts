/**
 * A file with the graph as it was at some revision, from which a live store starts fast. It is a
 * cache: an image that is damaged, of other data or too old for the log is passed over.
 */
import { open, readdir, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { commitOf } from '../../model/commit-log.ts';
import type { TwinGraph } from '../../model/graph.ts';
import { canonicalJson, type Json } from '../../model/json.ts';
import { decodeGraph, encodeGraph } from '../../model/packed/image.ts';
import { digestOf } from './digest.ts';
import type { Journal } from './journal.ts';
import { isAlive } from './process-start.ts';

/** A smaller graph, in records, is read from its records as fast. */
const leastRecords = 20_000;

/** An image is made anew after so long, or so many commits: logs keep some more than these. */
const oldest = { milliseconds: 60_000, commits: 40_000 };

/** At least so many times as long as the last one took lie between two of them. */
const pause = 20;

/** The head of the file is JSON text, filled up with blanks; the graph's own image follows. */
const headBytes = 512;

/** How many bytes are read at once at most. */
const longestRead = 1 << 28;

/** How many commits are read from the log at once. */
const chunk = 256;

/** Which graph an image is of. */
interface Head {
  readonly journal: string;
  /** Digest of the commit that led to the graph: another past of the same data has another. */
  readonly commit: string;
}

/** The image file of one live store. */
export class GraphImage {
  readonly #path: string;
  readonly #journal: Journal;
  #revision = 0;
  #writtenAt = Number.NEGATIVE_INFINITY;
  /** How long the last one took. */
  #milliseconds = 0;
  #writing: Promise<void> | undefined;

  constructor(path: string, journal: Journal) {
    this.#path = path;
    this.#journal = journal;
  }

  /**
   * The graph of the image, brought up to date from the log; undefined when it is of no use. Also
   * removes what processes that were killed had written of another one.
   */
  async read(): Promise<TwinGraph | undefined> {
    await removeLostDrafts(this.#path).catch(() => undefined);
    try {
      const bytes = await readWhole(this.#path);
      const head = JSON.parse(bytes.toString('utf8', 0, headBytes)) as Head;
      if (head.journal !== this.#journal.id) return undefined;
      const graph = decodeGraph(bytes.subarray(headBytes));
      if (head.commit !== (await this.#commitAt(graph.revision))) return undefined;
      const present = await this.#upToDate(graph);
      this.#revision = graph.revision;
      this.#writtenAt = performance.now();
      return present;
    } catch {
      return undefined;
    }
  }

  /** Writes an image of a graph without overlays, in the background, when the last one is old. */
  offer(graph: TwinGraph): void {
    if (this.#writing !== undefined) return;
    const age = performance.now() - this.#writtenAt;
    const commits = graph.revision - this.#revision;
    const isOld = age >= Math.max(oldest.milliseconds, this.#milliseconds * pause);
    if (!isOld && commits < oldest.commits) return;
    this.#writing = this.#write(graph).finally(() => {
      this.#writing = undefined;
    });
  }

  /** Writes a last image, of the graph that the next start will find. */
  async close(graph: TwinGraph): Promise<void> {
    await this.#writing;
    if (graph.revision !== this.#revision) await this.#write(graph);
  }

  async #write(graph: TwinGraph): Promise<void> {
    const { revision, size } = graph;
    if (size.twins + size.relationships < leastRecords) return;
    const draft = draftOf(this.#path, process.pid);
    const started = performance.now();
    try {
      const commit = await this.#commitAt(revision);
      if (commit === undefined) return;
      await writeWhole(draft, { journal: this.#journal.id, commit }, graph);
      await rename(draft, this.#path);
      this.#revision = revision;
      this.#writtenAt = performance.now();
      this.#milliseconds = this.#writtenAt - started;
    } catch {
      // Without an image the next start reads the records, which takes longer and is as good.
      await rm(draft, { force: true }).catch(() => undefined);
    }
  }

  async #commitAt(revision: number): Promise<string | undefined> {
    const [record] = await this.#journal.commitsAfter(revision - 1, 1);
    return record && digestOf(canonicalJson(record as unknown as Json));
  }

  async #upToDate(image: TwinGraph): Promise<TwinGraph> {
    let graph = image;
    for (;;) {
      const records = await this.#journal.commitsAfter(graph.revision, chunk);
      if (records.length === 0) return graph;
      for (const record of records) {
        const { changeset } = commitOf(record, graph);
        graph = graph.withChanges(changeset, record.revision);
      }
    }
  }
}

/** Where a process writes an image until it is whole: several services may share the folder. */
function draftOf(path: string, pid: number): string {
  return `${path}.${pid}`;
}

/** Removes the drafts of processes that are gone; to remove a living one's would cost it an image. */
async function removeLostDrafts(path: string): Promise<void> {
  const folder = dirname(path);
  const beginning = `${basename(path)}.`;
  for (const name of await readdir(folder)) {
    const pid = name.startsWith(beginning) ? name.slice(beginning.length) : '';
    if (!/^[0-9]+$/.test(pid)) continue;
    const draft = join(folder, name);
    if (await isLost(draft, Number(pid))) await rm(draft, { force: true });
  }
}

/** In a container every process has the same id: then a draft is as old as who wrote it. */
async function isLost(draft: string, pid: number): Promise<boolean> {
  if (pid !== process.pid) return !isAlive(pid);
  return (await stat(draft)).mtimeMs < performance.timeOrigin;
}

/** All of a file, also where it is longer than what one call reads. */
async function readWhole(path: string): Promise<Buffer> {
  const file = await open(path);
  try {
    const bytes = Buffer.allocUnsafeSlow((await file.stat()).size);
    for (let at = 0; at < bytes.length; ) {
      const { bytesRead } = await file.read(bytes, at, Math.min(longestRead, bytes.length - at));
      if (bytesRead === 0) return bytes.subarray(0, at);
      at += bytesRead;
    }
    return bytes;
  } finally {
    await file.close();
  }
}

async function writeWhole(path: string, head: Head, graph: TwinGraph): Promise<void> {
  const file = await open(path, 'w');
  try {
    await file.appendFile(JSON.stringify(head).padEnd(headBytes));
    for (const bytes of encodeGraph(graph)) await file.appendFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
}
