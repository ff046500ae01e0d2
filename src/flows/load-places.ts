/**
 * Where each twin of an import was read from, for millions of them: ids as bytes and places as
 * numbers, outside the heap that is searched for garbage. Used by `loadRecords`.
 */
import { Column, float64, uint8, uint32 } from '../model/packed/column.ts';
import { type Stretch, stretchOf } from '../model/packed/text-bytes.ts';
import { TextHeap } from '../model/packed/text-heap.ts';
import { TextIndex } from '../model/packed/text-index.ts';

/** The first place of each id. */
export class FirstPlaces {
  readonly #ids = new TextHeap(new Column(uint8), new Column(uint32));
  readonly #index = new TextIndex(this.#ids, 0);
  /** The place of an id is a name and a number: `house.ndjson` and 3. */
  readonly #names = new Column(uint32);
  readonly #numbers = new Column(float64);
  readonly #nameTexts: string[] = [];
  readonly #nameIndexes = new Map<string, number>();

  /** The place where the id was met first, undefined if that is now; lone surrogates are one. */
  met(id: string, where: string): string | undefined {
    const bytes = stretchOf(id.toWellFormed()) as Stretch;
    const known = this.#index.find(bytes);
    if (known >= 0) return this.#where(known);
    this.#index.enter(this.#ids.addBytes(bytes));
    const { name, number } = split(where);
    this.#names.push(this.#nameIndex(name));
    this.#numbers.push(number);
    return undefined;
  }

  #where(id: number): string {
    const name = this.#nameTexts[this.#names.data[id] as number] as string;
    const number = this.#numbers.data[id] as number;
    return number < 0 ? name : `${name}:${number}`;
  }

  #nameIndex(name: string): number {
    const known = this.#nameIndexes.get(name);
    if (known !== undefined) return known;
    const index = this.#nameTexts.push(name) - 1;
    this.#nameIndexes.set(name, index);
    return index;
  }
}

/** A place that ends with a line or row has many like it; others keep their whole text. */
function split(where: string): { readonly name: string; readonly number: number } {
  const colon = where.lastIndexOf(':');
  const tail = where.slice(colon + 1);
  if (colon < 0 || !/^\d{1,15}$/.test(tail)) return { name: where, number: -1 };
  return { name: where.slice(0, colon), number: Number(tail) };
}
