/**
 * History: every property's past values, and the graph as it was at any moment. It follows a store
 * and keeps what it learns in the store's archive. Used by the API; opened with the service.
 */
import { LinchpinError } from '../model/errors.ts';
import type { TwinGraph } from '../model/graph.ts';
import type { Json } from '../model/json.ts';
import { twinRecord } from './entry.ts';
import { isoTime, noHistory, notYet } from './errors.ts';
import { Follower } from './follower.ts';
import { defaultOptions, type HistoryOptions } from './history-options.ts';
import type { HistorySource } from './history-source.ts';
import type { KnownPast } from './past-graphs.ts';
import { buckets, type Point, singlePoints } from './points.ts';
import { onceEach, ordered, type Sample, samplesOf } from './samples.ts';
import type { Moment } from './tail.ts';

/** The past of a store; what was committed before a question is part of its answer. */
export interface History {
  /** The last commit at or before a time. `NOT_FOUND` before history began, `BAD_USER_INPUT` for the future. */
  momentAt(time: number): Promise<Moment>;
  /** The commit of a revision; the same errors. */
  momentOf(revision: number): Promise<Moment>;
  /** The graph after a commit. `NOT_FOUND`, `DATA_DAMAGED`. */
  graphAt(revision: number): Promise<TwinGraph>;
  /** A property's values, by source time. `LIMIT_EXCEEDED` for more than `maxPoints`, `DATA_DAMAGED`. */
  series(request: SeriesRequest): Promise<readonly Point[]>;
  /** Keeps up with the store from now on, also while nobody asks. */
  follow(): void;
  /** Ends that; resolves when nothing is being written any more. */
  close(): Promise<void>;
}

/** Which values are wanted. Times are epoch milliseconds, UTC. */
export interface SeriesRequest {
  readonly twin: string;
  /** Property path. */
  readonly path: string;
  /** The first source time that counts. */
  readonly from?: number;
  /** The first source time that counts no longer. */
  readonly to?: number;
  /** Length of a bucket in milliseconds; buckets begin at `from`, or else at the epoch. */
  readonly every?: number;
  /** The last commit that counts. */
  readonly until: number;
  /** What a sample counts as: the same in another unit. Its value where absent. */
  readonly read?: (sample: Sample) => Json;
  readonly signal?: AbortSignal;
}

/** How many points one answer has at most. */
export const maxPoints = 10_000;

/** How many samples are gathered into buckets at most. */
const maxSamples = 1_000_000;

const followMilliseconds = 1000;

/** The history of a store; begins with the first question, or with `follow`. */
export function openHistory(source: HistorySource, options: HistoryOptions = {}): History {
  return new FollowedHistory(source, { ...defaultOptions, ...options });
}

class FollowedHistory implements History {
  readonly #follower: Follower;
  readonly #options: Required<HistoryOptions>;
  #timer: NodeJS.Timeout | undefined;

  constructor(source: HistorySource, options: Required<HistoryOptions>) {
    this.#options = options;
    this.#follower = new Follower(source, options);
  }

