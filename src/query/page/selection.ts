/** The smallest few of many items, kept while they stream by: sorted in batches, cut to size. */
export class Selection<T> {
  readonly #size: number;
  readonly #compare: (a: T, b: T) => number;
  readonly #kept: T[] = [];
  #limit: T | undefined;
  #overflowed = false;

  constructor(size: number, compare: (a: T, b: T) => number) {
    this.#size = size;
    this.#compare = compare;
  }

  /** Whether an item was offered that is not among the smallest. */
  get overflowed(): boolean {
    return this.#overflowed || this.#kept.length > this.#size;
  }

  /** The largest that can still be wanted, once there are enough; larger ones may be skipped. */
  get limit(): T | undefined {
    return this.#limit;
  }

  /** Says that an item was left out, which is not smaller than the limit. */
  skip(): void {
    this.#overflowed = true;
  }

  offer(item: T): void {
    if (this.#size === 0) this.skip();
    else this.#kept.push(item);
    if (this.#kept.length >= 2 * this.#size + 64) this.#cut();
  }

  /** The smallest, in order. */
  items(): T[] {
    this.#cut();
    return [...this.#kept];
  }

  #cut(): void {
    this.#kept.sort(this.#compare);
    if (this.#kept.length <= this.#size) return;
    this.#kept.length = this.#size;
    this.#overflowed = true;
    this.#limit = this.#kept.at(-1);
  }
}
