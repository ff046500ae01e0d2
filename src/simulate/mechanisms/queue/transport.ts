/** Jobs on their way between stations, and the transporters that carry them. Owned by a flow. */
import type { EventHeap } from './event-heap.ts';
import type { JobPool } from './job-pool.ts';
import { LinkedQueues } from './linked-queues.ts';
import type { QueueLayout } from './queue-layout.ts';
import type { Workshop } from './servers.ts';

export class Transport {
  readonly #layout: QueueLayout;
  readonly #heap: EventHeap;
  readonly #jobs: JobPool;
  /** The first slot of travelling jobs. */
  readonly #slots: number;
  /** By pool: machines that wait for a transporter. */
  readonly #callers: LinkedQueues;
  readonly #free: Float64Array;

  constructor({ layout, heap }: Workshop, jobs: JobPool, slots: number) {
    const { transporters } = layout.model;
    this.#layout = layout;
    this.#heap = heap;
    this.#jobs = jobs;
    this.#slots = slots;
    this.#callers = new LinkedQueues(transporters.length, layout.stationOf.length);
    this.#free = Float64Array.from(transporters, ({ units }) => units);
  }

  /** Whether a route (-1: none) takes neither time nor a transporter. */
  isInstant(route: number): boolean {
    if (route < 0) return true;
    return this.#layout.routeTime[route] === 0 && (this.#layout.routePool[route] as number) < 0;
  }

  /** Takes a transporter for a machine's job; without a free one the machine waits for its turn. */
  claim(route: number, server: number): boolean {
    const pool = this.#layout.routePool[route] as number;
    if (pool < 0) return true;
    const free = this.#free[pool] as number;
    if (free === 0) this.#callers.push(pool, server);
    else this.#free[pool] = free - 1;
    return free > 0;
  }

  /** Takes over a job that is on its way in another run, until the time it comes. */
  resume(job: number, time: number): void {
    const pool = this.#layout.routePool[this.#jobs.route[job] as number] ?? -1;
    if (pool >= 0) this.#free[pool] = Math.max(0, (this.#free[pool] as number) - 1);
    this.#heap.grow(this.#slots + this.#jobs.capacity);
    this.#heap.schedule(this.#slots + job, time);
  }

  /** When a job that is on its way comes; NaN for others. */
  comes(job: number): number {
    const slot = this.#slots + job;
    if (slot >= this.#heap.time.length || !this.#heap.has(slot)) return Number.NaN;
    return this.#heap.time[slot] as number;
  }

  /** Sets a job off along its route; the transporter was claimed. */
  depart(job: number, now: number): void {
    this.#heap.grow(this.#slots + this.#jobs.capacity);
    const seconds = this.#layout.routeTime[this.#jobs.route[job] as number] as number;
    this.#heap.schedule(this.#slots + job, now + seconds);
  }

  /** Frees the transporter of a job that has come; gives the machine it goes to next, or -1. */
  arrive(job: number): number {
    const pool = this.#layout.routePool[this.#jobs.route[job] as number] ?? -1;
    if (pool < 0) return -1;
    const caller = this.#callers.pop(pool);
    if (caller < 0) this.#free[pool] = (this.#free[pool] as number) + 1;
    return caller;
  }
}
