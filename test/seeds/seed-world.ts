/** Reads the example worlds for the tests of this folder: a seed with what it includes, as a graph. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { readNdjson } from '../../src/interchange/adt/ndjson-reader.ts';
import { graphAfter } from '../../src/model/apply.ts';
import { emptyGraph } from '../../src/model/build-graph.ts';
import type { Change } from '../../src/model/change.ts';
import type { TwinGraph } from '../../src/model/graph.ts';
import type { Relationship } from '../../src/model/relationship.ts';
import type { Twin } from '../../src/model/twin.ts';
import { builtInOntology } from '../../src/ontology/built-in.ts';
import type { Catalogue } from '../../src/ontology/catalogue.ts';
import { checkOf } from '../../src/ontology/check.ts';
import { resolveOntology } from '../../src/ontology/resolve.ts';
import { packageRoot } from '../../src/package-root.ts';

export const seedsFolder = join(packageRoot(), 'seeds');

export const seedNames: readonly string[] = readdirSync(seedsFolder)
  .filter((name) => statSync(join(seedsFolder, name)).isDirectory())
  .sort();

/** What `seed.json` says of a seed. */
export interface SeedDescription {
  readonly title: string;
  readonly description: string;
  /** Seeds that this one builds on. */
  readonly includes: readonly string[];
  /** How far a what-if should look to see the consequences. */
  readonly horizonDays: number;
}

export function describeSeed(name: string): SeedDescription {
  return JSON.parse(readFileSync(join(seedsFolder, name, 'seed.json'), 'utf8')) as SeedDescription;
}

/** The graph files of a seed and of what it includes, in the order in which they load. */
export function seedFiles(name: string): string[] {
  const { includes } = describeSeed(name);
  return [...includes.flatMap(seedFiles), join(seedsFolder, name, 'graph.ndjson')];
}

export function seedChanges(file: string): Change[] {
  const document = readNdjson({ name: file, bytes: readFileSync(file) });
  if (document.problems.length > 0) throw new Error(JSON.stringify(document.problems));
  return document.changes.map(({ change }) => change);
}

let resolved: Catalogue | undefined;

/** The ontology of the package. */
export function catalogue(): Catalogue {
  if (resolved === undefined) {
    const { documents, bindings } = builtInOntology();
    const { catalogue, problems } = resolveOntology(documents, bindings);
    if (problems.length > 0) throw new Error(JSON.stringify(problems));
    resolved = catalogue;
  }
  return resolved;
}

/** A seed's graph, every change checked against the ontology; throws at the first refusal. */
export function seedGraph(name: string): TwinGraph {
  const changes = seedFiles(name).flatMap(seedChanges);
  return graphAfter(emptyGraph(), changes, { check: checkOf(catalogue()) });
}

export function twinsOf(graph: TwinGraph, model?: string): Twin[] {
  const all = Array.from({ length: graph.nodeCount }, (_, node) => graph.twinAt(node));
  return all.filter(
    (twin) =>
      twin !== undefined &&
      (model === undefined || catalogue().isA(twin.model, `dtmi:linchpin:${model};1`)),
  ) as Twin[];
}

/** The targets of a twin's relationships of one name. */
export function targetsOf(graph: TwinGraph, twin: string, name: string): string[] {
  return relationshipsOf(graph, twin, 'out', name).map(({ target }) => target);
}

/** The sources of the relationships of one name that reach a twin. */
export function sourcesOf(graph: TwinGraph, twin: string, name: string): string[] {
  return relationshipsOf(graph, twin, 'in', name).map(({ source }) => source);
}

function relationshipsOf(
  graph: TwinGraph,
  twin: string,
  direction: 'out' | 'in',
  name: string,
): Relationship[] {
  return [...graph.relationshipsOf(twin, direction)].filter((each) => each.name === name);
}

/** A numeric property of a twin; throws where there is none, as a test that reads NaN proves nothing. */
export function quantity(graph: TwinGraph, twin: string, property: string): number {
  const value = graph.number(graph.indexOf(twin), property);
  if (Number.isNaN(value)) throw new Error(`${twin} has no number ${property}`);
  return value;
}
