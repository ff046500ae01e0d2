/**
 * Runs variations of a scenario for one key figure under common random numbers: replication r of
 * every variation has the same seed. Used by `criticality`, `bottlenecks` and `optimise`.
 */
import { LinchpinError, type Problem } from '../model/errors.ts';
import type { TwinGraph } from '../model/graph.ts';
import type { Edit } from '../model/scenario.ts';
import type { Catalogue } from '../ontology/catalogue.ts';
import { nearName } from '../ontology/near-name.ts';
import type { Kpi, SimulationResult, Simulator } from '../simulate/simulator.ts';
import { defaultSeed, replicationsOf } from './run-defaults.ts';

export interface KpiRooms {
  /** What the runs begin with. */
  readonly snapshot: TwinGraph;
  /** The graph after all edits that every run begins with; `snapshot` by default. */
  readonly looked?: TwinGraph;
  readonly catalogue: Catalogue;
  readonly simulator: Pick<Simulator, 'run' | 'runCases' | 'choose'>;
}

/** What these are asked on. */
export interface KpiQuestion {
  /** Name of the key figure. */
  readonly kpi: string;
  /** Edits that every run begins with; none by default. */
  readonly before?: readonly Edit[];
  /** 1 by default. */
  readonly seed?: number;
  readonly horizonSeconds: number;
  /** How many seeds are run where the figure is random, 2 … 1,000; 10 by default. */
  readonly replications?: number;
  readonly signal?: AbortSignal;
}

/** So many runs may be asked for at once; larger questions are sweeps. */
export const mostRuns = 4096;

export class KpiRuns {
  /** How many runs were made: that of the base, and those of `figures`. */
  count = 1;
  readonly kpi: Pick<Kpi, 'name' | 'unit' | 'better'>;
  readonly base: SimulationResult;
  readonly replications: number;
  /** Whether the figure is random: one that is not takes one run, whatever else is. */
  readonly random: boolean;
  readonly #rooms: KpiRooms;
  readonly #question: KpiQuestion;

  private constructor(rooms: KpiRooms, question: KpiQuestion, base: SimulationResult, kpi: Kpi) {
    this.#rooms = rooms;
    this.#question = question;
    this.base = base;
    this.kpi = kpi;
    this.random = base.randomKpis.has(kpi.name);
    this.replications = this.random ? replicationsOf(question.replications) : 1;
  }

  /** Runs the base. Throws `BAD_USER_INPUT` for a figure that it has not, with those it has. */
  static async open(rooms: KpiRooms, question: KpiQuestion): Promise<KpiRuns> {
    const { snapshot: graph, catalogue, simulator } = rooms;
    const { signal } = question;
    const scenario = scenarioOf(rooms, question);
    const base = await simulator.run({ graph, catalogue, scenario, ...(signal && { signal }) });
    const kpi = base.kpis.find(({ name }) => name === question.kpi);
    if (kpi === undefined) throw unknownKpi(question.kpi, base.kpis);
    return new KpiRuns(rooms, question, base, kpi);
  }

  /** A difference of the figure as a gain: above 0 is better. */
  gain(difference: number): number {
    return this.kpi.better === 'higher' ? difference : -difference;
  }

  /**
   * By variation: the figure of replications `from` until `to`; a figure that a run has not is 0, and
   * a variation that cannot be run is its problem.
   */
  async figures(
    variations: readonly (readonly Edit[])[],
    [from, to]: readonly [number, number] = [0, this.replications],
  ): Promise<(Float64Array | Problem)[]> {
    const { snapshot: graph, catalogue, simulator } = this.#rooms;
    const { kpi, seed = defaultSeed, signal } = this.#question;
    const each = to - from;
    const cases = variations.flatMap((edits) =>
      Array.from({ length: each }, (_, r) => ({ edits, seed: (seed + from + r) >>> 0 })),
    );
    const scenario = scenarioOf(this.#rooms, this.#question);
    const request = { graph, catalogue, scenario, cases, kpis: [kpi], ...(signal && { signal }) };
    const { figures, problems } = await simulator.runCases(request);
    this.count += cases.length;
    const failed = new Map(
      problems.map((problem) => [Math.floor((problem.index ?? 0) / each), problem] as const),
    );
    return variations.map(
      (_, v) =>
        failed.get(v) ??
        figures.slice(v * each, (v + 1) * each).map((value) => (Number.isNaN(value) ? 0 : value)),
    );
  }
}

function scenarioOf(
  { snapshot }: KpiRooms,
  { before = [], seed = defaultSeed, horizonSeconds }: KpiQuestion,
) {
  return { base: snapshot.revision, edits: before, seed, horizonSeconds };
}

/** The refusal of a figure that there is not, with those there are. */
export function unknownKpi(name: string, known: readonly Pick<Kpi, 'name'>[]): LinchpinError {
  const names = known.map((kpi) => kpi.name);
  const near = nearName(name, names);
  return new LinchpinError({
    code: 'BAD_USER_INPUT',
    where: 'kpi',
    message: `the graph has no key figure ${name.slice(0, 256)}`,
    expected: names.length === 0 ? 'a graph with a behaviour' : `one of ${names.join(', ')}`,
    action: near === undefined ? 'choose one of these' : `did you mean ${near}?`,
  });
}

/** Mean in the order given. */
export function meanOf(values: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i] as number;
  return values.length === 0 ? 0 : sum / values.length;
}

/** Throws `LIMIT_EXCEEDED` for more runs than are answered at once. */
export function checkRuns(where: string, runs: number, action: string): void {
  if (runs <= mostRuns) return;
  throw new LinchpinError({
    code: 'LIMIT_EXCEEDED',
    where,
    message: `this takes ${runs} runs`,
    expected: `at most ${mostRuns} runs at once`,
    action,
  });
}
