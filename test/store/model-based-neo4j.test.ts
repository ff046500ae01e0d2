/** Random sequences of commands on Neo4j and embedded: every answer is the same. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, test } from 'vitest';
import { embeddedStore } from '../../src/store/embedded/embedded-store.ts';
import { neo4jStore } from '../../src/store/neo4j/neo4j-store.ts';
import type { Place } from '../contract/twin-store.contract.ts';
import { testDatabase } from '../support/neo4j.ts';
import { expectSameAnswers, sequences } from './model-based.ts';

const found = await testDatabase();

async function folder(): Promise<Place> {
  const path = await mkdtemp(join(tmpdir(), 'linchpin-model-based-'));
  return { open: () => embeddedStore({ path }), remove: () => rm(path, { recursive: true }) };
}

describe.skipIf(found.missing !== undefined)(`Neo4j (else: ${found.missing})`, () => {
  if (found.missing !== undefined) return;
  const { database } = found;
  const emptied = async (): Promise<Place> => {
    await database.empty();
    return { open: () => neo4jStore(database.options), remove: () => database.empty() };
  };

  test(`answers ${sequences} random sequences as the embedded store does`, async () => {
    await expectSameAnswers([folder, emptied]);
  }, 1_800_000);
});
