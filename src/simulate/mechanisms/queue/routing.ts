/** Where a job goes next: by its own steps, by shares, or to the shortest queue. Owned by a flow. */
import type { Draws } from './draws.ts';
import type { JobPool } from './job-pool.ts';
import type { QueueLayout } from './queue-layout.ts';
import type { Streams } from './streams.ts';

export class Routing {
  /** The answer of the last `choose`: a station (-1: out of the system) and a route (-1: none). */
  target = -1;
  route = -1;
  readonly #layout: QueueLayout;
  readonly #jobs: JobPool;
  readonly #draws: Draws;
  readonly #streams: Streams;
  /** By station: jobs there. */
  readonly #present: Int32Array;

  constructor(
    layout: QueueLayout,
    jobs: JobPool,
    drawing: { readonly draws: Draws; readonly streams: Streams },
    present: Int32Array,
  ) {
    this.#layout = layout;
    this.#jobs = jobs;
    this.#draws = drawing.draws;
    this.#streams = drawing.streams;
    this.#present = present;
  }

  /** Moves a job one step on from a place: a station, or a source `k` at `stations + k`. */
  choose(place: number, job: number): void {
    const { routeTo, routeOffsets, stepOffsets, stepStation, travels } = this.#layout;
    const type = this.#jobs.type[job] as number;
    const end = stepOffsets[type + 1] as number;
    if (end > (stepOffsets[type] as number)) {
      const step = (this.#jobs.step[job] as number) + 1;
      this.#jobs.step[job] = step;
      this.target = step < end ? (stepStation[step] as number) : -1;
      this.route = this.target >= 0 && travels[place] === 1 ? this.#between(place) : -1;
      return;
    }
    const first = routeOffsets[place] as number;
    const last = routeOffsets[place + 1] as number;
    if (first === last) this.route = -1;
    else if (this.#layout.shortestQueue[place] === 1) this.route = this.#shortest(first, last);
    else this.route = this.#byShare(place, first, last);
    this.target = this.route < 0 ? -1 : (routeTo[this.route] as number);
  }

  /** The route that a job with steps takes to its target, where there is one. */
  #between(place: number): number {
    const { routeTo, routeOffsets } = this.#layout;
    const end = routeOffsets[place + 1] as number;
    for (let route = routeOffsets[place] as number; route < end; route++) {
      if (routeTo[route] === this.target) return route;
    }
    return -1;
  }

  #byShare(place: number, first: number, end: number): number {
    const { routeShare } = this.#layout;
    if (routeShare[first] === 1) return first;
    const draw = this.#draws.next(this.#streams.route(place));
    for (let route = first; route < end; route++) {
      if (draw < (routeShare[route] as number)) return route;
    }
    return -1;
  }

  /** The station with the fewest jobs for each of its machines; the earlier one among equals. */
  #shortest(first: number, end: number): number {
    const { routeTo, firstServer } = this.#layout;
    let best = first;
    let least = Number.POSITIVE_INFINITY;
    for (let route = first; route < end; route++) {
      const s = routeTo[route] as number;
      const machines = (firstServer[s + 1] as number) - (firstServer[s] as number);
      const load = (this.#present[s] as number) / machines;
      if (load < least) {
        least = load;
        best = route;
      }
    }
    return best;
  }
}
