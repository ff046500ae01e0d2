/**
 * Durable telemetry: QoS 1 messages a second from the socket into the embedded store, beside the
 * same broker without storage, in turn and in one process. Called by `linchpin bench ingest`.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ingest } from '../flows/ingest.ts';
import type { JsonObject } from '../model/json.ts';
import { type CheckedStore, checkedStore } from '../store/checked/checked-store.ts';
import { embeddedStore } from '../store/embedded/embedded-store.ts';
import { mqttBroker } from '../telemetry/mqtt/broker.ts';
import { brokerSource } from '../telemetry/mqtt/broker-source.ts';
import { inTurn, type Measured, median } from './benchmark.ts';
import { publishLoad } from './mqtt-load.ts';

/** The size of a run. */
export interface IngestBenchOptions {
  /** Messages in each round; 50,000 by default. */
  readonly messages?: number;
  /** Rounds of each kind, after one to warm up; 5 by default. */
  readonly rounds?: number;
  /** Devices' connections; 8 by default. */
  readonly connections?: number;
  /** Twins that the messages are of; 1,000 by default. */
  readonly twins?: number;
}

/** Unacknowledged messages of one connection. */
const window = 500;
const model = 'dtmi:linchpin:bench:Pump;1';

/** Runs the benchmark in a temporary folder, which it removes; the peer keeps nothing on disk. */
export async function ingestBench(options: IngestBenchOptions = {}): Promise<Measured> {
  const { messages = 50_000, rounds = 5, connections = 8, twins = 1000 } = options;
  const folder = mkdtempSync(join(tmpdir(), 'linchpin-bench-'));
  const store = await checkedStore(await embeddedStore({ path: join(folder, 'data') }), []);
  try {
    await addPumps(store, twins);
    const flow = ingest({ store });
    const round = async (durable: boolean): Promise<number> => {
      const broker = await mqttBroker({ port: 0 });
      if (durable) await brokerSource(broker).start(flow.deliver);
      const seconds = await publishLoad({
        port: broker.port,
        messages,
        connections,
        window,
        message: (n) => ({ topic: `twins/pump-${n % twins}`, payload: `{"flow":${n / 8}}` }),
      });
      await broker.close();
      return messages / seconds;
    };
    const measure = (times: number) =>
      inTurn(
        times,
        () => round(true),
        () => round(false),
      );
    await measure(1);
    const { ours, peer } = await measure(rounds);
    const { messages: taken, refused, commits } = flow.counts();
    if (refused > 0) throw new Error(`${refused} of ${taken} messages were refused`);
    const [result, bare] = [median(ours), median(peer)];
    const details = { messages, rounds, connections, twins, messagesPerCommit: taken / commits };
    const unit = 'durable QoS 1 messages per second';
    return { name: 'ingest', result, peer: bare, ratio: result / bare, unit, details };
  } finally {
    await store.close();
    rmSync(folder, { recursive: true });
  }
}

const pumpModel: JsonObject = {
  '@context': 'dtmi:dtdl:context;3',
  '@id': model,
  '@type': 'Interface',
  contents: [{ '@type': 'Property', name: 'flow', schema: 'double' }],
};

async function addPumps(store: CheckedStore, count: number): Promise<void> {
  await store.addModels([pumpModel]);
  const ids = Array.from({ length: count }, (_, n) => `pump-${n}`);
  await store.commit(ids.map((id) => ({ addTwin: { id, model } })));
}
