/**
 * Tables that keep the newest records only: a log by number, and a register of keys that forgets
 * the oldest. Written inside the writer's transaction.
 */
import { createHash } from 'node:crypto';
import type { RootDatabase } from 'lmdb';
import { Table } from './tables.ts';

/** Records in the order they came, the oldest of which go when there are more than `limit`. */
export class RecentLog<T> {
  readonly table: Table<T>;
  readonly #limit: number;
  /** The last number given out; a transaction that failed leaves a gap, which does no harm. */
  #last: number;

  constructor(root: RootDatabase<Buffer>, name: string, limit: number) {
    this.table = new Table(root, name);
    this.#limit = limit;
    this.#last = Number(this.table.lastKey() ?? 0);
  }

  /** Adds a record under the next number, or one above it, and gives what had to go. */
  append(record: T, number = this.#last + 1): T[] {
    this.#last = number;
    this.table.put(number, record);
    return this.#forgetFrom(number - this.#limit);
  }

  /** Removes a record and those before it: one, unless the limit was lowered. */
  #forgetFrom(number: number): T[] {
    const gone: T[] = [];
    for (let old = number; old > 0; old--) {
      const record = this.table.get(old);
      if (record === undefined) break;
      this.table.remove(old);
      gone.push(record);
    }
    return gone;
  }
}

/** What was recorded under keys, of which the oldest are forgotten. */
export class RecentRegister<T> {
  readonly #byKey: Table<T>;
  readonly #order: RecentLog<string>;

  constructor(root: RootDatabase<Buffer>, name: string, limit: number) {
    this.#byKey = new Table(root, name);
    this.#order = new RecentLog(root, `${name}.order`, limit);
  }

  get(...key: readonly string[]): T | undefined {
    return this.#byKey.get(digest(key));
  }

  has(...key: readonly string[]): boolean {
    return this.#byKey.has(digest(key));
  }

  /** Records a value under a key that is not there yet. */
  add(value: T, ...key: readonly string[]): void {
    const name = digest(key);
    this.#byKey.put(name, value);
    for (const old of this.#order.append(name)) this.#byKey.remove(old);
  }
}

/** Keys of callers have any length and content; their digest fits every table. */
function digest(key: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(key)).digest('base64url').slice(0, 24);
}
