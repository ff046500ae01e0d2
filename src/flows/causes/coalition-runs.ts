/**
 * Runs of a scenario with some of its edits, under the same random numbers, each coalition once.
 * Used by `causesOf`.
 */
import { setImmediate } from 'node:timers/promises';
import { LinchpinError } from '../../model/errors.ts';
import type { Edit } from '../../model/scenario.ts';
import { planOf } from '../../scenario/plan.ts';
import type { SimulationRequest, Simulator } from '../../simulate/simulator.ts';
import type { Group } from './players.ts';

export interface CoalitionSetting {
  readonly simulator: Pick<Simulator, 'runCases'>;
  /** The run without the edits. */
  readonly unedited: SimulationRequest;
  readonly edits: readonly Edit[];
  /** Of the runs of each coalition. */
  readonly seeds: readonly number[];
  /** Names of the key figures. */
  readonly kpis: readonly string[];
}

export class CoalitionRuns {
  readonly #setting: CoalitionSetting;
  /** By coalition: figures of the first seed, of the second …; undefined where it is refused. */
  readonly #known = new Map<string, Float64Array | undefined>();

  constructor(setting: CoalitionSetting) {
    this.#setting = setting;
  }

  /** How many runs each coalition has. */
  get seeds(): number {
    return this.#setting.seeds.length;
  }

  /** How many simulations were made. */
  get count(): number {
    return this.#known.size * this.#setting.seeds.length;
  }

  /** How many simulations it takes to know these. */
  missing(coalitions: readonly (readonly Group[])[]): number {
    const fresh = coalitions.filter((coalition) => !this.#known.has(keyOf(coalition)));
    return fresh.length * this.#setting.seeds.length;
  }

  /** Whether the edits do not fit without the others; nothing is run. */
  readonly doesNotFit = async (coalition: readonly Group[]): Promise<boolean> => {
    const { graph, catalogue, scenario, signal } = this.#setting.unedited;
    await setImmediate();
    signal?.throwIfAborted();
    const edits = [...scenario.edits, ...this.#editsOf(coalition)];
    try {
      planOf(graph, catalogue, { ...scenario, edits });
      return false;
    } catch (error) {
      if (error instanceof LinchpinError) return true;
      throw error;
    }
  };

  /** Whether a run of these is refused or fails. */
  readonly isRefused = async (coalition: readonly Group[]): Promise<boolean> => {
    await this.run([coalition]);
    return this.#known.get(keyOf(coalition)) === undefined;
  };

  /** Runs those that were not before. Gives the first that is refused. */
  async run(coalitions: readonly (readonly Group[])[]): Promise<readonly Group[] | undefined> {
    const fresh = new Map<string, readonly Edit[]>();
    for (const coalition of coalitions) {
      const key = keyOf(coalition);
      if (!this.#known.has(key)) fresh.set(key, this.#editsOf(coalition));
    }
    if (fresh.size > 0) await this.#runAll(fresh);
    return coalitions.find((coalition) => this.#known.get(keyOf(coalition)) === undefined);
  }

  /** The figures of a coalition that has been run: all of one seed, then all of the next. */
  worth(coalition: readonly Group[]): Float64Array {
    return this.#known.get(keyOf(coalition)) as Float64Array;
  }

  async #runAll(fresh: ReadonlyMap<string, readonly Edit[]>): Promise<void> {
    const { simulator, unedited, seeds, kpis } = this.#setting;
    const cases = [...fresh.values()].flatMap((edits) => seeds.map((seed) => ({ edits, seed })));
    const { figures, problems } = await simulator.runCases({ ...unedited, cases, kpis });
    const failed = new Set(
      problems.map(({ index }) => Math.floor((index as number) / seeds.length)),
    );
    const width = seeds.length * kpis.length;
    [...fresh.keys()].forEach((key, row) => {
      const own = figures.slice(row * width, (row + 1) * width).map((value) => value || 0);
      this.#known.set(key, failed.has(row) ? undefined : own);
    });
  }

  #editsOf(coalition: readonly Group[]): readonly Edit[] {
    const positions = coalition.flat().sort((a, b) => a - b);
    return positions.map((position) => this.#setting.edits[position] as Edit);
  }
}

function keyOf(coalition: readonly Group[]): string {
  return coalition
    .flat()
    .sort((a, b) => a - b)
    .join(' ');
}
