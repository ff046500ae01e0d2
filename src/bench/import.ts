/**
 * Bulk import of one NDJSON file into both stores: `linchpin bench import`. The peer is Neo4j's own
 * driver, which creates the same nodes and relationships in `UNWIND` batches, without models,
 * checks or a log of commits.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Driver } from 'neo4j-driver';
import { load } from '../flows/load.ts';
import type { Change } from '../model/change.ts';
import { builtInOntology } from '../ontology/built-in.ts';
import { checkedStore } from '../store/checked/checked-store.ts';
import { embeddedStore } from '../store/embedded/embedded-store.ts';
import { neo4jStore } from '../store/neo4j/neo4j-store.ts';
import type { TwinStore } from '../store/twin-store.ts';
import type { Measured } from './benchmark.ts';
import { benchNeo4j } from './neo4j.ts';
import { batches, cityGraph, scaledCity } from './scaled-city.ts';

/** Records per second, twins and relationships together. */
export async function importBench({ twins = 100_000 } = {}): Promise<Measured> {
  const folder = mkdtempSync(join(tmpdir(), 'linchpin-bench-'));
  try {
    const path = join(folder, 'city.ndjson');
    const records = await writeCity(path, twins);
    const embedded = await embeddedStore({ path: join(folder, 'data') });
    const embeddedSeconds = await loadSeconds(embedded, path, records);
    const peakMemoryMiB = process.resourceUsage().maxRSS / 1024;
    const server = await benchNeo4j();
    try {
      const store = await neo4jStore(server.options);
      const neo4jSeconds = await loadSeconds(store, path, records);
      const peerSeconds = await driverSeconds(server.driver, twins);
      const [result, peer] = [records / neo4jSeconds, records / peerSeconds];
      const embeddedRate = records / embeddedSeconds;
      const details = { records, embedded: embeddedRate, peakMemoryMiB, neo4jSeconds };
      const unit = 'twins and relationships per second into Neo4j';
      return { name: 'import', result, peer, ratio: result / peer, unit, details };
    } finally {
      await server.stop();
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function loadSeconds(store: TwinStore, path: string, records: number): Promise<number> {
  const { documents, bindings } = builtInOntology();
  const checked = await checkedStore(store, bindings);
  try {
    await checked.addModels(documents);
    const started = performance.now();
    const { twins, relationships } = await load(checked, [path]);
    const seconds = (performance.now() - started) / 1000;
    if (twins + relationships === records) return seconds;
    throw new Error(`${twins + relationships} of ${records} records came in`);
  } finally {
    await checked.close();
  }
}

/** Writes cities as an Azure Digital Twins file, all twins first; gives how many records it has. */
async function writeCity(path: string, twins: number): Promise<number> {
  const file = await open(path, 'w');
  let records = 0;
  const write = async (section: 'Twins' | 'Relationships') => {
    await file.write(`{"Section":"${section}"}\n`);
    for (const part of batches(linesOf(twins, section), 5_000)) {
      await file.write(part.join(''));
      records += part.length;
    }
  };
  try {
    await file.write('{"Section":"Header"}\n{"fileVersion":"1.0.0"}\n');
    await write('Twins');
    await write('Relationships');
  } finally {
    await file.close();
  }
  return records;
}

function* linesOf(twins: number, section: 'Twins' | 'Relationships'): Generator<string> {
  for (const change of scaledCity(cityGraph(), twins)) {
    const item = section === 'Twins' ? twinItem(change) : relationshipItem(change);
    if (item !== undefined) yield `${JSON.stringify(item)}\n`;
  }
}

function twinItem(change: Change) {
  if (!('addTwin' in change)) return undefined;
  const { id, model, properties } = change.addTwin;
  return { $dtId: id, $metadata: { $model: model }, ...properties };
}

function relationshipItem(change: Change) {
  if (!('addRelationship' in change)) return undefined;
  const { source, target, name, properties } = change.addRelationship;
  const $relationshipId = `${name}:${target}`;
  return {
    $dtId: source,
    $relationshipId,
    $targetId: target,
    $relationshipName: name,
    ...properties,
  };
}

async function driverSeconds(driver: Driver, twins: number): Promise<number> {
  await driver.executeQuery('CREATE INDEX peer_id IF NOT EXISTS FOR (p:Peer) ON (p.id)');
  await driver.executeQuery('CALL db.awaitIndexes(600)');
  const started = performance.now();
  const changes = [...scaledCity(cityGraph(), twins)];
  await createTwins(driver, changes);
  await createRelationships(driver, changes);
  return (performance.now() - started) / 1000;
}

async function createTwins(driver: Driver, changes: readonly Change[]): Promise<void> {
  const twins = changes.flatMap((change) => ('addTwin' in change ? [change.addTwin] : []));
  for (const part of batches(twins, 5_000)) {
    const rows = part.map(({ id, model, properties }) => ({ ...flat(properties), id, model }));
    await driver.executeQuery('UNWIND $rows AS row CREATE (p:Peer) SET p = row', { rows });
  }
}

async function createRelationships(driver: Driver, changes: readonly Change[]): Promise<void> {
  const byName = new Map<string, { source: string; target: string }[]>();
  for (const change of changes) {
    if (!('addRelationship' in change)) continue;
    const { name, source, target } = change.addRelationship;
    const ends = byName.get(name);
    if (ends === undefined) byName.set(name, [{ source, target }]);
    else ends.push({ source, target });
  }
  for (const [name, ends] of byName) {
    for (const rows of batches(ends, 5_000)) {
      await driver.executeQuery(
        `UNWIND $rows AS row MATCH (a:Peer {id: row.source}) MATCH (b:Peer {id: row.target})
         CREATE (a)-[:$($name)]->(b)`,
        { rows, name },
      );
    }
  }
}

/** Only what Neo4j takes as it is; objects and lists go as text. */
function flat(properties: object | undefined): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(properties ?? {}).map(([name, value]) => [
      name,
      typeof value === 'object' ? JSON.stringify(value) : value,
    ]),
  );
}
