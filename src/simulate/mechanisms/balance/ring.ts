/**
 * Ring buffers, one for each row: what is put in comes out `delay` steps of the row's clock later.
 * The pipelines of a supply chain, on arrays that its state owns; used by `BalanceState`.
 */
export class Ring {
  /** Where each row begins among the values. `[rows + 1]` */
  readonly offsets: Int32Array;
  readonly values: Float64Array;
  /** The slot of each row that comes out now. `[rows]` */
  readonly heads: Int32Array;

  /** `values` holds `slotsOf(delays)` numbers and `heads` one for each row. */
  constructor(delays: readonly number[], values: Float64Array, heads: Int32Array) {
    this.offsets = new Int32Array(delays.length + 1);
    delays.forEach((delay, row) => {
      this.offsets[row + 1] = (this.offsets[row] as number) + delay + 1;
    });
    this.values = values;
    this.heads = heads;
    heads.set(this.offsets.subarray(0, delays.length));
  }

  /** Numbers that rows of these longest delays take. */
  static slotsOf(delays: readonly number[]): number {
    return delays.reduce((sum, delay) => sum + delay + 1, 0);
  }

  /** `delay` is at most the row's longest. */
  put(row: number, units: number, delay: number): void {
    let slot = (this.heads[row] as number) + delay;
    const end = this.offsets[row + 1] as number;
    if (slot >= end) slot += (this.offsets[row] as number) - end;
    this.values[slot] = (this.values[slot] as number) + units;
  }

  take(row: number): number {
    const head = this.heads[row] as number;
    const units = this.values[head] as number;
    this.values[head] = 0;
    return units;
  }

  /** What comes out now, left in place. */
  next(row: number): number {
    return this.values[this.heads[row] as number] as number;
  }

  /** Moves every row's clock on. */
  advance(): void {
    const { offsets, heads } = this;
    for (let row = 0; row < heads.length; row++) {
      const next = (heads[row] as number) + 1;
      heads[row] = next === (offsets[row + 1] as number) ? (offsets[row] as number) : next;
    }
  }

  /** The same, but for the rows that have one of these bits in `held`. */
  advanceBut(held: Uint8Array, bits: number): void {
    const { offsets, heads } = this;
    for (let row = 0; row < heads.length; row++) {
      if (((held[row] as number) & bits) !== 0) continue;
      const next = (heads[row] as number) + 1;
      heads[row] = next === (offsets[row + 1] as number) ? (offsets[row] as number) : next;
    }
  }

  sum(row: number): number {
    let sum = 0;
    for (let i = 0; i < this.#size(row); i++) sum += this.values[this.#slot(row, i)] as number;
    return sum;
  }

  /** What comes out now, a step later, two steps later … */
  ahead(row: number): number[] {
    return Array.from(
      { length: this.#size(row) },
      (_, i) => this.values[this.#slot(row, i)] as number,
    );
  }

  /** Takes over a row; what would take longer than the new delay comes at its end. */
  carry(row: number, earlier: Ring, from: number): void {
    const last = this.#size(row) - 1;
    for (let i = 0; i < earlier.#size(from); i++) {
      const slot = this.#slot(row, Math.min(i, last));
      this.values[slot] =
        (this.values[slot] as number) + (earlier.values[earlier.#slot(from, i)] as number);
    }
  }

  #size(row: number): number {
    return (this.offsets[row + 1] as number) - (this.offsets[row] as number);
  }

  #slot(row: number, ahead: number): number {
    const begin = this.offsets[row] as number;
    return begin + (((this.heads[row] as number) - begin + ahead) % this.#size(row));
  }
}
