/** The tail: what happened since the last sealed segment, in memory. Kept by the follower. */
import type { CommitRecord } from '../model/commit-record.ts';
import type { Json } from '../model/json.ts';
import type { Stamp } from '../model/twin.ts';
import { addEntries, type TwinAfter } from './entries-of.ts';
import { type Entry, isTwinRecord, type RecordEntries, wholeRecord } from './entry.ts';

/** A commit without what it did. */
export interface Moment {
  readonly revision: number;
  /** Server time of the commit, epoch milliseconds, UTC. */
  readonly time: number;
}

/** What an entry of a path takes, roughly: a whole record is much more than one value. */
export function weightOf(path: string): number {
  return path === wholeRecord ? 8 : 1;
}

/** The commits after a revision, as entries. */
export class Tail {
  /** The revision before the first commit. */
  readonly after: number;
  readonly commits: Moment[] = [];
  /** How many entries there are. */
  size = 0;
  /** How much memory they take, in that of one value of a property. */
  weight = 0;
  /** The span of the times in which values were observed; empty at first. */
  observed = { from: Number.POSITIVE_INFINITY, to: Number.NEGATIVE_INFINITY };
  readonly #records = new Map<string, Map<string, Entry[]>>();

  constructor(after: number) {
    this.after = after;
  }

  get revision(): number {
    return this.commits.at(-1)?.revision ?? this.after;
  }

  get records(): ReadonlyMap<string, RecordEntries> {
    return this.#records;
  }

  take(commit: CommitRecord, after: TwinAfter): void {
    this.commits.push({ revision: commit.revision, time: commit.time });
    addEntries(commit, after, (record, path, entry) => this.add(record, path, entry));
  }

  /** Takes an entry in, of a revision not before those of the path's others. */
  add(record: string, path: string, entry: Entry): void {
    let paths = this.#records.get(record);
    if (paths === undefined) {
      paths = new Map();
      this.#records.set(record, paths);
    }
    const entries = paths.get(path);
    if (entries === undefined) paths.set(path, [entry]);
    else entries.push(entry);
    this.size++;
    this.weight += weightOf(path);
    this.#span(entry.time);
    if (path === wholeRecord && isTwinRecord(record)) this.#spanStamps(entry.value);
  }

  /** An added twin may bring values that were observed before it came. */
  #spanStamps(twin: Json | undefined): void {
    const { stamps } = (twin ?? { stamps: {} }) as unknown as { stamps: Record<string, Stamp> };
    for (const { time } of Object.values(stamps)) this.#span(time);
  }

  #span(time: number): void {
    const { from, to } = this.observed;
    if (time < from || time > to) {
      this.observed = { from: Math.min(from, time), to: Math.max(to, time) };
    }
  }
}
