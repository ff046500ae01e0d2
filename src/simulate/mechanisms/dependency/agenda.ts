/** What a simulation has still to do, by time: a binary heap. Equal times come out together. */
export class Agenda<T> {
  readonly #times: number[] = [];
  readonly #items: T[] = [];

  /** The earliest time, infinite when there is nothing to do. */
  get next(): number {
    return this.#times[0] ?? Number.POSITIVE_INFINITY;
  }

  add(time: number, item: T): void {
    let child = this.#times.push(time) - 1;
    this.#items.push(item);
    while (child > 0) {
      const parent = (child - 1) >> 1;
      if ((this.#times[parent] as number) <= (this.#times[child] as number)) return;
      this.#swap(parent, child);
      child = parent;
    }
  }

  /** Takes out all that is to be done at the earliest time. */
  takeNext(): T[] {
    const time = this.next;
    const taken: T[] = [];
    while (this.#times.length > 0 && this.next === time) taken.push(this.#takeFirst());
    return taken;
  }

  /** All that is to be done, with its time, in no order. */
  entries(): [number, T][] {
    return this.#times.map((time, i) => [time, this.#items[i] as T]);
  }

  #takeFirst(): T {
    const last = this.#times.length - 1;
    this.#swap(0, last);
    this.#times.pop();
    const item = this.#items.pop() as T;
    for (let parent = 0; ; ) {
      let child = parent * 2 + 1;
      if (child >= last) return item;
      if (child + 1 < last && (this.#times[child + 1] as number) < (this.#times[child] as number))
        child++;
      if ((this.#times[parent] as number) <= (this.#times[child] as number)) return item;
      this.#swap(parent, child);
      parent = child;
    }
  }

  #swap(a: number, b: number): void {
    [this.#times[a], this.#times[b]] = [this.#times[b] as number, this.#times[a] as number];
    [this.#items[a], this.#items[b]] = [this.#items[b] as T, this.#items[a] as T];
  }
}
