/**
 * First-come-first-served queues of small numbers in flat arrays; a number waits in one at a time.
 * Used for who waits for room at a station, or for a transporter.
 */
export class LinkedQueues {
  readonly #head: Int32Array;
  readonly #tail: Int32Array;
  readonly #next: Int32Array;

  constructor(queues: number, items: number) {
    this.#head = new Int32Array(queues).fill(-1);
    this.#tail = new Int32Array(queues).fill(-1);
    this.#next = new Int32Array(items).fill(-1);
  }

  isEmpty(queue: number): boolean {
    return (this.#head[queue] as number) < 0;
  }

  push(queue: number, item: number): void {
    this.#next[item] = -1;
    if (this.isEmpty(queue)) this.#head[queue] = item;
    else this.#next[this.#tail[queue] as number] = item;
    this.#tail[queue] = item;
  }

  /** The first, taken out; -1 when empty. */
  pop(queue: number): number {
    const item = this.#head[queue] as number;
    if (item >= 0) this.#head[queue] = this.#next[item] as number;
    return item;
  }
}
