/** Scenarios that are kept, on both stores. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe } from 'vitest';
import { embeddedStore } from '../../src/store/embedded/embedded-store.ts';
import { neo4jStore } from '../../src/store/neo4j/neo4j-store.ts';
import { testDatabase } from '../support/neo4j.ts';
import { keptScenariosContract } from './kept-scenarios.contract.ts';

const { database, missing } = await testDatabase();

describe('in the embedded store', () => {
  keptScenariosContract(async () => {
    const path = await mkdtemp(join(tmpdir(), 'linchpin-scenarios-'));
    return {
      open: () => embeddedStore({ path }),
      remove: () => rm(path, { recursive: true }),
    };
  });
});

describe.skipIf(missing)(`in Neo4j (else: ${missing})`, () => {
  keptScenariosContract(async () => {
    if (database === undefined) throw new TypeError('without a database nothing is run');
    await database.empty();
    return { open: () => neo4jStore(database.options), remove: () => database.empty() };
  });
});