  async momentAt(time: number): Promise<Moment> {
    const known = await this.#follower.upToDate();
    const found = await this.#lastUntil(time, known);
    if (found === undefined || !isFollowed(found, known)) throw noHistory(known.timeline, { time });
    if (found.revision === known.tail.revision) {
      const now = Math.max(found.time, this.#options.clock.now());
      if (time > now) throw notYet({ time }, isoTime(now));
    }
    return found;
  }

  async momentOf(revision: number): Promise<Moment> {
    const known = await this.#follower.upToDate();
    const { timeline, tail } = known;
    if (revision > tail.revision) throw notYet({ revision }, `revision ${tail.revision}`);
    const isIt = (moment: Moment) => moment.revision === revision;
    const near = tail.commits.find(isIt) ?? timeline.checkpoints.find(isIt);
    if (near !== undefined) return { revision, time: near.time };
    const segment = timeline.segments.find(
      ({ after, until }) => after < revision && revision <= until,
    );
    const commits = segment === undefined ? [] : await this.#follower.segments.commits(segment);
    const found = commits.find(isIt);
    const start = timeline.checkpoints[0]?.revision ?? Number.POSITIVE_INFINITY;
    if (found === undefined || revision < start) throw noHistory(timeline, { revision });
    return found;
  }

  async graphAt(revision: number): Promise<TwinGraph> {
    return this.#follower.graphs.at(revision, await this.#follower.upToDate());
  }

  async series(request: SeriesRequest): Promise<readonly Point[]> {
    const { from = Number.NEGATIVE_INFINITY, every, read } = request;
    const kept = ordered(await this.#samples(request));
    const samples =
      read === undefined
        ? kept
        : onceEach(kept.map((sample) => ({ ...sample, value: read(sample) })));
    const points =
      every === undefined
        ? singlePoints(samples)
        : buckets(samples, every, Number.isFinite(from) ? from : 0);
    if (points.length > maxPoints) throw tooMany(request, `more than ${maxPoints} points`);
    return points;
  }

  follow(): void {
    // It tells of its failures itself.
    const step = () => this.#follower.follow().catch(() => undefined);
    void step();
    this.#timer ??= setInterval(step, followMilliseconds).unref();
  }

  async close(): Promise<void> {
    clearInterval(this.#timer);
    await this.#follower.idle();
  }

  async #samples(request: SeriesRequest): Promise<Sample[]> {
    const { from = Number.NEGATIVE_INFINITY, to = Number.POSITIVE_INFINITY, path, until } = request;
    const { timeline, tail } = await this.#follower.upToDate();
    const record = twinRecord(request.twin);
    const samples: Sample[] = [];
    const take = (entries: Parameters<typeof samplesOf>[0] | undefined) => {
      for (const sample of entries === undefined ? [] : samplesOf(entries, path, until)) {
        if (sample.time >= from && sample.time < to) samples.push(sample);
      }
      const limit = request.every === undefined ? maxPoints * 2 : maxSamples;
      if (samples.length > limit) throw tooMany(request, `more than ${limit} samples`);
    };
    for (const segment of [...timeline.longTerm, ...timeline.segments]) {
      const { after, observed } = segment;
      if (observed.to < from || observed.from >= to || after >= until) continue;
      request.signal?.throwIfAborted();
      take(await this.#follower.segments.entries(segment, record));
    }
    take(tail.records.get(record));
    return samples;
  }

  async #lastUntil(time: number, { timeline, tail }: KnownPast): Promise<Moment | undefined> {
    const isPast = (moment: Moment) => moment.time <= time;
    const recent = tail.commits.findLast(isPast);
    if (recent !== undefined) return recent;
    const checkpoint = timeline.checkpoints.findLast(isPast);
    if (checkpoint === undefined) return undefined;
    const { revision } = checkpoint;
    for (const segment of timeline.segments.toReversed()) {
      if (segment.committed.from > time || segment.until <= revision) continue;
      const commits = await this.#follower.segments.commits(segment);
      const found = commits.findLast(isPast);
      if (found !== undefined && found.revision > revision) return found;
    }
    return { revision, time: checkpoint.time };
  }
}

/** Whether it is known what came after a commit, if anything did. */
function isFollowed({ revision }: Moment, { timeline, tail }: KnownPast): boolean {
  if (revision >= tail.after) return true;
  return timeline.segments.some(({ after, until }) => after <= revision && revision < until);
}

function tooMany({ twin, path, every }: SeriesRequest, amount: string): LinchpinError {
  return new LinchpinError({
    code: 'LIMIT_EXCEEDED',
    where: `${twin}/${path}`,
    message: `the history that is asked for has ${amount}`,
    action:
      every === undefined
        ? 'ask for a shorter time, or for buckets with every'
        : 'ask for a shorter time, or for longer buckets',
  });
}
