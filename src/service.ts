/**
 * The composition root: the only file that names adapters. The command line opens as much of the
 * service as it needs: a store, the rooms behind the API, or everything that `start` runs.
 */
import { join } from 'node:path';
import { type Logger, pino } from 'pino';
import { Registry } from 'prom-client';
import type { Services } from './api/context.ts';
import { defaultLimits } from './api/limits.ts';
import { createHandler, type Handler } from './api/server/handler.ts';
import { createServer } from './api/server.ts';
import type { Config, StorePlace } from './config.ts';
import { type SimulatedDevices, simulatedDevices } from './devices/simulated-devices.ts';
import { followDeclaredTopics } from './flows/declared-topics.ts';
import { ingest } from './flows/ingest.ts';
import { loadSeeds } from './flows/seeds.ts';
import { sweepJobs } from './flows/sweep/sweep-jobs.ts';
import { openHistory } from './history/history.ts';
import type { HistoryOptions } from './history/history-options.ts';
import { loadMechanisms } from './load-mechanisms.ts';
import { publishIngest, publishJobs, publishStore } from './metrics.ts';
import { durationSeconds } from './model/duration.ts';
import { LinchpinError } from './model/errors.ts';
import { builtInOntology } from './ontology/built-in.ts';
import { historizedPaths } from './ontology/historized-paths.ts';
import { gnnPredictor } from './predict/gnn/gnn-predictor.ts';
import { keptScenarios } from './scenario/kept-scenarios.ts';
import { engine } from './simulate/engine/engine.ts';
import { builtInNames } from './simulate/engine/mechanisms.ts';
import type { Simulator } from './simulate/simulator.ts';
import { pooledSimulator } from './simulate/workers/pooled-simulator.ts';
import { type CheckedStore, checkedStore } from './store/checked/checked-store.ts';
import { embeddedStore } from './store/embedded/embedded-store.ts';
import { neo4jStore } from './store/neo4j/neo4j-store.ts';
import type { TwinStore } from './store/twin-store.ts';
import { mqttBroker } from './telemetry/mqtt/broker.ts';
import { brokerSource } from './telemetry/mqtt/broker-source.ts';
import { mqttSource } from './telemetry/mqtt/mqtt-source.ts';
import type { TelemetrySource } from './telemetry/telemetry-source.ts';

/** What `start` runs, until it is closed. */
export interface Service {
  readonly graphqlUrl: string;
  readonly mqttUrl: string;
  /** Names of the seed worlds that are loaded. */
  readonly seeds: readonly string[];
  /** How many twins have a simulated device. */
  readonly devices: number;
  close(): Promise<void>;
}

type Closers = (() => Promise<void>)[];

/** Opens a store, with the ontology that comes with the package. */
export async function openStore(place: StorePlace): Promise<CheckedStore> {
  const { documents, bindings } = builtInOntology();
  const adapter = await openAdapter(place);
  try {
    const store = await checkedStore(adapter, bindings);
    await store.addModels(documents);
    return store;
  } catch (error) {
    await adapter.close();
    throw error;
  }
}

async function openAdapter(place: StorePlace): Promise<TwinStore> {
  const { store, data, neo4jUri: uri, neo4jUsername: username } = place;
  if (store === 'embedded') return embeddedStore({ path: data });
  const imagePath = join(data, 'linchpin.neo4j.image');
  const { neo4jPassword: password, neo4jDatabase: database } = place;
  return neo4jStore({ uri, username, password, database, imagePath });
}

/** The simulator, for commands that need nothing else; files of mechanisms of others join it. */
export async function openSimulator(mechanisms: readonly string[] = []): Promise<Simulator> {
  return engine(await loadMechanisms(mechanisms, builtInNames));
}

/** What can be said of the rooms behind the API. */
export interface ServicesOptions extends HistoryOptions {
  /** Files of mechanisms of others. */
  readonly mechanism?: readonly string[];
  /** Hears why the work of a job ended where nobody foresaw it. */
  onJobFailure?(error: unknown): void;
}

/** The rooms, and what ends their work: jobs that run go on at the next start. */
export interface OpenServices extends Services {
  close(): Promise<void>;
}

/** The rooms behind the API, on an open store. */
export async function openServices(
  store: CheckedStore,
  { mechanism, onJobFailure, ...options }: ServicesOptions = {},
): Promise<OpenServices> {
  const historized = (model: string) => historizedPaths(store.catalogue(), model);
  const history = openHistory(store, { historized, ...options });
  const scenarios = keptScenarios(store.archive);
  const { simulator, end } = await openPool(mechanism);
  const rooms = { store, history, scenarios, simulator, predictor: await gnnPredictor() };
  const jobs = sweepJobs(rooms, onJobFailure === undefined ? {} : { onFailure: onJobFailure });
  const close = async () => {
    await jobs.close();
    await end();
  };
  return { ...rooms, jobs, close };
}

