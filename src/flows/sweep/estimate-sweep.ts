/**
 * How much work a sweep is, by a timed sample of its cases; refuses one that would never end or
 * not fit into memory. Called by `startSweep`.
 */
import { LinchpinError } from '../../model/errors.ts';
import type { SweepRooms } from './case-runs.ts';
import { CaseSpace } from './case-space.ts';
import { durationText } from './duration-text.ts';
import { isRunWhole, probe } from './set-up.ts';
import type { SweepDefinition } from './sweep-definition.ts';
import { SweepTable } from './sweep-table.ts';

/** How much one sweep may be. */
export interface SweepLimits {
  /** Runs in all; 10^9 by default. */
  readonly runs: number;
  /** On one processor; 14 days by default. */
  readonly seconds: number;
  /** Of its table of results; 512 MiB by default. */
  readonly bytes: number;
  /** Cases that the best may be chosen among; 20,000 by default. */
  readonly candidates: number;
}

export const defaultSweepLimits: SweepLimits = Object.freeze({
  runs: 1e9,
  seconds: 14 * 86_400,
  bytes: 512 * 2 ** 20,
  candidates: 20_000,
});

export interface SweepEstimate {
  readonly cases: number;
  /** At least: where they depend on results, those that are sure. */
  readonly runs: number;
  /** On one processor, as the sample took. */
  readonly seconds: number;
}

const sampleCases = 16;
const sampleSeconds = 0.25;

/** Throws `LIMIT_EXCEEDED` with the estimate. */
export async function estimateSweep(
  rooms: SweepRooms,
  definition: SweepDefinition,
  { signal, limits }: { readonly signal: AbortSignal; readonly limits: SweepLimits },
): Promise<SweepEstimate> {
  const { kpis, replications } = await probe(rooms, definition, signal);
  const space = new CaseSpace(definition.axes, definition.scenario.seed);
  const names = kpis.map(({ name }) => name);
  const each = await secondsPerRun(rooms, definition, { space, kpis: names, signal });
  const sure = sureCases(definition, space);
  const runs = sure * replications;
  const estimate = { cases: space.size, runs, seconds: runs * each };
  const bytes = SweepTable.bytes(sure, kpis.length, replications > 1 ? 4 : 1);
  const what = `${numberText(space.size)} cases, ${numberText(runs)} runs, about ${durationText(estimate.seconds)} on one processor`;
  if (runs > limits.runs) throw tooMuch(what, `at most ${numberText(limits.runs)} runs`);
  if (estimate.seconds > limits.seconds) {
    throw tooMuch(what, `at most ${durationText(limits.seconds)}`);
  }
  if (bytes > limits.bytes) {
    const most = `results of at most ${Math.floor(limits.bytes / 2 ** 20)} MiB`;
    throw tooMuch(`${what}, results of ${Math.ceil(bytes / 2 ** 20)} MiB`, most);
  }
  if (definition.best !== undefined && replications > 1 && sure > limits.candidates) {
    throw tooMuch(what, `at most ${numberText(limits.candidates)} cases to choose the best among`);
  }
  return estimate;
}

/** The cases that are run whatever comes out: pairs may yet turn out not to interact. */
function sureCases({ axes }: SweepDefinition, space: CaseSpace): number {
  return space.axes.reduce((product, { size }, i) => {
    const axis = axes[i];
    if (axis !== undefined && 'pairs' in axis && !isRunWhole(axis.pairs)) {
      return product * (axis.pairs.twins?.length ?? 0);
    }
    return product * size;
  }, 1);
}

interface Sample {
  readonly space: CaseSpace;
  readonly kpis: readonly string[];
  readonly signal: AbortSignal;
}

/** Times cases spread over all; what the first runs make ready once is no longer in it. */
async function secondsPerRun(
  { graph, catalogue, simulator }: SweepRooms,
  { scenario }: SweepDefinition,
  { space, kpis, signal }: Sample,
): Promise<number> {
  const size = Math.min(space.size, Number.MAX_SAFE_INTEGER);
  const count = Math.min(size, sampleCases);
  const request = { graph, catalogue, scenario, kpis, signal };
  let runs = 0;
  let seconds = 0;
  for (let i = 0; i < count && seconds < sampleSeconds; i++) {
    const index = Math.floor((i * (size - 1)) / Math.max(1, count - 1));
    const cases = [{ edits: space.editsAt(index), seed: scenario.seed }];
    const begun = performance.now();
    await simulator.runCases({ ...request, cases });
    seconds += (performance.now() - begun) / 1000;
    runs += 1;
  }
  return seconds / Math.max(1, runs);
}

function tooMuch(what: string, expected: string): LinchpinError {
  return new LinchpinError({
    code: 'LIMIT_EXCEEDED',
    where: 'axes',
    message: `the sweep has ${what}`,
    expected,
    action: 'take fewer positions, or draw some of them as samples',
  });
}

/** Digits in groups; from 10^15 on as a power of ten. */
function numberText(value: number): string {
  return value < 1e15 ? Math.round(value).toLocaleString('en-US') : value.toExponential(1);
}
