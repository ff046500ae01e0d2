/**
 * Runs in which nothing is out, kept by seed at the starts of their periods: every run of the seed is
 * the same up to its first outage, and can begin there. Used by `BalanceBatch`.
 */

import { lanes } from './lane-places.ts';
import type { LaneCase, LaneRuns } from './lane-runs.ts';

/** Numbers that are kept of `lanes` runs, and how many times that. */
const mostNumbers = 500_000;
const mostBlocks = 8;

/** `lanes` runs side by side. */
interface Block {
  readonly seeds: readonly number[];
  /** What lasts of `LaneState`, for each kept period in turn. */
  readonly numbers: Float64Array;
}

/** Where the run of a seed is. */
interface Place {
  readonly block: Block;
  readonly lane: number;
}

export class QuietRuns {
  readonly #runs: LaneRuns;
  /** Of what lasts of a period's state. */
  readonly #length: number;
  /** Every so many periods are kept. */
  readonly #stride: number;
  /** The oldest goes first. */
  readonly #blocks: Block[] = [];
  readonly #places = new Map<number, Place>();

  constructor(runs: LaneRuns) {
    const { state, periods } = runs;
    this.#runs = runs;
    this.#length = state.numbers.length - state.onHand;
    this.#stride = Math.max(1, Math.ceil((periods * this.#length) / mostNumbers));
  }

  has(seed: number): boolean {
    return this.#places.has(seed);
  }

  /** Runs those of the seeds that are not kept yet, as far as there is room. */
  keep(seeds: readonly number[]): void {
    const fresh = seeds.filter((seed) => !this.has(seed)).slice(0, mostBlocks * lanes);
    for (let first = 0; first < fresh.length; first += lanes) {
      this.#run(fresh.slice(first, first + lanes));
    }
  }

  /** The last kept period up to this one. */
  periodBefore(period: number): number {
    return period - (period % this.#stride);
  }

  /** Puts the lanes where these cases are at the start of a period: a kept one of kept seeds, or 0. */
  begin(cases: readonly LaneCase[], period: number): void {
    const { state } = this.#runs;
    if (period === 0) {
      state.begin();
      return;
    }
    state.beginAt(period);
    for (let l = 0; l < lanes; l++) {
      const { seed } = cases[Math.min(l, cases.length - 1)] as LaneCase;
      this.#restore(l, this.#places.get(seed) as Place, period);
    }
  }

  #restore(lane: number, { block, lane: from }: Place, period: number): void {
    const { numbers, onHand } = this.#runs.state;
    const first = (period / this.#stride) * this.#length;
    const kept = block.numbers;
    for (let row = 0; row < this.#length; row += lanes) {
      numbers[onHand + row + lane] = kept[first + row + from] as number;
    }
  }

  #run(seeds: readonly number[]): void {
    const { state, periods } = this.#runs;
    const kept = Math.floor(periods / this.#stride) + 1;
    const block: Block = { seeds, numbers: new Float64Array(kept * this.#length) };
    this.#runs.load(seeds.map((seed) => ({ seed })));
    state.begin();
    this.#runs.run(0, (period) => {
      if (period % this.#stride !== 0) return;
      const at = (period / this.#stride) * this.#length;
      block.numbers.set(state.numbers.subarray(state.onHand), at);
    });
    if (this.#blocks.length === mostBlocks) {
      for (const seed of (this.#blocks.shift() as Block).seeds) this.#places.delete(seed);
    }
    this.#blocks.push(block);
    seeds.forEach((seed, lane) => {
      this.#places.set(seed, { block, lane });
    });
  }
}
