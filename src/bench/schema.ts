/**
 * Typed schemas of ontologies of several sizes: `linchpin bench schema`. Beside @neo4j/graphql on
 * type definitions made of the same models, at the sizes that it survives.
 */
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { packageRoot } from '../package-root.ts';
import { type Measured, median, missingPeer } from './benchmark.ts';
import { schemaModels } from './schema-models.ts';

const execute = promisify(execFile);

/** What the peer may take: seconds, and MiB of heap. */
const peerSeconds = 120;
const peerHeapMiB = 4_096;

/** The size of a run. */
export interface SchemaBenchOptions {
  readonly rounds?: number;
  readonly sizes?: readonly number[];
}

type Figures = Readonly<Record<string, number>>;

/** Seconds from resolved models to a schema, at the first size that the peer survives. */
export async function schemaBench(options: SchemaBenchOptions = {}): Promise<Measured> {
  const { rounds = 3, sizes = [100, 767, 3_700] } = options;
  requirePeer();
  const details: Record<string, number | string> = { rounds };
  const note = (prefix: string, figures: Readonly<Record<string, number | string>>) => {
    for (const [name, figure] of Object.entries(figures)) details[`${prefix}.${name}`] = figure;
  };
  let first: { readonly size: number; readonly ours: number; readonly peer: number } | undefined;
  for (const size of sizes) {
    const { ours, peer } = await measured(size, rounds);
    note(`of${size}`, ours);
    note(`peerOf${size}`, typeof peer === 'string' ? { gaveUp: peer } : peer);
    if (typeof peer === 'string') continue;
    const compared = { size, ours: secondsOf(ours), peer: secondsOf(peer) };
    details[`ratioOf${size}`] = compared.ours / compared.peer;
    first ??= compared;
  }
  if (first === undefined) throw new Error('the peer made a schema of none of the sizes');
  const { size, ours: result, peer } = first;
  const unit = `seconds from ${size} resolved models to a schema`;
  return { name: 'schema', result, peer, ratio: result / peer, unit, details };
}

function secondsOf({ schemaSeconds = Number.NaN }: Figures): number {
  return schemaSeconds;
}

/** One size: the medians of all rounds, ours and the peer's in turn. */
async function measured(size: number, rounds: number) {
  const folder = mkdtempSync(join(tmpdir(), 'linchpin-bench-'));
  const path = join(folder, 'models.ndjson');
  writeFileSync(path, schemaModels(size).join('\n'));
  const ours: Figures[] = [];
  const peer: Figures[] = [];
  let gaveUp: string | undefined;
  try {
    for (let round = 0; round < rounds; round++) {
      const made = await figuresOf('schema-load', ['made', path, folder]);
      const data = join(folder, `data-${round}`);
      ours.push({ ...made, ...(await figuresOf('schema-load', ['served', path, data])) });
      if (gaveUp !== undefined) continue;
      const theirs = await peerFigures(path);
      if (typeof theirs === 'string') gaveUp = theirs;
      else peer.push(theirs);
    }
    return { ours: medians(ours), peer: gaveUp ?? medians(peer) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function medians(rounds: readonly Figures[]): Figures {
  const names = Object.keys(rounds[0] ?? {});
  return Object.fromEntries(
    names.map((name) => [name, median(rounds.map((each) => each[name] ?? Number.NaN))]),
  );
}

/** What a program prints; it has ended when this resolves. */
async function figuresOf(
  name: string,
  given: readonly string[],
  limits: { readonly heapMiB?: number; readonly seconds?: number } = {},
): Promise<Figures> {
  const { heapMiB, seconds = 0 } = limits;
  const heap = heapMiB === undefined ? [] : [`--max-old-space-size=${heapMiB}`];
  const program = join(packageRoot(), 'dist', 'src', 'bench', `${name}.js`);
  const { stdout } = await execute(process.execPath, [...heap, program, ...given], {
    timeout: seconds * 1_000,
    killSignal: 'SIGKILL',
    maxBuffer: 2 ** 26,
  });
  return JSON.parse(stdout) as Figures;
}

/** The peer's figures, or why it has none. */
async function peerFigures(path: string): Promise<Figures | string> {
  try {
    const limits = { heapMiB: peerHeapMiB, seconds: peerSeconds };
    return await figuresOf('neo4j-schema-load', [path], limits);
  } catch (error) {
    const failed = error as { killed?: boolean; signal?: string; stderr?: string };
    if (failed.killed === true) return `not done after ${peerSeconds} s`;
    if (failed.signal === 'SIGABRT') return `more than ${peerHeapMiB} MiB of heap`;
    // It passes all types as the arguments of one call, and those have to fit on the stack.
    const overflow = /^RangeError: .*$/m.exec(failed.stderr ?? '')?.[0];
    if (overflow !== undefined) return overflow;
    throw error;
  }
}

/** The peer comes with the packages for development. */
function requirePeer(): void {
  try {
    import.meta.resolve('@neo4j/graphql');
  } catch (cause) {
    throw missingPeer('@neo4j/graphql', 'library', cause);
  }
}
