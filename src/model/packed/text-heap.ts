/**
 * Many texts in one stretch of memory, by number: `Texts` reads them, `TextHeap` gathers them.
 * The ids and the property texts of a packed graph are kept so.
 */
import type { Column } from './column.ts';
import { hashBytes, type Stretch, sameBytes, spread, writeText } from './text-bytes.ts';

/** Texts by number: text n is `bytes[offsets[n]] … bytes[offsets[n + 1] - 1]`, in UTF-8. */
export class Texts {
  readonly bytes: Uint8Array;
  readonly offsets: Uint32Array;
  readonly #buffer: Buffer;

  constructor(bytes: Uint8Array, offsets: Uint32Array) {
    this.bytes = bytes;
    this.offsets = offsets;
    this.#buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  get count(): number {
    return this.offsets.length - 1;
  }

  at(text: number): string {
    return this.#buffer.toString('utf8', this.offsets[text], this.offsets[text + 1]);
  }

  /** Whether a text has these bytes. */
  is(text: number, wanted: Stretch): boolean {
    return isText(this.bytes, this.offsets, text, wanted);
  }

  stretch(text: number): Stretch {
    const start = this.offsets[text] as number;
    return { bytes: this.bytes, start, length: (this.offsets[text + 1] as number) - start };
  }
}

function isText(bytes: Uint8Array, offsets: Uint32Array, text: number, wanted: Stretch): boolean {
  const start = offsets[text] as number;
  return (offsets[text + 1] as number) - start === wanted.length && sameBytes(bytes, start, wanted);
}

/** Longer texts are hardly ever repeated and are not looked for. */
const longestShared = 64;
const remembered = 1 << 16;

/** Gathers texts; `share` keeps one copy of those that were met lately. */
export class TextHeap {
  readonly #bytes: Column<Uint8Array>;
  readonly #offsets: Column<Uint32Array>;
  /** One place per hash for the number of a text, plus one: bounded, whatever comes. */
  #recent: Int32Array | undefined;

  constructor(bytes: Column<Uint8Array>, offsets: Column<Uint32Array>) {
    this.#bytes = bytes;
    this.#offsets = offsets;
    if (offsets.length === 0) offsets.push(0);
  }

  get count(): number {
    return this.#offsets.length - 1;
  }

  /** The number of a text of its own; -1 for text that is not well-formed. */
  add(text: string): number {
    const end = this.#write(text);
    return end < 0 ? -1 : this.#close(end);
  }

  /** The number of a text, of an equal one where it is remembered; -1 when not well-formed. */
  share(text: string): number {
    const end = this.#write(text);
    return end < 0 ? -1 : this.#shared(end);
  }

  /** The same for a text of another heap. */
  shareBytes(text: Stretch): number {
    return this.#shared(this.#copy(text));
  }

  addBytes(text: Stretch): number {
    return this.#close(this.#copy(text));
  }

  is(text: number, wanted: Stretch): boolean {
    return isText(this.#bytes.data, this.#offsets.data, text, wanted);
  }

  /** Good until something is added. */
  stretch(text: number): Stretch {
    const start = this.#offsets.data[text] as number;
    const length = (this.#offsets.data[text + 1] as number) - start;
    return { bytes: this.#bytes.data, start, length };
  }

  view(): Texts {
    return new Texts(this.#bytes.view(), this.#offsets.view());
  }

  #write(text: string): number {
    this.#bytes.reserve(text.length * 3);
    return writeText(text, this.#bytes.data, this.#bytes.length);
  }

  #copy({ bytes, start, length }: Stretch): number {
    this.#bytes.reserve(length);
    const at = this.#bytes.length;
    if (length > longestShared) this.#bytes.data.set(bytes.subarray(start, start + length), at);
    else for (let i = 0; i < length; i++) this.#bytes.data[at + i] = bytes[start + i] as number;
    return at + length;
  }

  #close(end: number): number {
    this.#bytes.length = end;
    this.#offsets.push(end);
    return this.#offsets.length - 2;
  }

  #shared(end: number): number {
    const start = this.#bytes.length;
    if (end - start > longestShared) return this.#close(end);
    this.#recent ??= new Int32Array(remembered);
    const bytes = this.#bytes.data;
    const place = spread(hashBytes(bytes, start, end)) & (remembered - 1);
    const known = (this.#recent[place] as number) - 1;
    if (known >= 0 && this.is(known, { bytes, start, length: end - start })) return known;
    const text = this.#close(end);
    this.#recent[place] = text + 1;
    return text;
  }
}
