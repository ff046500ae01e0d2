/**
 * Values in eight bytes each: a number as itself, every other value as a NaN whose other bits say
 * what it is (NaN boxing). The rows of twins and relationships in a packed graph are made of them.
 */
import { LinchpinError } from '../errors.ts';
import type { Column } from './column.ts';

/** The high word of every number is below this; NaN is always the one that begins 0x7ff8. */
const firstBox = 0xfff90000;
/** High words of what is not a number; the low word of a literal is one of `literals`. */
export const literalBox = 0xfff90000;
/** The low word is the number of a text: the value of a string. */
export const textBox = 0xfffa0000;
/** The low word is the number of a text: the JSON text of a value. */
export const jsonBox = 0xfffb0000;
export const literals = [null, false, true] as const;

/** Rows of slots, as numbers and as words of the same memory. */
export interface Slots {
  readonly numbers: Float64Array;
  /** Two per slot, the low one first. */
  readonly words: Uint32Array;
}

/** Slots over an array; `UNAVAILABLE` on a machine whose low byte is not the first. */
export function slotsOf(numbers: Float64Array): Slots {
  if (new Uint8Array(Uint32Array.of(1).buffer)[0] !== 1) {
    throw new LinchpinError({
      code: 'UNAVAILABLE',
      where: 'graph',
      message: 'this machine keeps the high byte of a number first',
      expected: 'a little-endian processor, such as x86-64 or arm64',
    });
  }
  const words = new Uint32Array(numbers.buffer, numbers.byteOffset, numbers.length * 2);
  return { numbers, words };
}

/** What a slot holds: 0 for a number, else its box. */
export function boxAt({ words }: Slots, slot: number): number {
  const high = words[slot * 2 + 1] as number;
  return high < firstBox ? 0 : high;
}

/** Gathers slots. */
export class SlotHeap {
  readonly #column: Column<Float64Array>;
  #slots: Slots;

  constructor(column: Column<Float64Array>) {
    this.#column = column;
    this.#slots = slotsOf(column.data);
  }

  get length(): number {
    return this.#column.length;
  }

  /** Takes back what was written last. */
  cut(length: number): void {
    this.#column.length = length;
  }

  number(value: number): void {
    if (Number.isNaN(value)) this.box(0x7ff80000, 0);
    else this.#column.push(value);
  }

  box(box: number, content: number): void {
    this.#put(box, content);
  }

  /** Takes a slot over from elsewhere as it is. */
  copy({ words }: Slots, slot: number): void {
    this.#put(words[slot * 2 + 1] as number, words[slot * 2] as number);
  }

  view(): Slots {
    return slotsOf(this.#column.view());
  }

  #put(high: number, low: number): void {
    const slot = this.length;
    this.#column.push(0);
    if (this.#slots.numbers !== this.#column.data) this.#slots = slotsOf(this.#column.data);
    this.#slots.words[slot * 2] = low;
    this.#slots.words[slot * 2 + 1] = high;
  }
}
