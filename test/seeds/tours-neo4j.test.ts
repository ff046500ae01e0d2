/** The same tours on Neo4j: every answer equals the embedded store's. */
import { describe } from 'vitest';
import { builtInOntology } from '../../src/ontology/built-in.ts';
import { checkedStore } from '../../src/store/checked/checked-store.ts';
import { neo4jStore } from '../../src/store/neo4j/neo4j-store.ts';
import { testDatabase } from '../support/neo4j.ts';
import { tours } from './tours.ts';

const found = await testDatabase();
const reason = found.missing === undefined ? '' : ` (else: ${found.missing})`;

describe.skipIf(found.missing)(`on Neo4j${reason}`, () => {
  tours(async () => {
    if (found.missing !== undefined) throw new TypeError('without a database nothing is run');
    const { database } = found;
    await database.empty();
    const { documents, bindings } = builtInOntology();
    const store = await checkedStore(await neo4jStore(database.options), bindings);
    await store.addModels(documents);
    return store;
  });
});
