/**
 * Commits per second: `linchpin bench writes`. Many callers set one twin, then each a twin of its
 * own, on both stores. The peer of the embedded store is LMDB alone with the same durability, that
 * of Neo4j its driver's managed transactions.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { open } from 'lmdb';
import { embeddedStore } from '../store/embedded/embedded-store.ts';
import { neo4jStore } from '../store/neo4j/neo4j-store.ts';
import type { TwinStore } from '../store/twin-store.ts';
import { inTurn, type Measured, median } from './benchmark.ts';
import { type BenchNeo4j, benchNeo4j } from './neo4j.ts';

/** Callers that wait for their commit before they send the next. */
const callers = 100;

/** Writes something as a caller; resolves when it is durable. */
type Write = (caller: number, value: number) => Promise<unknown>;

/** The rates of one medium, ours on a hot twin and on many, and its peer's on a hot record. */
interface Rates {
  readonly hot: number;
  readonly many: number;
  readonly peer: number;
}

export async function writesBench({ rounds = 3, seconds = 2 } = {}): Promise<Measured> {
  const embedded = await embeddedRates(rounds, seconds);
  const neo4jRates = await ratesOnNeo4j(rounds, seconds);
  return {
    name: 'writes',
    result: embedded.hot,
    peer: embedded.peer,
    ratio: embedded.hot / embedded.peer,
    unit: 'durable commits per second on one hot twin, embedded',
    details: {
      callers,
      rounds,
      secondsPerRound: seconds,
      embeddedMany: embedded.many,
      neo4jHot: neo4jRates.hot,
      neo4jMany: neo4jRates.many,
      neo4jPeer: neo4jRates.peer,
      neo4jRatio: neo4jRates.hot / neo4jRates.peer,
    },
  };
}

async function embeddedRates(rounds: number, seconds: number): Promise<Rates> {
  const folder = mkdtempSync(join(tmpdir(), 'linchpin-bench-'));
  const store = await embeddedStore({ path: join(folder, 'data') });
  const bare = open<string>({ path: join(folder, 'peer'), encoding: 'json' });
  try {
    await addTwins(store);
    return await rates({ rounds, seconds }, store, async (_, value) => {
      await bare.put('hot', `${value}`);
      await bare.flushed;
    });
  } finally {
    await store.close();
    await bare.close();
    rmSync(folder, { recursive: true });
  }
}

async function ratesOnNeo4j(rounds: number, seconds: number): Promise<Rates> {
  const server = await benchNeo4j();
  try {
    return await ratesOn(server, { rounds, seconds });
  } finally {
    await server.stop();
  }
}

async function ratesOn(
  { options, driver }: BenchNeo4j,
  size: { readonly rounds: number; readonly seconds: number },
): Promise<Rates> {
  const store = await neo4jStore(options);
  try {
    await addTwins(store);
    await driver.executeQuery("CREATE (:BenchPeer {id: 'hot'})");
    return await rates(size, store, (_, value) =>
      driver.executeQuery("MATCH (t:BenchPeer {id: 'hot'}) SET t.flow = $value", { value }),
    );
  } finally {
    await store.close();
  }
}

async function rates(
  size: { readonly rounds: number; readonly seconds: number },
  store: TwinStore,
  peer: Write,
): Promise<Rates> {
  const set =
    (twinOf: (caller: number) => string): Write =>
    (caller, value) =>
      store.commit([{ set: { twin: twinOf(caller), property: 'flow', value } }]);
  const hotTwin = set(() => 'pump-0');
  await rate(hotTwin, 0.5);
  const { ours, peer: theirs } = await inTurn(
    size.rounds,
    () => rate(hotTwin, size.seconds),
    () => rate(peer, size.seconds),
  );
  const many: number[] = [];
  for (let round = 0; round < size.rounds; round++) {
    many.push(
      await rate(
        set((caller) => `pump-${caller}`),
        size.seconds,
      ),
    );
  }
  return { hot: median(ours), many: median(many), peer: median(theirs) };
}

async function rate(write: Write, seconds: number): Promise<number> {
  const started = performance.now();
  const end = started + seconds * 1000;
  let written = 0;
  const caller = async (_: unknown, number: number) => {
    while (performance.now() < end) await write(number, written++);
  };
  await Promise.all(Array.from({ length: callers }, caller));
  return (written * 1000) / (performance.now() - started);
}

async function addTwins(store: TwinStore): Promise<void> {
  const model = 'dtmi:linchpin:bench:Pump;1';
  const ids = Array.from({ length: callers }, (_, n) => `pump-${n}`);
  await store.addModels([
    {
      '@context': 'dtmi:dtdl:context;3',
      '@id': model,
      '@type': 'Interface',
      contents: [{ '@type': 'Property', name: 'flow', schema: 'double' }],
    },
  ]);
  await store.commit(ids.map((id) => ({ addTwin: { id, model } })));
}
