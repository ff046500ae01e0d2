/**
 * Ring buffers, one for each row: what is put in comes out `delay` steps of the row's clock later.
 * The pipelines of a supply chain; used by `BalanceState`.
 */
export class Ring {
  /** Where each row begins. `[rows + 1]` */
  readonly #offsets: Int32Array;
  readonly #values: Float64Array;
  /** The slot of each row that comes out now. */
  readonly #heads: Int32Array;

  constructor(delays: readonly number[]) {
    this.#offsets = new Int32Array(delays.length + 1);
    delays.forEach((delay, row) => {
      this.#offsets[row + 1] = (this.#offsets[row] as number) + delay + 1;
    });
    this.#values = new Float64Array(this.#offsets[delays.length] as number);
    this.#heads = this.#offsets.slice(0, delays.length);
  }

  put(row: number, units: number): void {
    const head = this.#heads[row] as number;
    const last =
      head === (this.#offsets[row] as number) ? (this.#offsets[row + 1] as number) - 1 : head - 1;
    this.#values[last] = (this.#values[last] as number) + units;
  }

  take(row: number): number {
    const head = this.#heads[row] as number;
    const units = this.#values[head] as number;
    this.#values[head] = 0;
    return units;
  }

  /** Moves every row's clock on, but for the rows that have one of these bits in `held`. */
  advance(held?: Uint8Array, bits = 0): void {
    const [offsets, heads] = [this.#offsets, this.#heads];
    for (let row = 0; row < heads.length; row++) {
      if (held !== undefined && ((held[row] as number) & bits) !== 0) continue;
      const next = (heads[row] as number) + 1;
      heads[row] = next === (offsets[row + 1] as number) ? (offsets[row] as number) : next;
    }
  }

  sum(row: number): number {
    let sum = 0;
    for (let i = 0; i < this.#size(row); i++) sum += this.#values[this.#slot(row, i)] as number;
    return sum;
  }

  /** Takes over a row; what would take longer than the new delay comes at its end. */
  carry(row: number, earlier: Ring, from: number): void {
    const last = this.#size(row) - 1;
    for (let i = 0; i < earlier.#size(from); i++) {
      const slot = this.#slot(row, Math.min(i, last));
      this.#values[slot] =
        (this.#values[slot] as number) + (earlier.#values[earlier.#slot(from, i)] as number);
    }
  }

  #size(row: number): number {
    return (this.#offsets[row + 1] as number) - (this.#offsets[row] as number);
  }

  #slot(row: number, ahead: number): number {
    const begin = this.#offsets[row] as number;
    return begin + (((this.#heads[row] as number) - begin + ahead) % this.#size(row));
  }
}
