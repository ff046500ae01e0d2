/** Collects what each failure adds to each limit, failure by failure. Called by the cascades' stress. */
import type { SparseMatrix } from '../../gnn/model/sparse.ts';

/** Smaller shifts are left out. */
const leastShift = 1e-4;

export class ShiftMatrix {
  readonly #limits: number;
  readonly #elements: number;
  #size = 0;
  #rows = new Int32Array(1024);
  #columns = new Int32Array(1024);
  #values = new Float32Array(1024);

  constructor(limits: number, elements: number) {
    this.#limits = limits;
    this.#elements = elements;
  }

  /** Elements ascend from call to call. */
  add(limit: number, element: number, shift: number): void {
    if (Math.abs(shift) < leastShift) return;
    if (this.#size === this.#rows.length) this.#grow();
    this.#rows[this.#size] = limit;
    this.#columns[this.#size] = element;
    this.#values[this.#size++] = shift;
  }

  /** `[limits, elements]`, columns ascending within a row. */
  matrix(): SparseMatrix {
    const offsets = new Int32Array(this.#limits + 1);
    for (let e = 0; e < this.#size; e++) {
      const row = this.#rows[e] as number;
      offsets[row + 1] = (offsets[row + 1] as number) + 1;
    }
    for (let row = 0; row < this.#limits; row++)
      offsets[row + 1] = (offsets[row + 1] as number) + (offsets[row] as number);
    const next = offsets.slice(0, this.#limits);
    const indices = new Int32Array(this.#size);
    const values = new Float32Array(this.#size);
    for (let e = 0; e < this.#size; e++) {
      const row = this.#rows[e] as number;
      const place = next[row] as number;
      next[row] = place + 1;
      indices[place] = this.#columns[e] as number;
      values[place] = this.#values[e] as number;
    }
    return { rows: this.#limits, columns: this.#elements, offsets, indices, values };
  }

  #grow(): void {
    const size = 2 * this.#size;
    const [rows, columns, values] = [this.#rows, this.#columns, this.#values];
    this.#rows = new Int32Array(size);
    this.#columns = new Int32Array(size);
    this.#values = new Float32Array(size);
    this.#rows.set(rows);
    this.#columns.set(columns);
    this.#values.set(values);
  }
}
