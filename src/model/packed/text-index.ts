/**
 * Finds a text's number by its bytes: an open-addressing hash table over a heap of texts. A packed
 * graph finds nodes by id with it; the table is kept in images as it is.
 */
import { hashBytes, type Stretch, spread } from './text-bytes.ts';

/** The heap that the numbers are of. */
export interface Numbered {
  readonly count: number;
  is(text: number, wanted: Stretch): boolean;
  stretch(text: number): Stretch;
}

/** How many places the table of so many texts has: a power of two, at most half full. */
export function tableSize(texts: number): number {
  let size = 16;
  while (size < texts * 2) size *= 2;
  return size;
}

/** The number of a text in a table of numbers plus one, -1 when it is not there. */
export function findText(table: Int32Array, heap: Numbered, wanted: Stretch): number {
  const mask = table.length - 1;
  const { bytes, start, length } = wanted;
  let place = spread(hashBytes(bytes, start, start + length)) & mask;
  for (;;) {
    const text = (table[place] as number) - 1;
    if (text < 0 || heap.is(text, wanted)) return text;
    place = (place + 1) & mask;
  }
}

/** How many texts are one piece of work: less than a millisecond or so. */
const piece = 1 << 12;

/** A table that grows with its heap; texts are entered in the order of their numbers. */
export class TextIndex {
  /** Never emptied, so that who has fewer of the texts finds those in it too. */
  table: Int32Array;
  readonly #heap: Numbered;
  #entered: number;

  /** Enters the texts that the heap has. */
  constructor(heap: Numbered, capacity: number) {
    this.#heap = heap;
    this.table = new Int32Array(tableSize(Math.max(capacity, heap.count)));
    this.#entered = heap.count;
    for (let text = 0; text < heap.count; text++) this.#put(this.table, text);
  }

  find(wanted: Stretch): number {
    return findText(this.table, this.#heap, wanted);
  }

  /** Enters the newest text of the heap; whether it was not there yet. */
  enter(text: number): boolean {
    if (this.find(this.#heap.stretch(text)) >= 0) return false;
    if ((text + 1) * 2 > this.table.length) {
      const steps = this.reserveSteps(1);
      while (steps.next().done !== true);
    }
    this.#put(this.table, text);
    this.#entered++;
    return true;
  }

  /** Makes room for so many more in bounded pieces of work, between which nothing may be entered. */
  *reserveSteps(more: number): Generator<void> {
    const size = tableSize(this.#entered + more);
    if (size <= this.table.length) return;
    const table = new Int32Array(size);
    for (let text = 0; text < this.#entered; text++) {
      this.#put(table, text);
      if (text % piece === piece - 1) yield;
    }
    this.table = table;
  }

  #put(table: Int32Array, text: number): void {
    const { bytes, start, length } = this.#heap.stretch(text);
    const mask = table.length - 1;
    let place = spread(hashBytes(bytes, start, start + length)) & mask;
    while (table[place] !== 0) place = (place + 1) & mask;
    table[place] = text + 1;
  }
}
