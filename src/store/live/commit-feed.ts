/**
 * The feed of commits: from the log, then as they come, without a gap. A reader pulls, so a slow
 * one costs no memory; one that falls behind the kept log is told so.
 */
import { setImmediate } from 'node:timers/promises';
import { type Commit, sizeOf } from '../../model/changeset.ts';
import { commitOf, undone } from '../../model/commit-log.ts';
import { LinchpinError } from '../../model/errors.ts';
import type { TwinGraph } from '../../model/graph.ts';
import type { Journal } from './journal.ts';

/** How many commits, and records and readings in them, are in memory for readers that are up to date. */
const recentLimit = { commits: 256, records: 20_000 };

/** How many commits a reader that is behind takes from the log at once. */
const chunk = 64;

/** What a feed reads from. */
export interface FeedParts {
  readonly journal: Pick<Journal, 'head' | 'commitsAfter'>;
  /** The present graph, which shows every commit that was published. */
  readonly graph: () => TwinGraph;
  /** The present graph with everything that is durable now. */
  readonly present: () => TwinGraph | Promise<TwinGraph>;
}

/** Hands commits to any number of readers. */
export class CommitFeed {
  readonly #parts: FeedParts;
  #recent: Commit[] = [];
  readonly #wake = new Set<() => void>();
  /** Readers that begin far back walk there one after another, so that memory is bounded. */
  #walks: Promise<unknown> = Promise.resolve();
  #closed = false;

  constructor(parts: FeedParts) {
    this.#parts = parts;
  }

  publish(commits: readonly Commit[]): void {
    if (commits.length === 0) return;
    this.#recent = newest([...this.#recent, ...commits]);
    this.#wakeAll();
  }

  /** Tells readers that the graph went on without its commits being told. */
  restart(): void {
    this.#recent = [];
    this.#wakeAll();
  }

  /** Ends every reader. */
  close(): void {
    this.#closed = true;
    this.#wakeAll();
  }

  /** `NOT_FOUND` when the log no longer reaches back, `BAD_USER_INPUT` for a revision to come. */
  async *after(since: number, signal: AbortSignal): AsyncIterable<Commit> {
    if (this.#closed) return;
    const { revision } = await this.#parts.present();
    if (!Number.isInteger(since) || since < 0 || since > revision) {
      throw neverHappened(since, revision);
    }
    let seen = since;
    while (!this.#isOver(signal)) {
      if (seen === this.#parts.graph().revision) await this.#next(signal);
      for await (const commit of this.#known(seen, signal)) {
        yield commit;
        seen = commit.revision;
        if (this.#isOver(signal)) return;
      }
    }
  }

  #isOver(signal: AbortSignal): boolean {
    return this.#closed || signal.aborted;
  }

  /** Commits after a revision, from memory or from the log until memory has them. */
  async *#known(seen: number, signal: AbortSignal): AsyncIterable<Commit> {
    const recent = this.#recentAfter(seen);
    if (recent === undefined) yield* this.#logged(seen, signal);
    else yield* recent;
  }

  /** The commits in memory after a revision; undefined when they do not reach back to it. */
  #recentAfter(seen: number): readonly Commit[] | undefined {
    if (seen >= this.#parts.graph().revision) return [];
    const offset = seen + 1 - (this.#recent[0]?.revision ?? Number.POSITIVE_INFINITY);
    const isThere = offset >= 0 && offset < this.#recent.length;
    return isThere ? this.#recent.slice(offset) : undefined;
  }

  /** The log tells what changed, so whole commits need the graph at that time. */
  async *#logged(since: number, signal: AbortSignal): AsyncIterable<Commit> {
    const walk = this.#walks.then(() => this.#graphAt(since, signal));
    this.#walks = walk.catch(() => undefined);
    let graph = await walk;
    while (graph !== undefined && this.#recentAfter(graph.revision) === undefined) {
      const records = await this.#parts.journal.commitsAfter(graph.revision, chunk);
      for (const record of records) {
        const commit = commitOf(record, graph);
        graph = graph.withChanges(commit.changeset, commit.revision);
        yield commit;
      }
      await setImmediate();
    }
  }

  /** The graph at a revision, by walking back from the present; undefined when nobody waits for it. */
  async #graphAt(revision: number, signal: AbortSignal): Promise<TwinGraph | undefined> {
    const { journal } = this.#parts;
    const { oldest } = await journal.head();
    if (revision + 1 < oldest) throw forgotten(revision, oldest);
    let graph = this.#parts.graph();
    while (graph.revision > revision) {
      const from = Math.max(revision, graph.revision - chunk);
      const records = await journal.commitsAfter(from, graph.revision - from);
      if (records.at(-1)?.revision !== graph.revision)
        throw forgotten(revision, graph.revision + 1);
      for (const record of records.toReversed()) {
        graph = graph.withChanges(undone(record, graph), record.revision - 1);
      }
      await setImmediate();
      if (this.#isOver(signal)) return undefined;
    }
    return graph;
  }

  #next(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const wake = () => {
        signal.removeEventListener('abort', wake);
        this.#wake.delete(wake);
        resolve();
      };
      signal.addEventListener('abort', wake);
      this.#wake.add(wake);
    });
  }

  #wakeAll(): void {
    for (const wake of [...this.#wake]) wake();
  }
}

/** The last of some commits, within the limit. */
function newest(commits: readonly Commit[]): Commit[] {
  let records = 0;
  let first = commits.length;
  while (first > 0 && commits.length - first < recentLimit.commits) {
    const { changeset, late } = commits[first - 1] as Commit;
    records += sizeOf(changeset) + (late?.length ?? 0);
    if (records > recentLimit.records) break;
    first--;
  }
  return commits.slice(first);
}

function neverHappened(since: number, revision: number): LinchpinError {
  return new LinchpinError({
    code: 'BAD_USER_INPUT',
    where: 'since',
    message: `there is no revision ${since}`,
    expected: `a whole number, 0 to ${revision}`,
    action: 'read the present state and resume from its revision',
  });
}

function forgotten(since: number, oldest: number): LinchpinError {
  return new LinchpinError({
    code: 'NOT_FOUND',
    where: 'since',
    message: `the commits after revision ${since} are no longer kept`,
    expected: `${oldest - 1} or later`,
    action: 'read the present state and resume from its revision',
  });
}
