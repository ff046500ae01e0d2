/**
 * A typed array that grows at its end: what a packed graph is gathered in. What was written stays,
 * unless the column is detached first, so a view of it is immutable. Memory that was never written is not taken from the machine, so
 * room to spare costs address space only.
 */

/** The kinds of numbers that columns hold. */
export type Numbers = Float64Array | Uint32Array | Int32Array | Uint8Array;

/** How many numbers are moved in one piece of work: less than a millisecond. */
const piece = 1 << 18;

/** A growing list of numbers of one kind. */
export class Column<A extends Numbers> {
  data: A;
  length = 0;
  readonly #make: (size: number) => A;

  constructor(make: (size: number) => A, capacity = 16) {
    this.#make = make;
    this.data = make(Math.max(16, Math.ceil(capacity)));
  }

  /** A column that goes on after some numbers, which stay as they are. */
  static after<A extends Numbers>(data: A, make: (size: number) => A): Column<A> {
    const column = new Column(make, 0);
    column.data = data;
    column.length = data.length;
    return column;
  }

  push(value: number): void {
    if (this.length === this.data.length) this.reserve(1);
    this.data[this.length++] = value;
  }

  /** Makes sure that there is room for so many more. */
  reserve(more: number): void {
    const steps = this.reserveSteps(more);
    while (steps.next().done !== true);
  }

  /** The same in bounded pieces of work, between which nothing may be written. */
  *reserveSteps(more: number): Generator<void> {
    const needed = this.length + more;
    if (needed <= this.data.length) return;
    yield* this.#moveSteps(Math.max(needed, this.data.length * 2));
  }

  /** Goes on in memory of its own, where earlier numbers may be changed: no view shows that. */
  *detachSteps(): Generator<void> {
    yield* this.#moveSteps(this.data.length);
  }

  *#moveSteps(size: number): Generator<void> {
    const grown = this.#make(size);
    for (let start = 0; start < this.length; start += piece) {
      if (start > 0) yield;
      grown.set(this.data.subarray(start, Math.min(start + piece, this.length)), start);
    }
    this.data = grown;
  }

  /** What was gathered so far. */
  view(): A {
    return this.data.subarray(0, this.length) as A;
  }
}

export const float64 = (size: number) => new Float64Array(size);
export const uint32 = (size: number) => new Uint32Array(size);
export const int32 = (size: number) => new Int32Array(size);
export const uint8 = (size: number) => new Uint8Array(size);
