/** Lets so many at a time work, the others in the order in which they came. Used by `Jobs`. */

export class Turns {
  readonly #atOnce: number;
  readonly #queue: (() => void)[] = [];
  #working = 0;

  constructor(atOnce: number) {
    this.#atOnce = atOnce;
  }

  /** Resolves when it is one's turn, or `signal` aborts; gives what ends the turn. */
  async enter(signal: AbortSignal): Promise<() => void> {
    if (this.#working >= this.#atOnce) {
      const called = await this.#called(signal);
      if (!called) return () => {};
    }
    this.#working += 1;
    return () => {
      this.#working -= 1;
      this.#queue.shift()?.();
    };
  }

  /** Waits in the queue; false for one that leaves it. */
  #called(signal: AbortSignal): Promise<boolean> {
    if (signal.aborted) return Promise.resolve(false);
    return new Promise((resolve) => {
      const call = () => resolve(true);
      this.#queue.push(call);
      const leave = () => {
        const place = this.#queue.indexOf(call);
        if (place >= 0) this.#queue.splice(place, 1);
        resolve(false);
      };
      signal.addEventListener('abort', leave, { once: true });
    });
  }
}
