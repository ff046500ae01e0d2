/**
 * Counter-based random numbers: a draw is a pure function of (seed, entity, stream, counter),
 * so an edit elsewhere never shifts it and results do not depend on the order of evaluation.
 * The mixing is the 32-bit finaliser of MurmurHash3, applied to each key word in turn
 * (a keyed hash in the sense of Salmon et al. 2011, "Parallel random numbers: as easy as 1, 2, 3").
 */

/** A 32-bit hash of a string (FNV-1a over UTF-16 code units), to key draws by id. */
export function hashText(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) {
    hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  }
  return hash >>> 0;
}

function mix(state: number, word: number): number {
  let h = (state ^ word) >>> 0;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return ((h ^ (h >>> 16)) + 0x9e3779b9) >>> 0;
}

/** The key of one stream of draws, for callers that draw from it many times. */
export function streamKey(seed: number, entity: number, stream: number): number {
  return mix(mix(mix(0x243f6a88, seed), entity), stream);
}

/** One draw of the stream with this key, uniform over the open interval (0, 1). */
export function uniformAt(key: number, counter: number): number {
  return (mix(key, counter) + 0.5) / 4294967296;
}

/** One draw, uniform over the open interval (0, 1). */
export function uniform(seed: number, entity: number, stream: number, counter: number): number {
  return uniformAt(streamKey(seed, entity, stream), counter);
}

/** One standard normal draw, by Box and Muller's method on two uniform draws. */
export function normal(seed: number, entity: number, stream: number, counter: number): number {
  const u = uniform(seed, entity, stream, counter * 2);
  const v = uniform(seed, entity, stream, counter * 2 + 1);
  return Math.sqrt(-2 * Math.log(u)) * Math.cos(2 * Math.PI * v);
}

/** A sequential generator over one key, for shuffles and generated graphs. */
export class RandomStream {
  #counter = 0;
  readonly #seed: number;
  readonly #entity: number;

  constructor(seed: number, entity = 0) {
    this.#seed = seed >>> 0;
    this.#entity = entity >>> 0;
  }

  /** Uniform over (0, 1). */
  uniform(): number {
    return uniform(this.#seed, this.#entity, 0, this.#counter++);
  }

  /** A whole number, uniform over `0 … below - 1`. */
  integer(below: number): number {
    return Math.floor(this.uniform() * below);
  }

  normal(): number {
    return normal(this.#seed, this.#entity, 1, this.#counter++);
  }

  /** One of the items; a `TypeError` for an empty list. */
  pick<T>(items: readonly T[]): T {
    if (items.length === 0) throw new TypeError('pick() needs at least one item');
    return items[this.integer(items.length)] as T;
  }
}
