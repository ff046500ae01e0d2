/**
 * Numbered streams of uniform draws, each keyed by (seed, entity, stream), so that what one machine
 * draws does not depend on what others do. Owned by a simulation.
 */
import { hashText, streamKey, uniformAt } from '../../../model/random.ts';

/** What an entity draws for; with the number of the block, the stream of `model/random.ts`. */
export const purpose = { time: 0, route: 1, type: 2, setup: 3, failure: 4, repair: 5 } as const;

/**
 * A stream takes a new key every so many draws. Two streams whose keys differ in their last bits
 * alone would hold the same numbers in another order; blocks keep such a kinship short.
 */
const blockBits = 8;
const blockMask = (1 << blockBits) - 1;

/** The streams of a model, whatever the seed. */
export interface StreamNames {
  readonly names: readonly string[];
  readonly entities: Uint32Array;
  readonly purposes: Uint32Array;
}

export function streamNames(
  streams: readonly (readonly [entity: string, purpose: number])[],
): StreamNames {
  return {
    names: streams.map(([entity, number]) => `${entity}\u0000${number}`),
    entities: Uint32Array.from(streams, ([entity]) => hashText(entity)),
    purposes: Uint32Array.from(streams, ([, number]) => number),
  };
}

export class Draws {
  /** Draws taken from each stream. */
  readonly taken: Float64Array;
  /** Names each stream: what it was made with. */
  readonly #names: readonly string[];
  readonly #seed: number;
  readonly #entities: Uint32Array;
  readonly #purposes: Uint32Array;
  readonly #keys: Uint32Array;

  constructor(seed: number, { names, entities, purposes }: StreamNames) {
    this.#seed = seed >>> 0;
    this.#names = names;
    this.taken = new Float64Array(names.length);
    this.#keys = new Uint32Array(names.length);
    this.#entities = entities;
    this.#purposes = purposes;
  }

  /** Uniform over (0, 1). */
  next(stream: number): number {
    const number = this.taken[stream] as number;
    this.taken[stream] = number + 1;
    const within = number & blockMask;
    if (within === 0) this.#rekey(stream, number);
    return uniformAt(this.#keys[stream] as number, within);
  }

  /** Goes on where others of the same seed stood, stream by stream. */
  resume(before: Draws): void {
    const stood = new Map(before.#names.map((name, i) => [name, before.taken[i] as number]));
    this.#names.forEach((name, stream) => {
      const taken = stood.get(name) ?? 0;
      this.taken[stream] = taken;
      this.#rekey(stream, taken);
    });
  }

  #rekey(stream: number, number: number): void {
    const block = Math.floor(number / (blockMask + 1));
    const word = ((block << 3) | (this.#purposes[stream] as number)) >>> 0;
    this.#keys[stream] = streamKey(this.#seed, this.#entities[stream] as number, word);
  }
}
