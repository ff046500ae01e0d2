/** Columns of numbers that lie in one array, so that all are saved by one copy. */
export class Columns {
  readonly numbers: Float64Array;
  #taken = 0;

  constructor(length: number) {
    this.numbers = new Float64Array(length);
  }

  /** How many numbers have been given out. */
  get taken(): number {
    return this.#taken;
  }

  /** The next numbers, all zero. */
  zeros(length: number): Float64Array {
    this.#taken += length;
    return this.numbers.subarray(this.#taken - length, this.#taken);
  }

  /** The next numbers, one for each item. */
  of<T>(items: readonly T[], value: (item: T) => number): Float64Array {
    const column = this.zeros(items.length);
    items.forEach((item, index) => {
      column[index] = value(item);
    });
    return column;
  }
}