/** The simulator with threads for sweeps, which only run what is built. */
async function openPool(mechanisms: readonly string[] = []) {
  const inner = await openSimulator(mechanisms);
  if (import.meta.url.endsWith('.ts')) return { simulator: inner, end: async () => {} };
  const module = new URL('./simulate/engine/engine.js', import.meta.url).href;
  const simulator = pooledSimulator(inner, { module, mechanisms });
  return { simulator, end: () => simulator.close() };
}

/** The API without a port: answers requests in this process. */
export async function openApi(store: CheckedStore): Promise<Handler['fetch']> {
  const handler = createHandler({
    services: await openServices(store),
    host: '127.0.0.1',
    token: undefined,
    logger: pino({ level: 'error' }, pino.destination(2)),
    registry: new Registry(),
    limits: defaultLimits,
  });
  return handler.fetch;
}

/** Starts everything; what was opened before a failure is closed again. */
export async function startService(config: Config): Promise<Service> {
  const open: Closers = [];
  const close = async () => {
    for (const end of open.splice(0).reverse()) await end();
  };
  try {
    return { ...(await startRooms(config, open)), close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Opens room after room; `open` collects what has to be closed, the last one first. */
async function startRooms(config: Config, open: Closers): Promise<Omit<Service, 'close'>> {
  const logger = pino({ level: config.log }, pino.destination(2));
  const registry = new Registry();
  const store = await openStore(config);
  open.push(() => store.close());
  const seeds = await loadSeeds(store, config.seed);
  const intake = ingest({ store });
  publishIngest(registry, intake);
  publishStore(registry, store);
  const telemetry = await openTelemetry(config);
  open.push(telemetry.close);
  await followDeclaredTopics(store, telemetry.source);
  await telemetry.source.start(intake.deliver);
  open.push(() => telemetry.source.stop());
  const services = await openServices(store, {
    mechanism: config.mechanism,
    ...historyLengths(config),
    ...historyReports(logger),
    onJobFailure: (error) => logger.error(error, 'a job failed'),
  });
  services.history.follow();
  open.push(() => services.history.close());
  open.push(() => services.close());
  publishJobs(registry, services.jobs);
  await services.jobs.resume();
  const { host, port } = config;
  const server = await createServer({ services, host, port, logger, registry, ...tokenOf(config) });
  open.push(() => server.close());
  const devices = config.devices
    ? await openDevices(config, telemetry.url, store, seeds.twins)
    : undefined;
  if (devices !== undefined) open.push(() => devices.stop());
  const graphqlUrl = `${server.url}/graphql`;
  return { graphqlUrl, mqttUrl: telemetry.url, seeds: seeds.names, devices: devices?.size ?? 0 };
}

function historyLengths({ history, historized }: Config): HistoryOptions {
  return {
    retentionSeconds: durationSeconds(history),
    ...(historized !== undefined && { historizedSeconds: durationSeconds(historized) }),
  };
}

/** Says why history falls behind, in a line unless nobody knows why, and that it keeps up again. */
function historyReports(logger: Logger): HistoryOptions {
  const behind = 'history falls behind';
  return {
    onFailure(error) {
      if (!(error instanceof LinchpinError)) return logger.error(error, behind);
      const outlook = error.retriable ? '; Linchpin goes on by itself when that is over' : '';
      logger.error(`${behind}: ${error.message}${outlook}`);
    },
    onRecovery: () => logger.warn('history keeps up again: the store answers'),
  };
}

interface Telemetry {
  readonly source: TelemetrySource;
  readonly url: string;
  close(): Promise<void>;
}

/** The embedded broker and its own source, or a client of the broker that is named. */
async function openTelemetry(config: Config): Promise<Telemetry> {
  const { mqttUrl: url, host, mqttPort: port } = config;
  if (url !== undefined) {
    return { source: mqttSource({ url, ...loginOf(config) }), url, close: async () => {} };
  }
  const broker = await mqttBroker({ host, port, ...tokenOf(config) });
  return { source: brokerSource(broker), url: broker.url, close: () => broker.close() };
}

/** Devices for the twins of the seed worlds alone: nobody else's twins get invented values. */
async function openDevices(
  config: Config,
  url: string,
  store: CheckedStore,
  ids: readonly string[],
): Promise<SimulatedDevices> {
  const seeded = await store.twins(ids);
  const twins = seeded.filter((twin) => twin !== undefined);
  return simulatedDevices({ url, twins, catalogue: store.catalogue(), ...loginOf(config) });
}

/** What a client of the broker signs in with: the token is the embedded broker's password. */
function loginOf({ mqttUrl, mqttUsername, mqttPassword, token }: Config) {
  const username = mqttUrl === undefined ? 'linchpin' : mqttUsername;
  const password = mqttUrl === undefined ? token : mqttPassword;
  return {
    ...(username === undefined || password === undefined ? {} : { username }),
    ...(password === undefined ? {} : { password }),
  };
}

function tokenOf({ token }: Config): { token?: string } {
  return token === undefined ? {} : { token };
}
