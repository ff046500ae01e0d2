/**
 * The embedded store: a live store on an LMDB file. One process holds a data folder. The default
 * adapter of `TwinStore`.
 */
import { join } from 'node:path';
import type { RootDatabase } from 'lmdb';
import type { Clock } from '../../model/clock.ts';
import { liveStore } from '../live/live-store.ts';
import { defaultRetention, type Retention } from '../live/retention.ts';
import type { TwinStore } from '../twin-store.ts';
import { prepareFolder } from './data-folder.ts';
import { EmbeddedJournal } from './embedded-journal.ts';
import { type FolderLock, lockFolder } from './folder-lock.ts';
import { tablesOf } from './layout.ts';
import { openFile } from './tables.ts';
import { upgrade } from './upgrade.ts';

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
  const isOlder = await prepareFolder(options.path);
  const lock = await lockFolder(options.path);
  const journal = await openJournal(options, lock, isOlder);
  const imagePath = join(options.path, 'linchpin.image');
  return liveStore(journal, { imagePath, ...(options.clock && { clock: options.clock }) });
}

async function openJournal(
  { path: folder, retention }: EmbeddedStoreOptions,
  lock: FolderLock,
  isOlder: boolean,
): Promise<EmbeddedJournal> {
  let root: RootDatabase<Buffer> | undefined;
  try {
    root = await openFile(folder, lock.wasStale);
    const tables = tablesOf(root, { ...defaultRetention, ...retention });
    const journal = new EmbeddedJournal({ folder, root, tables, lock });
    if (isOlder) await upgrade(root, folder);
    return journal;
  } catch (error) {
    await root?.close();
    // What had to be checked is still to be checked the next time.
    await (lock.wasStale ? lock.abandon() : lock.release());
    throw error;
  }
}
