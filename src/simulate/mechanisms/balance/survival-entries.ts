/**
 * What comes into a region of a supply chain from beyond. Called by `regionProgram`.
 *
 * There the steady flow goes on, as many times as the whole chain could go on with for ever; what it
 * brought to places that are out, its sources give to others in the region instead, in proportion.
 */
import type { SurvivalNetwork } from './survival-network.ts';
import type { Region } from './survival-question.ts';

export class RegionEntries {
  readonly #network: SurvivalNetwork;
  readonly #region: Region;
  readonly #out: ReadonlySet<number>;
  readonly #places: number;
  /** By place beyond: the lanes into the region that carry, and what all lanes into it give. */
  readonly #sources = new Map<number, { lanes: number; carried: number; given: number }>();

  constructor(network: SurvivalNetwork, region: Region, out: ReadonlySet<number>) {
    const { stores, supplies } = network.model;
    this.#network = network;
    this.#region = region;
    this.#out = out;
    this.#places = stores.length + supplies.length;
  }

  indexOf(lane: number): number {
    return this.#places + lane;
  }

  /** Whether the lane begins in the region and is not out. */
  isOpen(lane: number): boolean {
    return (
      !this.#out.has(this.indexOf(lane)) &&
      this.#region.contains(this.#network.from[lane] as number)
    );
  }

  /** Units a period that a lane from beyond can bring. */
  rate(lane: number): number {
    if (!this.#carries(lane)) return 0;
    const { lanes, carried, given } = this.#sourceOf(this.#network.from[lane] as number);
    return carried > 0 ? (given * (this.#network.flow[lane] as number)) / carried : given / lanes;
  }

  #carries(lane: number): boolean {
    return !this.#out.has(this.indexOf(lane)) && !this.#out.has(this.#network.to[lane] as number);
  }

  #sourceOf(place: number) {
    const known = this.#sources.get(place);
    if (known !== undefined) return known;
    const { leaving, to, flow, headroom } = this.#network;
    const source = { lanes: 0, carried: 0, given: 0 };
    for (const lane of leaving[place] as readonly number[]) {
      if (!this.#region.contains(to[lane] as number)) continue;
      const units = flow[lane] as number;
      source.given += units * headroom;
      if (!this.#carries(lane)) continue;
      source.lanes++;
      source.carried += units;
    }
    this.#sources.set(place, source);
    return source;
  }
}
