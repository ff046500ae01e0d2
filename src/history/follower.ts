/**
 * Follows a store's log: takes commits into the tail, seals it at boundaries that are the same for
 * every service on the data, and keeps a checkpoint now and then. Pulls, so commits never wait.
 */
import { setImmediate } from 'node:timers/promises';
import { emptyGraph } from '../model/build-graph.ts';
import type { CommitRecord } from '../model/commit-record.ts';
import { LinchpinError } from '../model/errors.ts';
import type { TwinGraph } from '../model/graph.ts';
import {
  type Checkpoint,
  newestCheckpoint,
  removeLostImages,
  writeCheckpoint,
} from './checkpoint.ts';
import type { HistoryOptions } from './history-options.ts';
import type { HistorySource } from './history-source.ts';
import { carryOver } from './long-term.ts';
import { Outage } from './outage.ts';
import { type KnownPast, PastGraphs } from './past-graphs.ts';
import { forgetBefore } from './retention.ts';
import { Segments } from './segments.ts';
import { Tail } from './tail.ts';
import { readTimeline, Timeline } from './timeline.ts';
import { needGraph, TwinsAfter } from './twins-after.ts';

/** How many commits are taken from the log at once, and about how many entries. */
const page = { commits: 256, entries: 4096 };

/** Keeps what is known of the past up with the store. */
export class Follower {
  readonly segments: Segments;
  readonly graphs: PastGraphs;
  readonly #source: HistorySource;
  readonly #options: Required<HistoryOptions>;
  readonly #outage: Outage;
  #timeline = new Timeline([], []);
  #tail: Tail | undefined;
  /** The graph at the end of the tail, where it is at hand. */
  #present: TwinGraph | undefined;
  /** How many commits the next page has: fewer where they are large. */
  #page = 1;
  #turn: Promise<void> | undefined;
  #checkpointing: Promise<void> | undefined;

  constructor(source: HistorySource, options: Required<HistoryOptions>) {
    this.#source = source;
    this.#options = options;
    this.#outage = new Outage(options);
    this.segments = new Segments(source.archive);
    this.graphs = new PastGraphs(source.archive, this.segments);
  }

