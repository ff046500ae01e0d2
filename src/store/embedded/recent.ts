/**
 * Tables that keep the newest records only: a log by number, and a register of keys that forgets
 * the oldest. Written inside the journal's transaction.
 */
import type { RootDatabase } from 'lmdb';
import { Table } from './tables.ts';

/** How much a log keeps: so many records, of which only texts count by about so many bytes. */
interface Kept {
  readonly limit: number;
  readonly mostBytes?: number;
}

/** About how many bytes a log has, from what was there at the start and what came since. */
class LogSize {
  total: number;
  readonly #usual: number;
  readonly #sizes = new Map<number, number>();

  constructor(bytes: number, records: number) {
    this.total = bytes;
    this.#usual = bytes / Math.max(1, records);
  }

  add(number: number, bytes: number): void {
    this.#sizes.set(number, bytes);
    this.total += bytes;
  }

  remove(number: number): void {
    this.total -= this.#sizes.get(number) ?? this.#usual;
    this.#sizes.delete(number);
  }
}

/** Records in the order they came, the oldest of which go when there are too many. */
export class RecentLog<T> {
  readonly table: Table<T>;
  readonly #limit: number;
  /** The last number given out; a transaction that failed leaves a gap, which does no harm. */
  #last: number;
  readonly #mostBytes: number;
  #size: LogSize;
  /** The number that was written last, unless its transaction failed. */
  #written: number | undefined;

  constructor(
    root: RootDatabase<Buffer>,
    name: string,
    { limit, mostBytes = Number.POSITIVE_INFINITY }: Kept,
  ) {
    this.table = new Table(root, name);
    this.#limit = limit;
    this.#mostBytes = mostBytes;
    this.#size = new LogSize(this.table.bytes, this.table.count);
    this.#last = Number(this.table.lastKey() ?? 0);
  }

  /** Adds a record under the next number; `onGone` is told what has to go. */
  append(record: T, onGone: (record: T) => void = () => undefined): void {
    const number = ++this.#last;
    this.table.put(number, record);
    for (const old of this.#overdue(number)) {
      const gone = this.table.get(old);
      if (gone !== undefined) onGone(gone);
      this.table.remove(old);
    }
  }

  /** Encodes a record, given as JSON text, under a number above all others, and gives what writes it. */
  prepareText(number: number, text: string): () => void {
    if (this.#written !== undefined && !this.table.has(this.#written)) {
      this.#size = new LogSize(this.table.bytes, this.table.count);
    }
    const write = this.table.prepareText(number, text);
    return () => {
      write();
      this.#written = number;
      this.#size.add(number, text.length);
      for (const old of this.#overdue(number)) this.#remove(old);
      while (this.#size.total > this.#mostBytes && this.table.firstKey() !== number) {
        this.#remove(Number(this.table.firstKey()));
      }
    };
  }

  #remove(number: number): void {
    this.table.remove(number);
    this.#size.remove(number);
  }

  /** Numbers that are too old now: one, unless the limit was lowered. */
  *#overdue(newest: number): Iterable<number> {
    for (let old = newest - this.#limit; old > 0 && this.table.has(old); old--) yield old;
  }
}

/** What was recorded under keys, of which the oldest are forgotten. */
export class RecentRegister<T> {
  readonly #byKey: Table<T>;
  readonly #order: RecentLog<string>;

  constructor(root: RootDatabase<Buffer>, name: string, limit: number) {
    this.#byKey = new Table(root, name);
    this.#order = new RecentLog(root, `${name}.order`, { limit });
  }

  get(key: string): T | undefined {
    return this.#byKey.get(key);
  }

  has(key: string): boolean {
    return this.#byKey.has(key);
  }

  /** Records a value under a key that is not there yet. */
  add(key: string, value: T): void {
    this.#byKey.put(key, value);
    this.#order.append(key, (old) => this.#byKey.remove(old));
  }
}
