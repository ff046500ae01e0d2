/** What was used last, up to a number of things; the others are made again when they are needed. */

/** A bounded memory of results that are on their way or there; a failed one is forgotten. */
export class RecentResults<K, V> {
  readonly #limit: number;
  readonly #held = new Map<K, Promise<V>>();

  constructor(limit: number) {
    this.#limit = limit;
  }

  keys(): Iterable<K> {
    return this.#held.keys();
  }

  /** The value of a key, made when it is not held. */
  get(key: K, make: () => Promise<V>): Promise<V> {
    const value = this.#held.get(key) ?? make();
    this.#held.delete(key);
    this.#held.set(key, value);
    value.catch(() => this.#held.delete(key));
    for (const oldest of this.#held.keys()) {
      if (this.#held.size <= this.#limit) break;
      this.#held.delete(oldest);
    }
    return value;
  }
}
