/**
 * Loading ontologies: `linchpin bench ontology`. Beside @azure/dtdl-parser, which reads DTDL v2,
 * from JSON text to what each makes of it; and generated ontologies of several sizes by ourselves.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { JsonObject } from '../model/json.ts';
import { resolveOntology } from '../ontology/resolve.ts';
import { packageRoot } from '../package-root.ts';
import { inTurn, type Measured, median, missingPeer } from './benchmark.ts';
import { addedModels, type OntologyLoad } from './ontology-load.ts';
import { sampleOntology } from './ontology-sample.ts';

/** The size of a run. */
export interface OntologyBenchOptions {
  readonly rounds?: number;
  /** Models of the ontologies that only we load, each in a process of its own. */
  readonly sizes?: readonly (readonly [models: number, version: 2 | 3])[];
}

/** An ontology as text, one model each. */
interface Source {
  readonly name: string;
  readonly texts: readonly string[];
}

/** Models per second, from text to the catalogue. */
export async function ontologyBench(options: OntologyBenchOptions = {}): Promise<Measured> {
  const { rounds = 5 } = options;
  const { sizes = [[100, 3] as const, [767, 3] as const, [3_700, 3] as const, [19_000, 2]] } =
    options;
  const sources = publicSources();
  const models = sources.reduce((sum, { texts }) => sum + texts.length, 0);
  const peer = await peerParser();
  const ours = async () => models / seconds(() => sources.forEach(resolve));
  const theirs = async () => {
    const started = performance.now();
    for (const { texts } of sources) await peer(texts);
    return (models * 1000) / (performance.now() - started);
  };
  await inTurn(1, ours, theirs);
  const figures = await inTurn(rounds, ours, theirs);
  const [result, other] = [median(figures.ours), median(figures.peer)];
  const details = {
    ontologies: sources.map(({ name }) => name).join(', '),
    models,
    rounds,
    ...Object.assign({}, ...sizes.map(([count, version]) => generatedFigures(count, version))),
  };
  const unit = 'models per second from JSON text';
  return { name: 'ontology', result, peer: other, ratio: result / other, unit, details };
}

/** The public ontologies in DTDL v2 where they are beside the checkout; else a generated one. */
function publicSources(): readonly Source[] {
  const folder = join(packageRoot(), '..', 'shared', 'data', 'ontologies');
  const found = ['isa95', 'energygrid', 'smartcities'].flatMap((name): Source[] => {
    const path = join(folder, `${name}.ndjson`);
    if (!existsSync(path)) return [];
    const lines = readFileSync(path, 'utf8').trim().split('\n');
    return [{ name, texts: lines.map((line) => JSON.stringify(JSON.parse(line).model)) }];
  });
  if (found.length > 0) return found;
  const texts = sampleOntology({ models: 150, version: 2 }).map((each) => JSON.stringify(each));
  return [{ name: 'generated', texts }];
}

function resolve({ name, texts }: Source): void {
  const documents = texts.map((text) => JSON.parse(text) as JsonObject);
  const { problems } = resolveOntology(documents);
  if (problems.length > 0) throw new Error(`${name} has ${problems.length} problems`);
}

function seconds(work: () => void): number {
  const started = performance.now();
  work();
  return (performance.now() - started) / 1000;
}

/** The peer, which comes with the packages for development. */
async function peerParser(): Promise<(texts: readonly string[]) => Promise<unknown>> {
  try {
    const { createParser, ModelParsingOption } = await import('@azure/dtdl-parser');
    return (texts) => createParser(ModelParsingOption.PermitAnyTopLevelElement).parse([...texts]);
  } catch (cause) {
    throw missingPeer('@azure/dtdl-parser', 'parser', cause);
  }
}

/** Loads a generated ontology in a process of its own, whose memory is then its own. */
function generatedFigures(models: number, version: 2 | 3): Readonly<Record<string, number>> {
  const folder = mkdtempSync(join(tmpdir(), 'linchpin-bench-'));
  try {
    const path = join(folder, 'ontology.ndjson');
    const documents = sampleOntology({ models: models + addedModels, version });
    writeFileSync(path, documents.map((each) => JSON.stringify(each)).join('\n'));
    const program = join(packageRoot(), 'dist', 'src', 'bench', 'ontology-load.js');
    const output = execFileSync(process.execPath, [program, path, folder], { encoding: 'utf8' });
    const load = JSON.parse(output) as OntologyLoad;
    return Object.fromEntries(
      Object.entries(load).map(([name, figure]) => [`v${version}of${models}.${name}`, figure]),
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
}
