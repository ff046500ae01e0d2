/**
 * What a sweep keeps as it goes: its setup, chunks of cases, and rounds of a selection. A record
 * is a JSON header and lists of numbers as they are in memory. Used by `Sweep`.
 */
import { LinchpinError, type Problem } from '../../model/errors.ts';
import type { AxisDefinition } from './sweep-definition.ts';

/** A figure of a sweep; as in `Kpi`. */
export interface SweepKpi {
  readonly name: string;
  readonly unit?: string;
  readonly better: 'higher' | 'lower';
}

/** What a sweep learns before its first case. */
export interface SweepSetup {
  /** With the pairs that are run. */
  readonly axes: readonly AxisDefinition[];
  /** How many pairs are left out because they cannot interact. */
  readonly pruned: number;
  /** The columns. */
  readonly kpis: readonly SweepKpi[];
  /** Replications of each case in its chunk; at least so many where precision is asked for. */
  readonly replications: number;
}

/** Consecutive cases that are done. */
export interface SweepChunk {
  readonly from: number;
  readonly to: number;
  /** Runs that the chunk took. */
  readonly runs: number;
  readonly problems: readonly Problem[];
  /** How many more cases failed than `problems` tells of. */
  readonly failed: number;
  readonly counts: Float64Array;
  readonly values: Float64Array;
  /** Where the best are asked for: the figure of each replication, case by case. */
  readonly observations: Float64Array;
  /** Figures of base replications that were not known before, and the first of them. */
  readonly base: Float64Array;
  readonly baseFrom: number;
}

/** Further replications of cases that may be among the best. */
export interface SweepRound {
  readonly cases: readonly number[];
  /** How many more each has. */
  readonly replications: number;
  /** Case by case, replication by replication, figure by figure. */
  readonly figures: Float64Array;
  readonly base: Float64Array;
  readonly baseFrom: number;
}

/** A header with lists of numbers, as bytes. */
export function encodeRecord(value: object): Uint8Array {
  const lists = Object.entries(value).filter(([, list]) => list instanceof Float64Array);
  const plain = Object.entries(value).filter(([, other]) => !(other instanceof Float64Array));
  const lengths = lists.map(([name, list]) => [name, (list as Float64Array).length]);
  const header = Buffer.from(JSON.stringify({ ...Object.fromEntries(plain), lengths }));
  const start = Math.ceil((8 + header.length) / 8) * 8;
  const size = lists.reduce((sum, [, list]) => sum + (list as Float64Array).byteLength, start);
  const bytes = new Uint8Array(size);
  new DataView(bytes.buffer).setFloat64(0, header.length, true);
  bytes.set(header, 8);
  let at = start;
  for (const [, list] of lists) {
    const { buffer, byteOffset, byteLength } = list as Float64Array;
    bytes.set(new Uint8Array(buffer, byteOffset, byteLength), at);
    at += byteLength;
  }
  return bytes;
}

/** The value of a record; `DATA_DAMAGED` naming it. */
export function decodeRecord<T>(name: string, given: Uint8Array): T {
  try {
    // Numbers are read where they begin at a multiple of eight.
    const bytes = new Uint8Array(given);
    const length = new DataView(bytes.buffer).getFloat64(0, true);
    const header = Buffer.from(bytes.buffer, 8, length).toString();
    const { lengths, ...plain } = JSON.parse(header) as { lengths: [string, number][] };
    const value: Record<string, unknown> = { ...plain };
    let at = Math.ceil((8 + length) / 8) * 8;
    for (const [list, size] of lengths) {
      value[list] = new Float64Array(bytes.buffer, at, size);
      at += size * 8;
    }
    return value as T;
  } catch (cause) {
    const message = 'what is kept of it is not what it was made of';
    const action = 'start the sweep with another seed, or restore the data from a backup';
    const problem = { code: 'DATA_DAMAGED', where: `sweep ${name}`, message, action } as const;
    throw new LinchpinError(problem, { cause });
  }
}
