/**
 * Records at hand as objects, one place per index. Small graphs find every record in it, so that
 * reading one again gives the same object; large ones find those that are read again and again.
 * Graphs that grow from one another share it: whoever asks knows which indexes are its own.
 */

/** How many records are at hand at most, a power of two. */
const mostAtHand = 1 << 17;

/** Records by index. */
export class RecordCache<T> {
  #records: (T | undefined)[] = [];
  /** For large graphs, which record each place has, and for which it was asked last. */
  #held: Int32Array | undefined;
  #asked: Int32Array | undefined;

  /** A cache of the same records, some of which may be replaced then. */
  copy(): RecordCache<T> {
    const copy = new RecordCache<T>();
    copy.#records = this.#records.slice();
    copy.#held = this.#held?.slice();
    copy.#asked = this.#asked?.slice();
    return copy;
  }

  /** Has another record at an index from now on. */
  replace(index: number, record: T): void {
    const place = this.#placeOf(index);
    if (this.#held === undefined || this.#held[place] === index) this.#records[place] = record;
  }

  get(index: number): T | undefined {
    const place = this.#placeOf(index);
    if (this.#held === undefined) return this.#records[place];
    return this.#held[place] === index ? this.#records[place] : undefined;
  }

  /** Takes the newest record of a graph that grows, if it is at hand. */
  add(index: number, record: T | undefined): void {
    const place = this.#placeOf(index);
    if (this.#held === undefined) this.#records[place] = record;
  }

  /** Takes a record that was not at hand; where places are few, when it is asked for once more. */
  put(index: number, record: T): T {
    const place = this.#placeOf(index);
    if (this.#held === undefined || this.#asked === undefined) this.#records[place] = record;
    else if (this.#asked[place] !== index) this.#asked[place] = index;
    else {
      // A scan of everything asks for each once, and would only push others out.
      this.#records[place] = record;
      this.#held[place] = index;
    }
    return record;
  }

  /** Several indexes share a place from the first on that is beyond all places. */
  #placeOf(index: number): number {
    if (index >= mostAtHand && this.#held === undefined) {
      this.#records = [];
      this.#held = new Int32Array(mostAtHand).fill(-1);
      this.#asked = new Int32Array(mostAtHand).fill(-1);
    }
    return index & (mostAtHand - 1);
  }
}
