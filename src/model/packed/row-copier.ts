/** Takes rows of one packed graph over into another as they are. Used when a graph is folded. */
import type { PackedRecords } from './packed-records.ts';
import type { Heaps } from './row-writer.ts';
import type { Shape } from './shape.ts';
import { boxAt, jsonBox, textBox } from './slots.ts';

/** Copies rows of some records. */
export class RowCopier {
  readonly #to: Heaps;
  readonly #from: PackedRecords;
  /** New numbers of shapes plus one, 0 before they are met. */
  readonly #shapes: Int32Array;

  constructor(to: Heaps, from: PackedRecords) {
    this.#to = to;
    this.#from = from;
    this.#shapes = new Int32Array(from.shapes.length);
  }

  /** Copies the row of a record; the new number of its shape. */
  copy(code: number, row: number): number {
    const { slots, texts, shapes } = this.#from;
    const shape = shapes[code] as Shape;
    for (let slot = row; slot < row + shape.width; slot++) {
      const box = boxAt(slots, slot);
      if (box === textBox || box === jsonBox) {
        const text = texts.stretch(slots.words[slot * 2] as number);
        this.#to.slots.box(box, this.#to.texts.shareBytes(text));
      } else this.#to.slots.copy(slots, slot);
    }
    if (this.#shapes[code] === 0) this.#shapes[code] = this.#to.shapes.adopt(shape) + 1;
    return (this.#shapes[code] as number) - 1;
  }
}
