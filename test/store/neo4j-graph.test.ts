/** The graph in a real Neo4j as a planner sees it, and what two instances on it see of each other. */
import fc from 'fast-check';
import { afterEach, describe, expect, test } from 'vitest';
import type { Change } from '../../src/model/change.ts';
import type { TwinGraph } from '../../src/model/graph.ts';
import { type JsonObject, sameJson } from '../../src/model/json.ts';
import { checkedStore } from '../../src/store/checked/checked-store.ts';
import { neo4jJournal } from '../../src/store/neo4j/neo4j-journal.ts';
import { neo4jStore } from '../../src/store/neo4j/neo4j-store.ts';
import { nativeOf, propertiesOf } from '../../src/store/neo4j/properties.ts';
import type { TwinStore } from '../../src/store/twin-store.ts';
import { hostileIds } from '../contract/twin-store/ontology.ts';
import { arbitraryHint, arbitraryProperties } from '../support/arbitrary-properties.ts';
import { graphDigest } from '../support/graph-digest.ts';
import { testDatabase } from '../support/neo4j.ts';

const { database, missing } = await testDatabase();

const open: TwinStore[] = [];

async function openStore(): Promise<TwinStore> {
  const store = await neo4jStore({ uri: '', ...database?.options });
  open.push(store);
  return store;
}

const ask = async (text: string, parameters: object = {}) =>
  (await database?.query(text, parameters)) ?? [];

const model = (id: string, more: JsonObject = {}): JsonObject => ({
  '@id': id,
  '@type': 'Interface',
  '@context': 'dtmi:dtdl:context;3',
  ...more,
});

const asset = model('dtmi:example:Asset;1', {
  contents: [{ '@type': 'Property', name: 'built', schema: 'date' }],
});
const pump = model('dtmi:example:Pump;1', {
  extends: 'dtmi:example:Asset;1',
  contents: [
    { '@type': 'Property', name: 'flow', schema: 'double' },
    { '@type': 'Property', name: 'starts', schema: 'integer' },
    {
      '@type': 'Relationship',
      name: 'feeds',
      properties: [{ '@type': 'Property', name: 'since', schema: 'date' }],
    },
  ],
});

const addPump = (id: string, properties: JsonObject = {}): Change => ({
  addTwin: { id, model: 'dtmi:example:Pump;1', properties },
});

