/**
 * The typed schema of one ontology in a process of its own, for `schema.ts`: `made` from resolved
 * models, or `served` from JSON text. What to do, the path of the models' NDJSON file and an empty
 * folder are the arguments, the figures are printed as JSON.
 */
import { readFileSync } from 'node:fs';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { getIntrospectionQuery, printSchema } from 'graphql';
import type { Handler } from '../api/server/handler.ts';
import { typedSchema } from '../api/typed/typed-schema.ts';
import type { JsonObject } from '../model/json.ts';
import { builtInOntology } from '../ontology/built-in.ts';
import { resolveOntology } from '../ontology/resolve.ts';
import { openApi } from '../service.ts';
import { checkedStore } from '../store/checked/checked-store.ts';
import { embeddedStore } from '../store/embedded/embedded-store.ts';
import { median } from './benchmark.ts';
import { laterModel, siteTwins, threeLevels } from './schema-models.ts';

type Figures = Readonly<Record<string, number>>;

/** From resolved models to the schema and to its text. */
function made(lines: readonly string[]): Figures {
  const documents = lines.map((line) => JSON.parse(line) as JsonObject);
  const { catalogue, problems } = resolveOntology(documents);
  if (problems.length > 0) throw new Error(`${problems.length} problems in the models`);
  const started = performance.now();
  const schema = typedSchema(catalogue);
  const schemaSeconds = secondsSince(started);
  const schemaPeakMiB = peakMiB();
  const sdl = printSchema(schema);
  return {
    types: Object.keys(schema.getTypeMap()).filter((name) => !name.startsWith('__')).length,
    schemaSeconds,
    sdlSeconds: secondsSince(started),
    sdlBytes: Buffer.byteLength(sdl),
    schemaPeakMiB,
  };
}

/** From JSON text to answers. */
async function served(lines: readonly string[], data: string): Promise<Figures> {
  const { documents, bindings } = builtInOntology();
  const store = await checkedStore(await embeddedStore({ path: data }), bindings);
  try {
    await store.addModels(documents);
    const ask = asking(await openApi(store));
    await ask('{ revision }');
    const before = process.memoryUsage.rss();
    const delay = monitorEventLoopDelay({ resolution: 1 });
    const started = performance.now();
    await store.addModels(lines.map((line) => JSON.parse(line) as JsonObject));
    const stored = performance.now();
    delay.enable();
    await ask('{ benchSites { nodes { id } } }');
    const servedSeconds = secondsSince(started);
    const servingSeconds = secondsSince(stored);
    const servingHoldMilliseconds = held(delay);
    const servedPeakMiB = peakMiB();
    const kibPerModel = (servedPeakMiB * 2 ** 20 - before) / 1024 / lines.length;
    const memory = { servedPeakMiB, kibPerModel };
    await store.commit(siteTwins());
    const queryMilliseconds = await medianMilliseconds(() => ask(threeLevels));
    const introspected = await introspection(ask);
    const rebuildSeconds = await seconds(async () => {
      await store.addModels([laterModel]);
      await ask('{ benchLaters { nodes { id accuracy } } }');
    });
    const speed = { servedSeconds, servingSeconds, servingHoldMilliseconds, queryMilliseconds };
    return { ...speed, ...memory, ...introspected, rebuildSeconds, peakMiB: peakMiB() };
  } finally {
    await store.close();
  }
}

type Ask = (query: string) => Promise<number>;

/** Gives how many bytes an answer has; throws one that is an error. */
function asking(fetch: Handler['fetch']): Ask {
  return async (query) => {
    const response = await fetch('http://127.0.0.1/graphql', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query }),
    });
    const body = Buffer.from(await response.arrayBuffer());
    const head = body.toString('utf8', 0, 1_000);
    if (head.startsWith('{"errors"')) throw new Error(head);
    return body.length;
  };
}

/** The first time, when it is written, and again. */
async function introspection(ask: Ask): Promise<Figures> {
  const query = getIntrospectionQuery();
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  let introspectionBytes = 0;
  const introspectionSeconds = await seconds(async () => {
    introspectionBytes = await ask(query);
  });
  const introspectionHoldMilliseconds = held(delay);
  const introspectedAgainSeconds = await seconds(() => ask(query));
  return {
    introspectionBytes,
    introspectionSeconds,
    introspectedAgainSeconds,
    introspectionHoldMilliseconds,
  };
}

/** The longest that something else would have had to wait. */
function held(delay: ReturnType<typeof monitorEventLoopDelay>): number {
  delay.disable();
  return delay.max / 1e6;
}

async function medianMilliseconds(work: () => Promise<unknown>): Promise<number> {
  for (let round = 0; round < 100; round++) await work();
  const figures: number[] = [];
  for (let round = 0; round < 300; round++) figures.push((await seconds(work)) * 1000);
  return median(figures);
}

async function seconds(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return secondsSince(started);
}

function secondsSince(started: number): number {
  return (performance.now() - started) / 1000;
}

function peakMiB(): number {
  return process.resourceUsage().maxRSS / 1024;
}

const [, program, what, path, folder] = process.argv;
if (program?.endsWith('schema-load.js') && path !== undefined && folder !== undefined) {
  const lines = readFileSync(path, 'utf8').split('\n');
  const figures = what === 'made' ? made(lines) : await served(lines, folder);
  console.log(JSON.stringify(figures));
}
