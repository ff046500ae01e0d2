/** The Neo4j store: a live store on a Neo4j database, which several services may share. */
import { type LiveStoreOptions, liveStore } from '../live/live-store.ts';
import type { TwinStore } from '../twin-store.ts';
import { type Neo4jJournalOptions, neo4jJournal } from './neo4j-journal.ts';

/** Which database to open, whose time commits have, and where an image of the graph is kept. */
export interface Neo4jStoreOptions extends Neo4jJournalOptions, LiveStoreOptions {}

/** Opens a database; the errors are those of `neo4jJournal`, and `DATA_DAMAGED`. */
export async function neo4jStore(options: Neo4jStoreOptions): Promise<TwinStore> {
  return liveStore(await neo4jJournal(options), options);
}