describe.skipIf(missing)(`a graph in Neo4j (else: ${missing})`, { timeout: 120_000 }, () => {
  afterEach(async () => {
    for (const store of open.splice(0)) await store.close();
    await database?.empty();
  });

  test('gives properties of any kind back exactly', async () => {
    const samples = fc.sample(fc.tuple(arbitraryProperties, arbitraryHint), 2_000);
    for (let start = 0; start < samples.length; start += 500) {
      const part = samples.slice(start, start + 500);
      const rows = part.map(([properties, hint], number) => ({
        ...nativeOf(properties, hint),
        _number: BigInt(number),
      }));
      await ask('UNWIND $rows AS row CREATE (sample:Sample) SET sample = row', { rows });
      const back = await ask(
        'MATCH (sample:Sample) WITH sample ORDER BY sample._number RETURN properties(sample) AS p',
      );
      part.forEach(([properties], number) => {
        const read = propertiesOf(back[number]?.p as Record<string, unknown>);
        if (!sameJson(read, properties)) expect(read).toEqual(properties);
      });
      await database?.empty();
    }
  });

  test('has labels of what a twin is, native values and relationships of their name', async () => {
    const store = await openStore();
    await store.addModels([asset, pump]);
    await store.commit([
      addPump('a', { flow: 2, starts: 3, built: '2020-02-29' }),
      addPump('b', { flow: 3.5, starts: 4, built: '2021-01-01' }),
      {
        addRelationship: {
          source: 'a',
          target: 'b',
          name: 'feeds',
          properties: { since: '2022-01-01' },
        },
      },
    ]);
    expect(
      await ask(`MATCH (a:Asset&Pump)-[f:feeds]->(b:Twin) WHERE f.since.year = 2022
        RETURN a.id AS id, labels(a) AS labels, a.flow + b.flow AS flow, a.starts + b.starts AS starts,
          duration.between(a.built, b.built).months AS months`),
    ).toEqual([{ id: 'a', labels: ['Twin', 'Pump', 'Asset'], flow: 5.5, starts: 7n, months: 10n }]);
  });

  test('changes labels, types and ends with the twins, and keeps nothing of before', async () => {
    const store = await openStore();
    await store.addModels([asset, pump]);
    await store.commit([
      addPump('a', { flow: 2 }),
      addPump('b'),
      addPump('c'),
      { addRelationship: { source: 'a', target: 'b', name: 'feeds', id: 'r' } },
    ]);
    await store.commit([
      { putTwin: { id: 'a', model: 'dtmi:example:Asset;1', properties: { built: '2020-01-01' } } },
      { putRelationship: { source: 'a', target: 'c', name: 'cools', id: 'r' } },
      { removeTwin: { twin: 'b', detach: true } },
    ]);
    const rows = await ask(
      'MATCH (t:Twin) OPTIONAL MATCH (t)-[r]->(to) RETURN t.id AS id, labels(t) AS labels, t.flow AS flow, type(r) AS type, to.id AS to ORDER BY id',
    );
    expect(rows).toEqual([
      { id: 'a', labels: ['Twin', 'Asset'], flow: null, type: 'cools', to: 'c' },
      { id: 'c', labels: ['Twin', 'Pump', 'Asset'], flow: null, type: null, to: null },
    ]);
  });

  test('knows which models are out of use, for every instance and in Cypher', async () => {
    const [one, other] = await Promise.all(
      [await openStore(), await openStore()].map((store) => checkedStore(store, [])),
    );
    await one?.addModels([asset, pump]);
    await other?.commit([addPump('a')]);
    await one?.decommissionModel('dtmi:example:Pump;1', true);
    await expect(other?.commit([addPump('b')])).rejects.toThrow(/Pump;1 is decommissioned/);
    expect((await other?.models())?.map(({ decommissioned }) => decommissioned)).toEqual([
      undefined,
      true,
    ]);
    const out = 'MATCH (m:Model) WHERE m.decommissioned RETURN m.id AS id, m.label AS label';
    expect(await ask(out)).toEqual([{ id: 'dtmi:example:Pump;1', label: 'Pump' }]);
    await other?.decommissionModel('dtmi:example:Pump;1', false);
    await one?.commit([addPump('b')]);
    expect(await ask(out)).toEqual([]);
  });

  test('gives every model a label of its own', async () => {
    const store = await openStore();
    const ids = [
      'dtmi:com:a:Pump;1',
      'dtmi:com:a:Pump;2',
      'dtmi:com:b:Pump;1',
      'dtmi:b:Pump;1',
      'dtmi:b:Pump;2',
      'dtmi:x:Twin;1',
      'dtmi:x:Model;1',
      'dtmi:x:LinchpinHead;1',
    ];
    for (const id of ids) await store.addModels([model(id)]);
    const rows = await ask('MATCH (m:Model) RETURN m.id AS id, m.label AS label ORDER BY m.number');
    expect(rows.map(({ id }) => id)).toEqual(ids);
    const labels = rows.map(({ label }) => label as string);
    expect(new Set(labels).size).toBe(ids.length);
    expect(labels).toEqual([
      ...['Pump', 'Pump_v2', 'b_Pump', 'dtmi_b_Pump', 'dtmi_b_Pump_v2'],
      ...['x_Twin', 'x_Model', 'x_LinchpinHead'],
    ]);
  });

  test('takes Cypher in any name or value as text', async () => {
    const store = await openStore();
    const names = [...hostileIds, "'}) DETACH DELETE n //", '}$rows', '\\u0060', '`'];
    await store.commit([
      ...names.map(
        (id): Change => ({ addTwin: { id, model: id, properties: { [id]: id, text: id } } }),
      ),
      ...names.map(
        (id): Change => ({
          addRelationship: {
            source: id,
            target: names[0] as string,
            name: id,
            id,
            properties: { [id]: id },
          },
        }),
      ),
    ]);
    const before = graphDigest(await store.snapshot());
    expect(graphDigest(await (await openStore()).snapshot())).toEqual(before);
    const [count] = await ask(
      'MATCH (t:Twin)-[r]->(:Twin) RETURN count(DISTINCT t) AS twins, count(r) AS all',
    );
    expect(count).toEqual({ twins: BigInt(names.length), all: BigInt(names.length) });
  });

  test('forgets the oldest commits, operations and rejections, and says so', async () => {
    const before = await openStore();
    for (let n = 0; n < 12; n++) await before.commit([addPump(`p${n}`)], { operationId: `o${n}` });
    await before.close();
    const retention = { commits: 5, operations: 3 };
    const trimming = await neo4jStore({ uri: '', ...database?.options, retention });
    await trimming.close();
    const [left] = await ask(
      `RETURN COUNT { (:LinchpinCommit) } AS commits, COUNT { (:LinchpinOperation) } AS operations`,
    );
    expect(left).toEqual({ commits: 5n, operations: 3n });
    const after = await openStore();
    expect((await after.log(7, 10)).map(({ revision }) => revision)).toEqual([8, 9, 10, 11, 12]);
    await expect(after.log(6, 10)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    const repeated = await after.commit([addPump('p11')], { operationId: 'o11' });
    expect(repeated).toMatchObject({ revision: 12, repeated: true });
  });

  test('shows two instances each other’s commits, in order and without a gap', async () => {
    const [one, two] = [await openStore(), await openStore()];
    await one.addModels([asset, pump]);
    expect(await two.models()).toEqual(await one.models());
    const revisions = await Promise.all(
      Array.from({ length: 40 }, async (_, i) => {
        const [mine, other] = i % 2 === 0 ? [one, two] : [two, one];
        const { revision } = await mine.commit([addPump(`p${i}`)]);
        expect((await other.twins([`p${i}`]))[0]?.id).toBe(`p${i}`);
        return revision;
      }),
    );
    expect(revisions.toSorted((a, b) => a - b)).toEqual(
      Array.from({ length: 40 }, (_, i) => i + 1),
    );
    for (const store of [one, two]) {
      const seen: number[] = [];
      const done = new AbortController();
      for await (const { revision } of store.commits(0, done.signal)) {
        seen.push(revision);
        if (revision === 40) done.abort();
      }
      expect(seen).toEqual(Array.from({ length: 40 }, (_, i) => i + 1));
    }
    expect(graphDigest(await one.snapshot())).toEqual(graphDigest(await two.snapshot()));
  });

  test('is read whole while others write to it', async () => {
    const writer = await openStore();
    const id = (n: number) => `p${n}`;
    await writer.commit(Array.from({ length: 2_000 }, (_, n) => addPump(id(n))));
    await writer.commit(
      Array.from({ length: 2_000 }, (_, n) => ({
        addRelationship: { source: id(n), target: id((n * 7) % 2_000), name: 'feeds', id: 'r' },
      })),
    );
    const written = new Map<number, TwinGraph>();
    let reading = true;
    const writing = (async () => {
      for (let n = 0; reading; n++) {
        const { revision } = await writer.commit([
          { putRelationship: { source: id(n), target: id(n + 1), name: 'feeds', id: 'r' } },
          { setRelationship: { source: id(n + 9), id: 'r', property: 'flow', value: n } },
          { removeTwin: { twin: id(1_999 - n), detach: true } },
          addPump(`new${n}`),
          { addRelationship: { source: id(n), target: `new${n}`, name: 'cools' } },
        ]);
        written.set(revision, await writer.snapshot());
      }
    })();
    const journal = await neo4jJournal({ uri: '', ...database?.options });
    const read: TwinGraph[] = [];
    for (let round = 0; round < 5; round++) read.push(await journal.graph());
    reading = false;
    await writing;
    await journal.close();
    for (const graph of read) {
      const same = written.get(graph.revision);
      if (same !== undefined) expect(graphDigest(graph)).toBe(graphDigest(same));
    }
    expect(read.filter(({ revision }) => written.has(revision)).length).toBeGreaterThan(2);
  });
});
