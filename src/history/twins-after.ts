/**
 * Twins as they are after each commit, where a commit's delta alone does not tell a sample: a value
 * that was observed again unchanged, or that replaced another of the same stamp. Lives as long as
 * the follower takes a page of commits in.
 */
import type { CommitRecord } from '../model/commit-record.ts';
import type { TwinGraph } from '../model/graph.ts';
import type { Stamp } from '../model/twin.ts';
import { withDeltas } from '../model/value-deltas.ts';
import { needsTwin, type TwinState } from './entries-of.ts';

/** Whether any of the commits needs the graph before them. */
export function needGraph(commits: readonly CommitRecord[]): boolean {
  return commits.some(({ twins }) => twins.updated.some(needsTwin));
}

/** Follows the twins that commits touch. */
export class TwinsAfter {
  readonly #before: TwinGraph | undefined;
  readonly #twins = new Map<string, TwinState>();

  /** `before` may be missing when no commit of the page needs it. */
  constructor(before: TwinGraph | undefined) {
    this.#before = before;
  }

  /** Takes a commit in; then `twin` answers for the moment after it. */
  take({ twins }: CommitRecord): void {
    if (this.#before === undefined) return;
    for (const { id } of twins.removed) this.#twins.delete(id);
    for (const twin of twins.added) this.#twins.set(twin.id, twin);
    for (const { id, values, stamps } of twins.updated) {
      const before = this.twin(id);
      const after: Record<string, Stamp> = { ...before.stamps };
      for (const { path, to } of stamps) {
        if (to === undefined) delete after[path];
        else after[path] = to;
      }
      this.#twins.set(id, { properties: withDeltas(before.properties, values), stamps: after });
    }
  }

  twin(id: string): TwinState {
    return this.#twins.get(id) ?? this.#before?.twin(id) ?? { properties: {}, stamps: {} };
  }
}
