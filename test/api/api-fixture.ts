/** The API over a real embedded store in a temporary folder, asked through `fetch`. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { Registry } from 'prom-client';
import type { Services } from '../../src/api/context.ts';
import { defaultLimits, type Limits } from '../../src/api/limits.ts';
import { createHandler, type Handler } from '../../src/api/server/handler.ts';
import { sweepJobs } from '../../src/flows/sweep/sweep-jobs.ts';
import { openHistory } from '../../src/history/history.ts';
import type { JsonObject } from '../../src/model/json.ts';
import { baselinePredictor } from '../../src/predict/baseline/baseline-predictor.ts';
import { keptScenarios } from '../../src/scenario/kept-scenarios.ts';
import { engine } from '../../src/simulate/engine/engine.ts';
import { type CheckedStore, checkedStore } from '../../src/store/checked/checked-store.ts';
import { embeddedStore } from '../../src/store/embedded/embedded-store.ts';
import { bindings, changes, models } from './plant.ts';

export interface Answer {
  readonly status: number;
  readonly data: JsonObject;
  readonly errors: readonly { message: string; extensions: Record<string, unknown> }[];
}

export interface TestApi {
  readonly store: CheckedStore;
  readonly services: Services;
  readonly handler: Handler;
  readonly logged: readonly Record<string, unknown>[];
  ask(query: string, variables?: object): Promise<Answer>;
  post(body: BodyInit, headers?: Record<string, string>): Promise<Response>;
  close(): Promise<void>;
}

export interface TestApiOptions {
  readonly token?: string;
  readonly limits?: Partial<Limits>;
  /** Wraps the store, to count or to break it. */
  readonly wrap?: (store: CheckedStore) => CheckedStore;
}

/** The store of the little plant, and what removes it. */
export async function plantStore(): Promise<{ store: CheckedStore; remove(): Promise<void> }> {
  const path = await mkdtemp(join(tmpdir(), 'linchpin-api-'));
  const store = await checkedStore(await embeddedStore({ path }), bindings);
  await store.addModels(models);
  await store.commit(changes);
  const remove = async () => {
    await store.close();
    await rm(path, { recursive: true, force: true });
  };
  return { store, remove };
}

/** The services over a store; the declared rules stand in for the trained predictor. */
export function servicesOf(store: CheckedStore): Services {
  const history = openHistory(store);
  const scenarios = keptScenarios(store.archive);
  const predictor = baselinePredictor('declaredRules');
  const rooms = { store, history, scenarios, simulator: engine(), predictor };
  return { ...rooms, jobs: sweepJobs(rooms) };
}

export async function openApi(options: TestApiOptions = {}): Promise<TestApi> {
  const { store, remove } = await plantStore();
  const logged: Record<string, unknown>[] = [];
  const logger = pino({}, { write: (line) => logged.push(JSON.parse(line)) });
  const services = servicesOf(options.wrap?.(store) ?? store);
  const handler = createHandler({
    services,
    host: '127.0.0.1',
    token: options.token,
    logger,
    registry: new Registry(),
    limits: { ...defaultLimits, ...options.limits },
  });
  const post = async (body: BodyInit, headers: Record<string, string> = {}) =>
    handler.fetch('http://localhost/graphql', {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body,
    });
  const ask = async (query: string, variables: object = {}) => {
    const response = await post(JSON.stringify({ query, variables }));
    return { status: response.status, data: {}, errors: [], ...(await response.json()) };
  };
  const close = async () => {
    await services.jobs.close();
    await remove();
  };
  return { store, services, handler, logged, ask, post, close };
}
