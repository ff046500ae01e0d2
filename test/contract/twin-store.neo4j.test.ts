/** The contract of `TwinStore` on the Neo4j adapter, alone and under the ontology's rules. */
import { describe } from 'vitest';
import { checkedStore } from '../../src/store/checked/checked-store.ts';
import { neo4jStore } from '../../src/store/neo4j/neo4j-store.ts';
import type { TwinStore } from '../../src/store/twin-store.ts';
import { testDatabase } from '../support/neo4j.ts';
import { checkedStoreContract, type Place, twinStoreContract } from './twin-store.contract.ts';

const { database, missing } = await testDatabase();

async function place(wrap: (store: TwinStore) => Promise<TwinStore>): Promise<Place> {
  if (database === undefined) throw new TypeError('without a database nothing is run');
  // Another file may have left something.
  await database.empty();
  return {
    open: async () => wrap(await neo4jStore(database.options)),
    remove: () => database.empty(),
  };
}

describe.skipIf(missing)(`the Neo4j store (else: ${missing})`, () => {
  twinStoreContract(() => place(async (store) => store));
});

describe.skipIf(missing)(`the checked store on the Neo4j one (else: ${missing})`, () => {
  checkedStoreContract(() => place((store) => checkedStore(store, [])));
});