  /** All that is known, once that is everything up to the store's present revision. */
  async upToDate(): Promise<KnownPast> {
    const present = await this.#source.revision();
    // A turn that is under way may have begun before the newest commit.
    while (this.#tail === undefined || this.#tail.revision < present) await this.follow();
    return { timeline: this.#timeline, tail: this.#tail };
  }

  /** Takes in what is new; calls while that is under way share it. */
  follow(): Promise<void> {
    this.#turn ??= this.#catchUp()
      .catch((error) => {
        this.#outage.failed(error);
        throw error;
      })
      .finally(() => {
        this.#turn = undefined;
      });
    return this.#turn;
  }

  /** Resolves when nothing is under way any more. */
  async idle(): Promise<void> {
    await this.#turn?.catch(() => undefined);
    await this.#checkpointing;
  }

  async #catchUp(): Promise<void> {
    const snapshot = await this.#source.snapshot();
    let tail = this.#tail ?? (await this.#begin());
    // The last turn may have failed to; a boundary must not be passed.
    if (tail.weight >= this.#options.sealWeight) await this.#seal(tail);
    while (tail.revision < snapshot.revision) {
      const commits = await this.#commitsAfter(tail.revision, snapshot.revision);
      if (commits === undefined) await this.#beginAnew();
      else if (commits.length === 0) throw gapAfter(tail.revision);
      else await this.#take(commits);
      tail = this.#tail as Tail;
    }
    this.#present = tail.revision === snapshot.revision ? snapshot : undefined;
    if (this.#isCheckpointDue()) this.#checkpointing ??= this.#checkpoint();
    else this.#outage.over();
  }

  /** Where the last service that kept history stopped, if the log reaches back to it. */
  async #begin(): Promise<Tail> {
    this.#timeline = await readTimeline(this.#source.archive);
    const { sealed, checkpoints } = this.#timeline;
    const later = checkpoints.map(({ revision }) => revision).filter((at) => at > sealed);
    for (const start of sealed === -1 ? later : [sealed, ...later]) {
      if (!this.#isKnown(start) || (await this.#commitsAfter(start)) === undefined) continue;
      this.#tail = new Tail(start);
      return this.#tail;
    }
    return this.#beginAnew();
  }

  /** Whether the graph of a sealed revision can be made: a checkpoint leads to it without a gap. */
  #isKnown(revision: number): boolean {
    const checkpoint = this.#timeline.checkpointAt(revision);
    if (checkpoint === undefined) return false;
    return this.#timeline.between(checkpoint.revision, revision).reached === revision;
  }

  /** With a checkpoint of the first graph; what came before it, and is not sealed, is not known. */
  async #beginAnew(): Promise<Tail> {
    const { archive } = this.#source;
    if (this.#tail !== undefined && this.#tail.size > 0) await this.#seal(this.#tail);
    const first = await this.#firstGraph();
    const time = await this.#timeOf(first.revision);
    await writeCheckpoint(archive, first, { time, now: this.#options.clock.now() });
    this.#tail = undefined;
    this.#present = undefined;
    return this.#begin();
  }

  /** The empty graph where the log has every commit and few enough to replay, else the present. */
  async #firstGraph(): Promise<TwinGraph> {
    const snapshot = await this.#source.snapshot();
    const { twins, relationships } = snapshot.size;
    const { checkpoints, sealed } = this.#timeline;
    const isWhole = sealed === -1 || this.#timeline.between(0, sealed).reached === sealed;
    const isLarge = twins + relationships > this.#options.sealWeight;
    if (checkpoints.length > 0 || !isWhole || isLarge) return snapshot;
    return (await this.#commitsAfter(0, 1)) === undefined ? snapshot : emptyGraph();
  }

  /** Of the first commit, for the empty graph before it. */
  async #timeOf(revision: number): Promise<number> {
    const [commit] = (await this.#commitsAfter(Math.max(0, revision - 1))) ?? [];
    return commit?.time ?? this.#options.clock.now();
  }

  /** Commits up to a revision; undefined when the log does not reach back to them. */
  async #commitsAfter(
    after: number,
    until = after + 1,
  ): Promise<readonly CommitRecord[] | undefined> {
    try {
      return await this.#source.log(after, Math.min(this.#page, until - after));
    } catch (error) {
      if (error instanceof LinchpinError && error.code === 'NOT_FOUND') return undefined;
      throw error;
    }
  }

  async #take(commits: readonly CommitRecord[]): Promise<void> {
    const twins = new TwinsAfter(needGraph(commits) ? await this.#graphNow() : undefined);
    this.#present = undefined;
    let entries = 0;
    for (const commit of commits) {
      const tail = this.#tail as Tail;
      twins.take(commit);
      entries -= tail.size;
      tail.take(commit, (id) => twins.twin(id));
      entries += tail.size;
      if (tail.weight >= this.#options.sealWeight) await this.#seal(tail);
    }
    const wanted = Math.ceil((commits.length * page.entries) / (entries + 1));
    this.#page = Math.min(wanted, commits.length * 2, page.commits);
    // What waits, such as a commit, comes between two pages.
    await setImmediate();
  }

  async #graphNow(): Promise<TwinGraph> {
    const tail = this.#tail as Tail;
    return this.#present ?? this.graphs.at(tail.revision, { timeline: this.#timeline, tail });
  }

  async #seal(tail: Tail): Promise<void> {
    const segment = await this.segments.seal(tail);
    this.#timeline = this.#timeline.with(segment);
    this.#tail = new Tail(tail.revision);
  }

  /** Whether replaying what came since the last checkpoint would take long. */
  #isCheckpointDue(): boolean {
    const { sealWeight } = this.#options;
    const last = this.#timeline.checkpoints.at(-1)?.revision ?? -1;
    let entries = this.#tail?.size ?? 0;
    for (const segment of this.#timeline.segments) {
      if (segment.until > last) entries += segment.entries;
    }
    const { twins = 0, relationships = 0 } = this.#present?.size ?? {};
    const bound = Math.max(sealWeight, (twins + relationships) / 2);
    return this.#present !== undefined && entries > bound && this.#present.revision > last;
  }

  /** Keeps one, unless another service on the data has, and forgets what is too old. */
  async #checkpoint(): Promise<void> {
    const { archive } = this.#source;
    const { clock, retentionSeconds } = this.#options;
    const graph = this.#present as TwinGraph;
    try {
      await removeLostImages(archive, clock.now());
      const last = this.#timeline.checkpoints.at(-1)?.revision ?? -1;
      if ((await newestCheckpoint(archive)) <= last) {
        const time = await this.#timeOf(graph.revision);
        await writeCheckpoint(archive, graph, { time, now: clock.now() });
      }
      const { checkpoints } = await readTimeline(archive);
      const oldest = clock.now() - retentionSeconds * 1000;
      const first = checkpoints.findLast((checkpoint) => checkpoint.time <= oldest)?.revision ?? -1;
      await this.#forget(first, checkpoints, graph);
      this.#outage.over();
    } catch (error) {
      this.#outage.failed(error);
    } finally {
      this.#checkpointing = undefined;
    }
  }

  /** Forgets what is only needed for revisions before one, but for what is historized. */
  async #forget(
    first: number,
    checkpoints: readonly Checkpoint[],
    graph: TwinGraph,
  ): Promise<void> {
    const { archive } = this.#source;
    const old = this.#timeline.segments.filter(({ until }) => until <= first);
    const place = { archive, segments: this.segments, options: this.#options };
    const longTerm = await carryOver(old, graph, place);
    const timeline = new Timeline(this.#timeline.segments, checkpoints, longTerm);
    this.#timeline = timeline.since(first);
    await forgetBefore(archive, timeline, first);
  }
}

function gapAfter(revision: number): LinchpinError {
  return new LinchpinError({
    code: 'DATA_DAMAGED',
    where: `commit ${revision + 1}`,
    message: 'the log of commits ends before the present',
    action: 'restore the data from a backup',
  });
}
