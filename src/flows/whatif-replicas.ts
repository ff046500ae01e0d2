/**
 * A what-if's runs for more seeds than the first: only of the figures that are random. The others are
 * those of the first pair. Used by `runWhatIf`.
 */
import { refusal } from '../model/errors.ts';
import type { Edit } from '../model/scenario.ts';
import type { Kpi, SimulationRequest, SimulationResult, Simulator } from '../simulate/simulator.ts';
import type { BaseRun } from './whatif-base-runs.ts';
import { type KpiPair, valuesOf } from './whatif-kpis.ts';

/** The runs of the first seed. */
export interface Pair {
  readonly base: SimulationResult;
  readonly edited: SimulationResult;
}

export interface Replicas {
  readonly first: Pair;
  /** That of the first pair. */
  readonly base: BaseRun;
  /** `randomKpisOf` the first pair. */
  readonly random: readonly string[];
  readonly edits: readonly Edit[];
  readonly seeds: readonly number[];
}

/** Names of the figures that are random in either run, in the order in which runs report them. */
export function randomKpisOf(pair: Pair): readonly string[] {
  const { base, edited } = pair;
  return kpisOf(pair)
    .map(({ name }) => name)
    .filter((name) => base.randomKpis.has(name) || edited.randomKpis.has(name));
}

/** By seed, the figures of both runs: those that the first pair has. */
export async function replicas(
  simulator: Simulator,
  unedited: SimulationRequest,
  { first, base, random: kpis, edits, seeds }: Replicas,
): Promise<KpiPair[]> {
  if (seeds.length === 0) return [];
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
  const [baseOf, editedOf] = [redrawn(first, first.base, kpis), redrawn(first, first.edited, kpis)];
  return seeds.map((seed) => [baseOf(known.get(seed)), editedOf(own.get(seed))]);
}

/** Gives the figures of one of the two runs, but for those that were drawn anew: these are of a row. */
function redrawn(pair: Pair, run: SimulationResult, drawn: readonly string[]) {
  const all = kpisOf(pair);
  const names = all.map(({ name }) => name);
  const values = valuesOf(run.kpis, names);
  const columns = names.map((name) => drawn.indexOf(name));
  return (row: Float64Array | undefined): Kpi[] =>
    all.map((kpi, k) => {
      const column = columns[k] as number;
      return { ...kpi, value: (column < 0 ? values[k] : row?.[column]) || 0 };
    });
}

/** The figures that either run has, each once. */
function kpisOf({ base, edited }: Pair): Kpi[] {
  return [...new Map([...edited.kpis, ...base.kpis].map((kpi) => [kpi.name, kpi])).values()];
}
