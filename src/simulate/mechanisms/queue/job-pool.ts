/**
 * The jobs in a production system, in flat arrays by job number; numbers of jobs that have left
 * are used again. Owned by a simulation.
 */
export class JobPool {
  /** The most jobs there is room for now. */
  capacity: number;
  type: Int32Array;
  source: Int32Array;
  /** Number within its source's list. */
  order: Int32Array;
  /** Index into the layout's steps; -1 for jobs that follow the routes. */
  step: Int32Array;
  entered: Float64Array;
  due: Float64Array;
  priority: Float64Array;
  /** Rank in a line that is not first come, first served: the least goes first. */
  rank: Float64Array;
  /** Number among all arrivals to lines, to keep equals in order. */
  arrival: Float64Array;
  /** Links of the line that it waits in, or of the free list. */
  next: Int32Array;
  other: Int32Array;
  /** While it travels: where to, and with which transporters. */
  target: Int32Array;
  route: Int32Array;
  #free = -1;
  #used = 0;

  constructor(capacity = 64) {
    this.capacity = capacity;
    this.type = new Int32Array(capacity);
    this.source = new Int32Array(capacity);
    this.order = new Int32Array(capacity);
    this.step = new Int32Array(capacity);
    this.entered = new Float64Array(capacity);
    this.due = new Float64Array(capacity);
    this.priority = new Float64Array(capacity);
    this.rank = new Float64Array(capacity);
    this.arrival = new Float64Array(capacity);
    this.next = new Int32Array(capacity);
    this.other = new Int32Array(capacity);
    this.target = new Int32Array(capacity);
    this.route = new Int32Array(capacity);
  }

  /** A number for a new job. */
  take(): number {
    const job = this.#free;
    if (job >= 0) {
      this.#free = this.next[job] as number;
      return job;
    }
    if (this.#used === this.capacity) this.#grow();
    return this.#used++;
  }

  release(job: number): void {
    this.next[job] = this.#free;
    this.#free = job;
  }

  #grow(): void {
    const capacity = this.capacity * 2;
    const bigger = new JobPool(capacity);
    bigger.type.set(this.type);
    bigger.source.set(this.source);
    bigger.order.set(this.order);
    bigger.step.set(this.step);
    bigger.entered.set(this.entered);
    bigger.due.set(this.due);
    bigger.priority.set(this.priority);
    bigger.rank.set(this.rank);
    bigger.arrival.set(this.arrival);
    bigger.next.set(this.next);
    bigger.other.set(this.other);
    bigger.target.set(this.target);
    bigger.route.set(this.route);
    const free = this.#free;
    const used = this.#used;
    Object.assign(this, bigger);
    this.#free = free;
    this.#used = used;
  }
}
