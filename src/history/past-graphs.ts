/**
 * Graphs of the past: the nearest graph that is known, and the entries since laid on it. The last
 * few stay in memory. Called for as-of reads, and by the follower.
 */

import type { Archive } from '../model/archive.ts';
import { LinchpinError } from '../model/errors.ts';
import type { TwinGraph } from '../model/graph.ts';
import type { Checkpoint } from './checkpoint.ts';
import { readCheckpoint } from './checkpoint.ts';
import { noHistory } from './errors.ts';
import { RecentResults } from './recent-results.ts';
import { Replay, type TimeOf } from './replay.ts';
import type { Segments } from './segments.ts';
import type { Moment, Tail } from './tail.ts';
import type { Covered, Timeline } from './timeline.ts';

/** All that is known of the past at one moment. */
export interface KnownPast {
  readonly timeline: Timeline;
  readonly tail: Tail;
}

const heldGraphs = 3;

/** Makes graphs of the past. */
export class PastGraphs {
  readonly #archive: Archive;
  readonly #segments: Segments;
  readonly #graphs = new RecentResults<number, TwinGraph>(heldGraphs);

  constructor(archive: Archive, segments: Segments) {
    this.#archive = archive;
    this.#segments = segments;
  }

  /** The graph at a revision that is not after the tail's. `NOT_FOUND`, `DATA_DAMAGED`. */
  at(revision: number, known: KnownPast): Promise<TwinGraph> {
    const near = Math.max(-1, ...[...this.#graphs.keys()].filter((held) => held <= revision));
    return this.#graphs.get(revision, () => this.#make(revision, near, known));
  }

  async #make(revision: number, near: number, known: KnownPast): Promise<TwinGraph> {
    const checkpoint = known.timeline.checkpointAt(revision);
    if (checkpoint === undefined) throw noHistory(known.timeline, { revision });
    const held = near > checkpoint.revision ? await this.#held(near) : undefined;
    return this.#from(held ?? checkpoint, revision, known);
  }

  /** A graph that is in memory, if it is still there and whole. */
  async #held(revision: number): Promise<TwinGraph | undefined> {
    const gone = () => Promise.reject(new Error('no longer held'));
    return this.#graphs.get(revision, gone).catch(() => undefined);
  }

  async #from(
    base: TwinGraph | Checkpoint,
    revision: number,
    known: KnownPast,
  ): Promise<TwinGraph> {
    const { covered, reached } = known.timeline.between(base.revision, revision);
    if (reached < revision && reached < known.tail.after) {
      throw noHistory(known.timeline, { revision });
    }
    const graph = 'token' in base ? await readCheckpoint(this.#archive, base) : base;
    if (graph.revision === revision) return graph;
    const replay = new Replay(graph);
    for (const stretch of covered) await this.#replay(replay, stretch);
    const { tail } = known;
    const timeOf = timesOf(tail.commits);
    const stretch = { after: reached, until: revision };
    if (reached < revision) {
      for (const [record, paths] of tail.records) replay.take(record, paths, stretch, timeOf);
    }
    return graph.withChanges(replay.changeset(), revision);
  }

  async #replay(replay: Replay, { segment, stretch }: Covered): Promise<void> {
    const timeOf = timesOf(await this.#segments.commits(segment));
    for await (const [record, paths] of this.#segments.records(segment)) {
      replay.take(record, paths, stretch, timeOf);
    }
  }
}

/** Looks times of commits up; revisions follow one another without a gap. */
function timesOf(commits: readonly Moment[]): TimeOf {
  const first = commits[0]?.revision ?? 0;
  return (revision) => {
    const commit = commits[revision - first];
    if (commit?.revision === revision) return commit.time;
    throw new LinchpinError({
      code: 'DATA_DAMAGED',
      where: `commit ${revision}`,
      message: 'history has no time of this commit',
      action: 'ask for another time, or restore the data from a backup',
    });
  };
}
