/**
 * Every single outage against given capacities: what N-1 comes to. Prepared once for a network,
 * then one multiplication and addition for each pair of lines. Called by criticality and benchmarks.
 */
import type { LineOutages } from './line-outages.ts';

export class OutageScreen {
  readonly #outages: LineOutages;
  readonly #inverse: Float64Array;
  /** `[lost, line]`: change of the line's loading for each megawatt that the lost one carried. */
  readonly #gains: Float64Array;
  readonly #loading: Float64Array;
  readonly #scratch: Float64Array;
  readonly #darkens: Uint8Array;

  /** Capacities by line in megawatt, infinite for no limit. Throws `SingularNetwork`. */
  constructor(outages: LineOutages, capacity: Float64Array) {
    const count = capacity.length;
    this.#outages = outages;
    // Next to nothing instead of zero, as nothing over nothing is no number.
    this.#inverse = capacity.map((most) => 1 / Math.max(most, 1e-12));
    this.#gains = new Float64Array(count * count);
    this.#darkens = new Uint8Array(count);
    this.#loading = new Float64Array(count);
    this.#scratch = new Float64Array(count);
    for (let lost = 0; lost < count; lost++) {
      const column = outages.column(lost);
      this.#darkens[lost] = outages.darkWith(lost).length > 0 ? 1 : 0;
      for (let line = 0; line < count; line++)
        this.#gains[lost * count + line] =
          (column[line] as number) * (this.#inverse[line] as number);
    }
  }

  /**
   * By lost line: the highest loading (flow over capacity) that any line has without it, from the
   * flows before; exact. A line that is out already gives the highest loading as it is.
   */
  worstLoadings(
    flows: Float64Array,
    result: Float64Array = new Float64Array(flows.length),
  ): Float64Array {
    const gains = this.#gains;
    const loading = this.#loading;
    const count = flows.length;
    for (let line = 0; line < count; line++)
      loading[line] = (flows[line] as number) * (this.#inverse[line] as number);
    for (let lost = 0; lost < count; lost++) {
      result[lost] =
        this.#darkens[lost] === 1
          ? this.#highestInTheDark(lost, flows)
          : highestAfter(loading, flows[lost] as number, { gains, row: lost * count });
    }
    return result;
  }

  #highestInTheDark(lost: number, flows: Float64Array): number {
    const after = this.#outages.flowsWithout(lost, flows, this.#scratch);
    let highest = 0;
    for (let line = 0; line < after.length; line++) {
      const size = Math.abs((after[line] as number) * (this.#inverse[line] as number));
      if (size > highest) highest = size;
    }
    return highest;
  }
}

function highestAfter(
  loading: Float64Array,
  carried: number,
  { gains, row }: { readonly gains: Float64Array; readonly row: number },
): number {
  let highest = 0;
  let lowest = 0;
  for (let line = 0; line < loading.length; line++) {
    const after = (loading[line] as number) + (gains[row + line] as number) * carried;
    if (after > highest) highest = after;
    else if (after < lowest) lowest = after;
  }
  return Math.max(highest, -lowest);
}
