/**
 * Runs of a scenario with some of its edits, under the same random numbers, each coalition once.
 * Used by `causesOf`.
 */
import { setImmediate } from 'node:timers/promises';
import { LinchpinError } from '../../model/errors.ts';
import type { Edit } from '../../model/scenario.ts';
import { planOf } from '../../scenario/plan.ts';
import type { SimulationRequest, Simulator } from '../../simulate/simulator.ts';
import { type KpiPair, valuesOf } from '../whatif-kpis.ts';
import type { Group } from './players.ts';

export interface CoalitionSetting {
  readonly simulator: Pick<Simulator, 'runCases'>;
  /** The run without the edits. */
  readonly unedited: SimulationRequest;
  readonly edits: readonly Edit[];
  /** Of the runs of each coalition. */
  readonly seeds: readonly number[];
  /** Names of the key figures, and of those among them that are random: others need one seed. */
  readonly kpis: readonly string[];
  readonly random: readonly string[];
  /** By seed, the runs of none and of all edits, which are known. */
  readonly pairs: readonly KpiPair[];
}

export class CoalitionRuns {
  readonly #setting: CoalitionSetting;
  /** By coalition: figures of the first seed, of the second …; undefined where it is refused. */
  readonly #known = new Map<string, Float64Array | undefined>();
  /** The figures of none and of all edits, which take no run; they count when they are asked for. */
  readonly #given: ReadonlyMap<string, Float64Array>;

  constructor(setting: CoalitionSetting) {
    this.#setting = setting;
    const { edits, pairs, kpis } = setting;
    const worth = (side: 0 | 1) =>
      Float64Array.from(pairs.flatMap((pair) => valuesOf(pair[side], kpis)));
    const all = edits.map((_, position) => position);
    this.#given = new Map([
      [keyOf([]), worth(0)],
      [keyOf([all]), worth(1)],
    ]);
  }

  /** How many runs each coalition has. */
  get seeds(): number {
    return this.#setting.seeds.length;
  }

  /** How many simulations the figures rest on. */
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
      const given = this.#given.get(key);
      if (this.#known.has(key)) continue;
      if (given === undefined) fresh.set(key, this.#editsOf(coalition));
      else this.#known.set(key, given);
    }
    if (fresh.size > 0) await this.#runAll(fresh);
    return coalitions.find((coalition) => this.#known.get(keyOf(coalition)) === undefined);
  }

  /** The figures of a coalition that has been run: all of one seed, then all of the next. */
  worth(coalition: readonly Group[]): Float64Array {
    return this.#known.get(keyOf(coalition)) as Float64Array;
  }

  async #runAll(fresh: ReadonlyMap<string, readonly Edit[]>): Promise<void> {
    const { seeds, kpis, random } = this.#setting;
    const lists = [...fresh.values()];
    const first = await this.#figures(lists, seeds.slice(0, 1), kpis);
    const others = await this.#figures(lists, seeds.slice(1), random);
    [...fresh.keys()].forEach((key, row) => {
      const [own, more] = [first[row], others[row]];
      const isRefused = own === undefined || more === undefined;
      this.#known.set(key, isRefused ? undefined : this.#joined(own, more));
    });
  }

  /** The figures of all seeds: those of the first, and what was drawn anew for each of the others. */
  #joined(first: Float64Array, others: Float64Array): Float64Array {
    const { seeds, kpis, random } = this.#setting;
    const columns = kpis.map((name) => random.indexOf(name));
    const worth = seeds.flatMap((_, s) =>
      columns.map((column, k) => {
        const isOwn = s === 0 || column < 0;
        return (isOwn ? first[k] : others[(s - 1) * random.length + column]) || 0;
      }),
    );
    return Float64Array.from(worth);
  }

  /** By list of edits, the figures of one seed after the other; undefined for what is refused. */
  async #figures(
    lists: readonly (readonly Edit[])[],
    seeds: readonly number[],
    kpis: readonly string[],
  ): Promise<(Float64Array | undefined)[]> {
    const { simulator, unedited } = this.#setting;
    const cases = lists.flatMap((edits) => seeds.map((seed) => ({ edits, seed })));
    const width = seeds.length * kpis.length;
    if (width === 0) return lists.map(() => new Float64Array(0));
    const { figures, problems } = await simulator.runCases({ ...unedited, cases, kpis });
    const failed = new Set(
      problems.map(({ index }) => Math.floor((index as number) / seeds.length)),
    );
    return lists.map((_, row) =>
      failed.has(row) ? undefined : figures.subarray(row * width, (row + 1) * width),
    );
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
