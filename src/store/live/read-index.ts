/**
 * Keeps a live store level with a journal that others write to: a read waits for news that were
 * asked for after it came, and all reads that wait share one question. When nobody reads it asks
 * by itself, so that feeds go on. Known as a read index in replicated logs.
 */

/** How old what is known may become while nobody reads. */
const idleMilliseconds = 250;

/** Asks for news, one question at a time. */
export class ReadIndex {
  readonly #ask: () => Promise<void>;
  readonly #timer: NodeJS.Timeout;
  #running: Promise<void> | undefined;
  #next: Promise<void> | undefined;
  #askedAt = 0;

  constructor(ask: () => Promise<void>) {
    this.#ask = ask;
    this.#timer = setInterval(() => this.#askWhenIdle(), idleMilliseconds).unref();
  }

  /** Resolves once everything that was durable at the time of the call is laid on. */
  caughtUp(): Promise<void> {
    if (this.#running === undefined) return this.#start();
    this.#next ??= this.#running
      .catch(() => undefined)
      .then(() => {
        this.#next = undefined;
        return this.#start();
      });
    return this.#next;
  }

  /** Asks no more by itself; resolves when nothing is asked any longer. */
  async close(): Promise<void> {
    clearInterval(this.#timer);
    while (this.#running !== undefined) await this.#running.catch(() => undefined);
  }

  #start(): Promise<void> {
    this.#askedAt = performance.now();
    const running = this.#ask().finally(() => {
      this.#running = undefined;
    });
    this.#running = running;
    return running;
  }

  #askWhenIdle(): void {
    if (this.#running !== undefined || performance.now() - this.#askedAt < idleMilliseconds) return;
    // Whoever reads next is told; here there is nobody to tell.
    this.#start().catch(() => undefined);
  }
}
