/**
 * The embedded store: LMDB holds every record and the log of commits, an in-memory twin graph is
 * the index that queries read. One process holds a data folder. The default adapter of `TwinStore`.
 */
import type { RootDatabase } from 'lmdb';
import { type Clock, systemClock } from '../../model/clock.ts';
import { LinchpinError } from '../../model/errors.ts';
import { graphQueries } from '../../query/graph-queries.ts';
import type { Rejection, TwinStore } from '../twin-store.ts';
import { CommitFeed } from './commit-feed.ts';
import { commitTask } from './commit-task.ts';
import { prepareFolder } from './data-folder.ts';
import { filePresence } from './file-presence.ts';
import { type FolderLock, lockFolder } from './folder-lock.ts';
import { defaultRetention, type Retention, type Tables, tablesOf } from './layout.ts';
import { loadGraph } from './load-graph.ts';
import { addModelsTask, removeModelTask } from './model-tasks.ts';
import { rejectionPage } from './rejection-pages.ts';
import { lmdbFile, openFile } from './tables.ts';
import { closedProblem, type Task, Writer } from './writer.ts';

/** Which folder to open, and how much to keep in it. */
export interface EmbeddedStoreOptions {
  /** The data folder; made when missing. */
  readonly path: string;
  readonly clock?: Clock;
  readonly retention?: Partial<Retention>;
}

/**
 * Opens a data folder. `DATA_LOCKED`, `DATA_TOO_NEW`, `DATA_DAMAGED`, or `BAD_USER_INPUT` when the
 * folder is not ours or cannot be used; nothing is changed then.
 */
export async function embeddedStore(options: EmbeddedStoreOptions): Promise<TwinStore> {
  await prepareFolder(options.path);
  const lock = await lockFolder(options.path);
  let root: RootDatabase<Buffer> | undefined;
  try {
    root = await openFile(options.path);
    return storeOn(root, lock, options);
  } catch (error) {
    await root?.close();
    await lock.release();
    throw error;
  }
}

function storeOn(
  root: RootDatabase<Buffer>,
  lock: FolderLock,
  { path, clock = systemClock, retention }: EmbeddedStoreOptions,
): TwinStore {
  const tables = tablesOf(root, { ...defaultRetention, ...retention });
  const { feed, writer } = movingParts(root, tables, path);
  let closed = false;
  const mustBeOpen = () => {
    if (closed) throw new LinchpinError(closedProblem);
  };
  return {
    ...graphQueries(() => writer.live.graph),
    supports: { sharedFeed: false },
    models: async () => {
      mustBeOpen();
      return Array.from(tables.models.range(), ([, model]) => model);
    },
    addModels: (documents) => writer.run(addModelsTask(tables.models, clock, documents)),
    removeModel: (id) => writer.run(removeModelTask(tables.models, id)),
    commit: (changes, options = {}) => writer.run(commitTask(tables, clock, changes, options)),
    commits: (since, signal) => feed.after(since, signal),
    snapshot: async () => writer.live.graph,
    keepRejections: (rejections) => writer.run(keepTask(tables, rejections)),
    rejections: async (filter) => {
      mustBeOpen();
      return rejectionPage(tables.rejections, filter);
    },
    health: async () => writer.failure,
    async close() {
      if (closed) return;
      closed = true;
      feed.close();
      await writer.close();
      await root.close();
      await lock.release();
    },
  };
}

/** What moves with each commit: the writer with the graph it keeps, and the feed it tells. */
function movingParts(root: RootDatabase<Buffer>, tables: Tables, folder: string) {
  const graph = loadGraph(tables, folder);
  const feed = new CommitFeed(tables.commits, graph.revision);
  const writer = new Writer({
    folder,
    root,
    live: { graph, overlaid: 0 },
    onCommits: (commits) => feed.publish(commits),
    probe: () => tables.state.put('probe', { revision: 0, twins: 0, relationships: 0 }),
    lost: filePresence(lmdbFile(folder)),
  });
  return { feed, writer };
}

function keepTask(tables: Tables, rejections: readonly Rejection[]): Task<void> {
  return () => ({
    result: undefined,
    write() {
      for (const rejection of rejections) tables.rejections.append(rejection);
    },
  });
}
