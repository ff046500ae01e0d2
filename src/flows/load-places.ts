/**
 * Where each twin of an import was read from, for millions of them: ids as bytes and places as
 * numbers, outside the heap that is searched for garbage. Used by `loadRecords`.
 */

const empty = -1;
/** Entries a table may hold before it doubles, as a share of its slots. */
const fullness = 0.6;

/** The first place of each id. */
export class FirstPlaces {
  #slots = new Int32Array(1 << 10).fill(empty);
  #count = 0;
  /** Where in `#bytes` each id ends. */
  #ends = new Uint32Array(1 << 10);
  #hashes = new Int32Array(1 << 10);
  /** The place of an entry is a name and a number: `house.ndjson` and 3. */
  #names = new Uint32Array(1 << 10);
  #numbers = new Float64Array(1 << 10);
  #bytes = Buffer.allocUnsafe(1 << 14);
  readonly #nameTexts: string[] = [];
  readonly #nameIndexes = new Map<string, number>();

  /** The place where the id was met first, undefined if that is now. */
  met(id: string, where: string): string | undefined {
    const start = this.#endOf(this.#count - 1);
    this.#makeRoom(start + id.length * 3);
    const end = start + this.#bytes.write(id, start);
    const hash = hashOf(this.#bytes, start, end);
    const mask = this.#slots.length - 1;
    let slot = hash & mask;
    for (
      let entry = this.#slots[slot] ?? empty;
      entry !== empty;
      entry = this.#slots[slot] ?? empty
    ) {
      if (this.#hashes[entry] === hash && this.#equals(entry, start, end))
        return this.#where(entry);
      slot = (slot + 1) & mask;
    }
    this.#slots[slot] = this.#count;
    this.#add(end, hash, where);
    return undefined;
  }

  #endOf(entry: number): number {
    return entry < 0 ? 0 : (this.#ends[entry] as number);
  }

  #equals(entry: number, start: number, end: number): boolean {
    const [from, to] = [this.#endOf(entry - 1), this.#endOf(entry)];
    return this.#bytes.compare(this.#bytes, start, end, from, to) === 0;
  }

  #where(entry: number): string {
    const name = this.#nameTexts[this.#names[entry] as number] as string;
    const number = this.#numbers[entry] as number;
    return number < 0 ? name : `${name}:${number}`;
  }

  #add(end: number, hash: number, where: string): void {
    const { name, number } = split(where);
    let index = this.#nameIndexes.get(name);
    if (index === undefined) {
      index = this.#nameTexts.push(name) - 1;
      this.#nameIndexes.set(name, index);
    }
    const entry = this.#count++;
    this.#ends[entry] = end;
    this.#hashes[entry] = hash;
    this.#names[entry] = index;
    this.#numbers[entry] = number;
    if (this.#count === this.#ends.length) this.#growEntries();
    if (this.#count > this.#slots.length * fullness) this.#growSlots();
  }

  #makeRoom(bytes: number): void {
    if (bytes <= this.#bytes.length) return;
    const larger = Buffer.allocUnsafe(Math.max(bytes, this.#bytes.length * 2));
    this.#bytes.copy(larger);
    this.#bytes = larger;
  }

  #growEntries(): void {
    const length = this.#ends.length * 2;
    this.#ends = grown(this.#ends, new Uint32Array(length));
    this.#hashes = grown(this.#hashes, new Int32Array(length));
    this.#names = grown(this.#names, new Uint32Array(length));
    this.#numbers = grown(this.#numbers, new Float64Array(length));
  }

  #growSlots(): void {
    const slots = new Int32Array(this.#slots.length * 2).fill(empty);
    const mask = slots.length - 1;
    for (let entry = 0; entry < this.#count; entry++) {
      let slot = (this.#hashes[entry] as number) & mask;
      while (slots[slot] !== empty) slot = (slot + 1) & mask;
      slots[slot] = entry;
    }
    this.#slots = slots;
  }
}

function grown<A extends Uint32Array | Int32Array | Float64Array>(from: A, to: A): A {
  to.set(from);
  return to;
}

/** FNV-1a, its bits mixed once more because tables use the lowest. */
function hashOf(bytes: Uint8Array, start: number, end: number): number {
  let hash = 0x811c9dc5;
  for (let at = start; at < end; at++) {
    hash = Math.imul(hash ^ (bytes[at] as number), 0x01000193);
  }
  return hash ^ (hash >>> 15);
}

/** A place that ends with a line or row has many like it; others keep their whole text. */
function split(where: string): { readonly name: string; readonly number: number } {
  const colon = where.lastIndexOf(':');
  const tail = where.slice(colon + 1);
  if (colon < 0 || !/^\d{1,15}$/.test(tail)) return { name: where, number: -1 };
  return { name: where.slice(0, colon), number: Number(tail) };
}
