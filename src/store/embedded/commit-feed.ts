/**
 * The feed of commits: from the log on disk, then as they come, without a gap. A reader pulls, so
 * a slow one costs no memory; one that falls behind the kept log is told so.
 */
import { type Commit, sizeOf } from '../../model/changeset.ts';
import { LinchpinError } from '../../model/errors.ts';
import { type CommitRecord, commitOf } from './commit-record.ts';
import type { RecentLog } from './recent.ts';

/** How many commits, and changed records in them, are in memory for readers that are up to date. */
const recentLimit = { commits: 256, records: 20_000 };

/** How many commits a reader that is behind takes from the log at once. */
const chunk = 64;

/** Hands commits to any number of readers. */
export class CommitFeed {
  readonly #log: RecentLog<CommitRecord>;
  #revision: number;
  #recent: Commit[] = [];
  #wake: (() => void)[] = [];
  #closed = false;

  constructor(log: RecentLog<CommitRecord>, revision: number) {
    this.#log = log;
    this.#revision = revision;
  }

  publish(commits: readonly Commit[]): void {
    const last = commits.at(-1);
    if (last === undefined) return;
    this.#recent = newest([...this.#recent, ...commits]);
    this.#revision = last.revision;
    this.#wakeAll();
  }

  /** Ends every reader. */
  close(): void {
    this.#closed = true;
    this.#wakeAll();
  }

  /** `NOT_FOUND` when the log no longer reaches back, `BAD_USER_INPUT` for a revision to come. */
  async *after(since: number, signal: AbortSignal): AsyncIterable<Commit> {
    if (!Number.isInteger(since) || since < 0 || since > this.#revision) {
      throw neverHappened(since, this.#revision);
    }
    let seen = since;
    while (!signal.aborted && !this.#closed) {
      if (seen === this.#revision) await this.#next(signal);
      for (const commit of this.#from(seen + 1)) {
        yield commit;
        seen = commit.revision;
        if (signal.aborted || this.#closed) return;
      }
    }
  }

  /** Some commits from a revision on, the first being that revision. */
  #from(revision: number): readonly Commit[] {
    if (revision > this.#revision) return [];
    const offset = revision - (this.#recent[0]?.revision ?? Number.POSITIVE_INFINITY);
    if (offset >= 0) return this.#recent.slice(offset);
    const records = this.#log.table.range({ start: revision, limit: chunk });
    const commits = Array.from(records, ([, record]) => commitOf(record));
    if (commits[0]?.revision !== revision) throw forgotten(revision - 1, commits[0]?.revision);
    return commits;
  }

  #next(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const wake = () => {
        signal.removeEventListener('abort', wake);
        resolve();
      };
      signal.addEventListener('abort', wake);
      this.#wake.push(wake);
    });
  }

  #wakeAll(): void {
    const waiting = this.#wake;
    this.#wake = [];
    for (const wake of waiting) wake();
  }
}

/** The last of some commits, within the limit. */
function newest(commits: readonly Commit[]): Commit[] {
  let records = 0;
  let first = commits.length;
  while (first > 0 && commits.length - first < recentLimit.commits) {
    records += sizeOf((commits[first - 1] as Commit).changeset);
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

function forgotten(since: number, oldest: number | undefined): LinchpinError {
  return new LinchpinError({
    code: 'NOT_FOUND',
    where: 'since',
    message: `the commits after revision ${since} are no longer kept`,
    expected: oldest === undefined ? 'a recent revision' : `${oldest - 1} or later`,
    action: 'read the present state and resume from its revision',
  });
}
