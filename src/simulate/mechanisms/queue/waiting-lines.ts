/**
 * The line in front of each station: a linked list where the first come goes first, else a skew
 * heap (Sleator and Tarjan 1986) by rank, then arrival. Both live in the arrays of the job pool.
 */
import type { JobPool } from './job-pool.ts';
import type { QueueLayout } from './queue-layout.ts';

export class WaitingLines {
  /** Jobs waiting at each station. */
  readonly count: Int32Array;
  readonly #head: Int32Array;
  readonly #tail: Int32Array;
  readonly #layout: QueueLayout;
  readonly #jobs: JobPool;
  #arrivals = 0;

  constructor(layout: QueueLayout, jobs: JobPool) {
    const stations = layout.discipline.length;
    this.count = new Int32Array(stations);
    this.#head = new Int32Array(stations).fill(-1);
    this.#tail = new Int32Array(stations).fill(-1);
    this.#layout = layout;
    this.#jobs = jobs;
  }

  /** Mean time of a job at a station: its step's own, else the station's. */
  meanTime(station: number, job: number): number {
    const step = this.#jobs.step[job] as number;
    const own = step >= 0 ? (this.#layout.stepTime[step] as number) : Number.NaN;
    return Number.isNaN(own) ? (this.#layout.time.mean[station] as number) : own;
  }

  push(station: number, job: number): void {
    this.count[station] = (this.count[station] as number) + 1;
    const jobs = this.#jobs;
    jobs.next[job] = -1;
    const head = this.#head[station] as number;
    const discipline = this.#layout.discipline[station] as number;
    if (discipline !== 0) {
      jobs.rank[job] = this.#rank(discipline, station, job);
      jobs.other[job] = -1;
      jobs.arrival[job] = this.#arrivals++;
      this.#head[station] = this.#meld(head, job);
      return;
    }
    if (head < 0) this.#head[station] = job;
    else jobs.next[this.#tail[station] as number] = job;
    this.#tail[station] = job;
  }

  /** Takes the next job; only while there is one. */
  pop(station: number): number {
    const jobs = this.#jobs;
    const job = this.#head[station] as number;
    const next = jobs.next[job] as number;
    this.count[station] = (this.count[station] as number) - 1;
    const ranked = this.#layout.discipline[station] !== 0;
    this.#head[station] = ranked ? this.#meld(next, jobs.other[job] as number) : next;
    return job;
  }

  #rank(discipline: number, station: number, job: number): number {
    if (discipline === 1) return this.meanTime(station, job);
    const jobs = this.#jobs;
    return discipline === 2 ? (jobs.due[job] as number) : -(jobs.priority[job] as number);
  }

  /** Joins two heaps from the top: the lesser root stays, its children change sides. */
  #meld(one: number, two: number): number {
    const { next, other, rank, arrival } = this.#jobs;
    let a = one;
    let b = two;
    let root = -1;
    let above = -1;
    while (a >= 0 && b >= 0) {
      const lead = (rank[a] as number) - (rank[b] as number);
      if (lead > 0 || (lead === 0 && (arrival[a] as number) > (arrival[b] as number))) {
        const swapped = a;
        a = b;
        b = swapped;
      }
      if (above < 0) root = a;
      else next[above] = a;
      const right = other[a] as number;
      other[a] = next[a] as number;
      above = a;
      a = right;
    }
    const rest = a >= 0 ? a : b;
    if (above < 0) return rest;
    next[above] = rest;
    return root;
  }
}
