/**
 * The live store: the present graph in memory, which judges changes and answers every query, over
 * a journal that keeps it. The adapters of `TwinStore` are this store on their journals.
 */
import { type Clock, systemClock } from '../../model/clock.ts';
import { LinchpinError } from '../../model/errors.ts';
import type { TwinGraph } from '../../model/graph.ts';
import { graphQueries } from '../../query/graph-queries.ts';
import type { Rejection, TwinStore } from '../twin-store.ts';
import { CommitFeed } from './commit-feed.ts';
import { commitTask } from './commit-task.ts';
import { GraphImage } from './graph-image.ts';
import type { Journal } from './journal.ts';
import { addModelsTask, decommissionTask, removeModelTask } from './model-tasks.ts';
import { Present, type PresentParts } from './present.ts';
import { ReadIndex } from './read-index.ts';
import type { Task } from './task.ts';
import { closedProblem, Writer } from './writer.ts';

/** How a live store is opened. */
export interface LiveStoreOptions {
  readonly clock?: Clock;
  /** A file for an image of the graph, so that the next start is fast; none by default. */
  readonly imagePath?: string;
}

/** Opens a store on a journal, which it closes when it is closed or cannot be opened. */
export async function liveStore(
  journal: Journal,
  { clock = systemClock, imagePath }: LiveStoreOptions = {},
): Promise<TwinStore> {
  const image = imagePath === undefined ? undefined : new GraphImage(imagePath, journal);
  try {
    const { modelsVersion } = await journal.head();
    const models = await journal.models();
    const graph = (await image?.read()) ?? (await journal.graph());
    image?.offer(graph);
    return storeOf(journal, movingParts(journal, image, { graph, models, modelsVersion }), clock);
  } catch (error) {
    await journal.close();
    throw error;
  }
}

/** What moves with each commit. */
interface MovingParts {
  readonly present: Present;
  readonly feed: CommitFeed;
  readonly writer: Writer;
  /** The present graph, with everything that anyone has acknowledged. */
  readonly read: () => TwinGraph | Promise<TwinGraph>;
  close(): Promise<void>;
}

function movingParts(
  journal: Journal,
  image: GraphImage | undefined,
  start: Pick<PresentParts, 'graph' | 'models' | 'modelsVersion'>,
): MovingParts {
  const present: Present = new Present({
    ...start,
    onCommits: (commits) => feed.publish(commits),
    onBase: (base) => image?.offer(base),
  });
  const reaching = async <R>(work: () => Promise<R>): Promise<R> => {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof LinchpinError && error.code === 'NOT_FOUND')) throw error;
      present.restart(await journal.graph());
      feed.restart();
      return work();
    }
  };
  const index = journal.shared
    ? new ReadIndex(() => reaching(() => catchUp(journal, present)))
    : undefined;
  const read = () =>
    index === undefined ? present.graph : index.caughtUp().then(() => present.graph);
  const feed = new CommitFeed({ journal, graph: () => present.graph, present: read });
  const writer = new Writer({ journal, present, reaching });
  return {
    present,
    feed,
    writer,
    read,
    async close() {
      feed.close();
      await writer.close();
      await index?.close();
      const base = await present.close();
      await image?.close(base);
    },
  };
}

/** Lays on everything that was durable when the first question was answered. */
async function catchUp(journal: Journal, present: Present): Promise<void> {
  for (let target: number | undefined; target === undefined || target > present.graph.revision; ) {
    await present.room();
    const news = await journal.news(present.known);
    present.follow(news);
    target ??= news.revision;
  }
}

function storeOf(journal: Journal, parts: MovingParts, clock: Clock): TwinStore {
  const { present, feed, writer } = parts;
  let closing: Promise<void> | undefined;
  const ifOpen = async <R>(work: () => R | Promise<R>): Promise<R> => {
    if (closing !== undefined) throw new LinchpinError(closedProblem);
    return work();
  };
  // What was read last can still be asked for when a store of its own is closed.
  const read = journal.shared ? () => ifOpen(parts.read) : parts.read;
  return {
    ...graphQueries(read),
    id: journal.id,
    supports: { sharedFeed: journal.shared },
    archive: journal.archive,
    models: () =>
      ifOpen(async () => {
        await parts.read();
        return present.models;
      }),
    addModels: (documents, check) => writer.run(addModelsTask(clock, documents, check)),
    removeModel: (id, check) => writer.run(removeModelTask(id, check)),
    decommissionModel: (id, decommissioned) => writer.run(decommissionTask(id, decommissioned)),
    onModels: (listener) => present.onModels(listener),
    commit: (changes, given = {}) => writer.run(commitTask(clock, changes, given)),
    commits: (since, signal) => feed.after(since, signal),
    log: (after, limit) => ifOpen(() => journal.commitsAfter(after, limit)),
    snapshot: async () => read(),
    keepRejections: (rejections) => writer.run(keepTask(rejections)),
    rejections: (filter) => ifOpen(() => journal.rejections(filter)),
    health: () => journal.health(),
    retries: () => journal.retries(),
    close() {
      closing ??= parts.close().finally(() => journal.close());
      return closing;
    },
  };
}

function keepTask(rejections: readonly Rejection[]): Task<void> {
  return { decide: () => ({ result: undefined, rejections }) };
}
