/**
 * A what-if's runs for more seeds than the first: only of the figures that are random. The others are
 * those of the first pair. Used by `runWhatIf`.
 */
import { refusal } from '../model/errors.ts';
import type { Edit } from '../model/scenario.ts';
import type { Kpi, SimulationRequest, SimulationResult, Simulator } from '../simulate/simulator.ts';
import type { BaseRun } from './whatif-base-runs.ts';
import type { KpiPair } from './whatif-kpis.ts';

/** The runs of the first seed. */
export interface Pair {
  readonly base: SimulationResult;
  readonly edited: SimulationResult;
}

export interface Replicas {
  readonly first: Pair;
  /** That of the first pair. */
  readonly base: BaseRun;
  readonly edits: readonly Edit[];
  readonly seeds: readonly number[];
}

/** Names of the figures that are random in either run, in the order in which runs report them. */
export function randomKpisOf({ base, edited }: Pair): readonly string[] {
  const names = new Set([...edited.kpis, ...base.kpis].map(({ name }) => name));
  return [...names].filter((name) => base.randomKpis.has(name) || edited.randomKpis.has(name));
}

/** By seed, the figures of both runs: those that the first pair has. */
export async function replicas(
  simulator: Simulator,
  unedited: SimulationRequest,
  { first, base, edits, seeds }: Replicas,
): Promise<KpiPair[]> {
  if (seeds.length === 0) return [];
  const kpis = randomKpisOf(first);
  const known = base.figures(kpis);
  const none: readonly Edit[] = [];
  const cases = seeds.flatMap((seed) => {
    const edited = { edits, seed };
    return known.has(seed) ? [edited] : [{ edits: none, seed }, edited];
  });
  const { figures, problems } = await simulator.runCases({ ...unedited, cases, kpis });
  if (problems.length > 0) throw refusal(problems);
  const own = new Map<number, Float64Array>();
  cases.forEach(({ edits: made, seed }, index) => {
    const row = figures.slice(index * kpis.length, (index + 1) * kpis.length);
    (made === none ? known : own).set(seed, row);
  });
  const drawn = (run: SimulationResult, row: Float64Array | undefined) =>
    kpisOf(first, run, new Map(kpis.map((name, column) => [name, row?.[column] || 0])));
  return seeds.map((seed) => [
    drawn(first.base, known.get(seed)),
    drawn(first.edited, own.get(seed)),
  ]);
}

/** The figures that either run has: those of a run, but for those that were drawn anew. */
function kpisOf(
  { base, edited }: Pair,
  { kpis }: SimulationResult,
  drawn: ReadonlyMap<string, number>,
): Kpi[] {
  const own = new Map(kpis.map(({ name, value }) => [name, value]));
  const all = new Map([...edited.kpis, ...base.kpis].map((kpi) => [kpi.name, kpi]));
  return Array.from(all.values(), (kpi) => {
    return { ...kpi, value: drawn.get(kpi.name) ?? own.get(kpi.name) ?? 0 };
  });
}
