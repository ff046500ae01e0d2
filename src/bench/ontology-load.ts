/**
 * One ontology in a process of its own, for `ontology.ts`: the path of its NDJSON file and an empty
 * folder are the arguments, the figures are printed as JSON.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { JsonObject } from '../model/json.ts';
import { builtInOntology } from '../ontology/built-in.ts';
import { resolveOntology } from '../ontology/resolve.ts';
import { checkedStore } from '../store/checked/checked-store.ts';
import { embeddedStore } from '../store/embedded/embedded-store.ts';
import { median } from './benchmark.ts';

/** What loading an ontology took. */
export interface OntologyLoad {
  /** From text to the catalogue, in a process that had done nothing before. */
  readonly seconds: number;
  /** Of these: parsing the JSON. */
  readonly parseSeconds: number;
  /** Processor time of the same, all threads; does not grow while others have the processor. */
  readonly cpuSeconds: number;
  readonly modelsPerSecond: number;
  /** Of the whole process, after the catalogue was made. */
  readonly peakMemoryMiB: number;
  /** Adding one more model to a store that has all of them. */
  readonly addMilliseconds: number;
}

/** How many models at the end of the file are added one by one. */
export const addedModels = 7;

/** Loads the models of a file; `folder` is for a store. */
export async function ontologyLoad(path: string, folder: string): Promise<OntologyLoad> {
  const lines = readFileSync(path, 'utf8').split('\n');
  const added = lines.splice(-addedModels).map((line) => JSON.parse(line) as JsonObject);
  const processor = process.cpuUsage();
  const started = performance.now();
  const documents = lines.map((line) => JSON.parse(line) as JsonObject);
  const parsed = performance.now();
  const { catalogue, problems } = resolveOntology(documents);
  const seconds = (performance.now() - started) / 1000;
  const { user, system } = process.cpuUsage(processor);
  const peakMemoryMiB = process.resourceUsage().maxRSS / 1024;
  if (problems.length > 0 || catalogue.interfaces.size !== lines.length) {
    throw new Error(`${problems.length} problems in ${lines.length} models`);
  }
  return {
    seconds,
    parseSeconds: (parsed - started) / 1000,
    cpuSeconds: (user + system) / 1e6,
    modelsPerSecond: lines.length / seconds,
    peakMemoryMiB,
    addMilliseconds: await addMilliseconds(documents, added, folder),
  };
}

async function addMilliseconds(
  documents: readonly JsonObject[],
  added: readonly JsonObject[],
  folder: string,
): Promise<number> {
  const builtIn = builtInOntology();
  const path = join(folder, 'data');
  const store = await checkedStore(await embeddedStore({ path }), builtIn.bindings);
  try {
    await store.addModels(builtIn.documents);
    await store.addModels(documents);
    const figures: number[] = [];
    for (const document of added) {
      const started = performance.now();
      await store.addModels([document]);
      figures.push(performance.now() - started);
    }
    return median(figures);
  } finally {
    await store.close();
  }
}

const [, program, path, folder] = process.argv;
if (program?.endsWith('ontology-load.js') && path !== undefined && folder !== undefined) {
  console.log(JSON.stringify(await ontologyLoad(path, folder)));
}
