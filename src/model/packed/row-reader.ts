/**
 * Reads rows of slots back as the properties and stamps that were written. Used by the packed
 * graph.
 */
import { type Json, type JsonObject, setOwn } from '../json.ts';
import type { Stamp } from '../twin.ts';
import type { Field, Shape } from './shape.ts';
import { boxAt, literalBox, literals, type Slots, textBox } from './slots.ts';
import type { Texts } from './text-heap.ts';

type Stamps = Record<string, Stamp>;

/** How many texts are at hand as strings, a power of two. */
const atHand = 4096;

/** Reads rows of some slots and their texts. */
export class RowReader {
  readonly slots: Slots;
  readonly #texts: Texts;
  readonly #strings: string[] = [];
  readonly #numbers = new Int32Array(atHand).fill(-1);

  constructor(slots: Slots, texts: Texts) {
    this.slots = slots;
    this.#texts = texts;
  }

  /** The value in a slot. */
  value(slot: number): Json {
    const box = boxAt(this.slots, slot);
    if (box === 0) return this.slots.numbers[slot] as number;
    const content = this.slots.words[slot * 2] as number;
    if (box === literalBox) return literals[content] as boolean | null;
    if (box === textBox) return this.#string(content);
    return JSON.parse(this.#texts.at(content)) as Json;
  }

  /** The properties of a record, by its shape and the first slot of its row. */
  properties(shape: Shape, row: number): JsonObject {
    if (shape.loose) return this.#loose(shape, row).properties;
    return this.#object(shape.fields, row);
  }

  stamps(shape: Shape, row: number): Stamps {
    if (shape.loose) return this.#loose(shape, row).stamps;
    const stamps: Stamps = {};
    for (const { path, slot, sequence, writer } of shape.stamps) {
      setOwn(stamps, path, this.#stamp(row + slot, sequence, writer));
    }
    return stamps;
  }

  #stamp(slot: number, sequence: boolean, writer: boolean): Stamp {
    const time = this.slots.numbers[slot] as number;
    if (!sequence) return writer ? { time, writer: this.value(slot + 1) as string } : { time };
    const number = this.slots.numbers[slot + 1] as number;
    if (!writer) return { time, sequence: number };
    return { time, sequence: number, writer: this.value(slot + 2) as string };
  }

  #object(fields: readonly Field[], row: number): JsonObject {
    const object: Record<string, Json> = {};
    for (const { key, slot, fields: inner } of fields) {
      setOwn(object, key, inner === undefined ? this.value(row + slot) : this.#object(inner, row));
    }
    return object;
  }

  #loose(shape: Shape, row: number): { properties: JsonObject; stamps: Stamps } {
    const text = this.value(row + shape.width - 1);
    return text as unknown as { properties: JsonObject; stamps: Stamps };
  }

  #string(text: number): string {
    const place = text & (atHand - 1);
    if (this.#numbers[place] === text) return this.#strings[place] as string;
    const string = this.#texts.at(text);
    this.#strings[place] = string;
    this.#numbers[place] = text;
    return string;
  }
}
