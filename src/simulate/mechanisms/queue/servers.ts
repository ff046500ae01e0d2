/**
 * The machines of a simulation: what each has in hand and how far it is, and how a failure, an
 * outage or the end of a shift stops it and lets it go on where it was. Moves no jobs.
 */
import type { Draws } from './draws.ts';
import type { EventHeap } from './event-heap.ts';
import type { QueueLayout } from './queue-layout.ts';
import { ServerClocks, state } from './server-clocks.ts';
import { drawTime, type Streams } from './streams.ts';

/** What a machine is at with its job. `held`: waits for a reservation; `done`: waits to pass on. */
export const phase = { idle: 0, setup: 1, work: 2, held: 3, done: 4 } as const;

/** Why a machine is stopped, as bits. */
export const stopped = { out: 1, offShift: 2, broken: 4 } as const;

/** State by phase. */
const stateOfPhase = Uint8Array.of(
  state.starved,
  state.setup,
  state.working,
  state.blocked,
  state.blocked,
);

/** What machines share with the rest of a simulation. */
export interface Workshop {
  readonly layout: QueueLayout;
  readonly heap: EventHeap;
  readonly draws: Draws;
  readonly streams: Streams;
}

export class Servers {
  /** By server; -1 without a job. */
  readonly job: Int32Array;
  readonly phase: Uint8Array;
  /** Seconds left of the setup or the work, when it last began or went on. */
  readonly remaining: Float64Array;
  /** Seconds of work that follow a setup. */
  readonly work: Float64Array;
  readonly lastFamily: Int32Array;
  /** Where the job goes next, and by which route; -1 out of the system. */
  readonly target: Int32Array;
  readonly route: Int32Array;
  readonly stops: Uint8Array;
  /** By station: idle machines that could begin. */
  readonly free: Int32Array;
  readonly clocks: ServerClocks;
  readonly #begun: Float64Array;
  /** Working seconds until it fails; infinite for machines that do not fail of work. */
  readonly #untilFailure: Float64Array;
  /** Whether its pending event is a failure. */
  readonly #fails: Uint8Array;
  readonly #shop: Workshop;

  constructor(shop: Workshop, recordedPeriods: number) {
    const { stationOf, firstServer, failureClock } = shop.layout;
    const count = stationOf.length;
    this.#shop = shop;
    this.job = new Int32Array(count).fill(-1);
    this.phase = new Uint8Array(count);
    this.remaining = new Float64Array(count);
    this.work = new Float64Array(count);
    this.lastFamily = new Int32Array(count).fill(-1);
    this.target = new Int32Array(count).fill(-1);
    this.route = new Int32Array(count).fill(-1);
    this.stops = new Uint8Array(count);
    this.free = new Int32Array(firstServer.length - 1);
    for (let v = 0; v < count; v++) this.#addFree(v, 1);
    this.clocks = new ServerClocks(count, recordedPeriods);
    this.#begun = new Float64Array(count);
    this.#untilFailure = new Float64Array(count).fill(Number.POSITIVE_INFINITY);
    this.#fails = new Uint8Array(count);
    for (let v = 0; v < count; v++) {
      const clock = failureClock[stationOf[v] as number] as number;
      if (clock === 1) this.#untilFailure[v] = this.#timeToFailure(v);
      if (clock === 2) shop.heap.schedule(count + v, this.#timeToFailure(v));
    }
  }

  /** An idle machine of a station that has one; the first of them. */
  idleAt(station: number): number {
    let v = this.#shop.layout.firstServer[station] as number;
    while (this.phase[v] !== phase.idle || this.stops[v] !== 0) v++;
    return v;
  }

  /** Puts a job into an idle machine. */
  seize(v: number, job: number): void {
    this.job[v] = job;
    this.#addFree(v, -1);
  }

  /** Takes the job out; gives whether the machine could begin another. */
  vacate(v: number): boolean {
    this.job[v] = -1;
    this.phase[v] = phase.idle;
    if (this.stops[v] !== 0) return false;
    this.#addFree(v, 1);
    return true;
  }

  /** Enters a phase with so much to do in it. */
  begin(v: number, to: number, seconds: number, now: number): void {
    this.phase[v] = to;
    this.remaining[v] = seconds;
    this.show(v, now);
    if (this.stops[v] === 0) this.#run(v, now);
  }

  /** Lets the clocks know the state that follows from phase and stops. */
  show(v: number, now: number): void {
    const stops = this.stops[v] as number;
    const shown =
      stops === 0
        ? (stateOfPhase[this.phase[v] as number] as number)
        : stops === stopped.offShift
          ? state.offShift
          : state.down;
    this.clocks.set(v, shown, now);
  }

  /** Stops a machine for one more reason; its work keeps what is left of it. */
  stop(v: number, reason: number, now: number): void {
    const before = this.stops[v] as number;
    if ((before & reason) !== 0) return;
    if (before === 0) {
      if (this.phase[v] === phase.idle) this.#addFree(v, -1);
      else if (this.isBusy(v)) this.#pause(v, now);
    }
    this.stops[v] = before | reason;
    this.show(v, now);
  }

  /** Takes back a reason; gives whether the machine could begin another job now. */
  resume(v: number, reason: number, now: number): boolean {
    const before = this.stops[v] as number;
    if ((before & reason) === 0) return false;
    this.stops[v] = before & ~reason;
    this.show(v, now);
    if (this.stops[v] !== 0) return false;
    if (this.isBusy(v)) this.#run(v, now);
    if (this.phase[v] !== phase.idle) return false;
    this.#addFree(v, 1);
    return true;
  }

  /** Whether the event that came is a failure or a repair of a machine that fails of work. */
  breaks(v: number): boolean {
    return this.#fails[v] === 1 || ((this.stops[v] as number) & stopped.broken) !== 0;
  }

  /** Fails, or goes on after repair; `slot` has the event that ends this. True: it could begin. */
  turn(v: number, slot: number, now: number): boolean {
    const { heap, draws, streams, layout } = this.#shop;
    const station = layout.stationOf[v] as number;
    if (((this.stops[v] as number) & stopped.broken) === 0) {
      this.stop(v, stopped.broken, now);
      heap.schedule(slot, now + drawTime(layout.repair, station, draws, streams.repair(v)));
      return false;
    }
    const next = this.#timeToFailure(v);
    if (slot === v) this.#untilFailure[v] = next;
    else heap.schedule(slot, now + next);
    return this.resume(v, stopped.broken, now);
  }

  /** Takes over a machine of another run as it stands but for its shift, with this run's number for its job. */
  takeOver(v: number, before: Servers, old: number, job: number): void {
    this.clocks.resume(v, before.clocks, old);
    this.lastFamily[v] = -1;
    if (job >= 0) this.seize(v, job);
    this.phase[v] = job < 0 ? phase.idle : (before.phase[old] as number);
    this.remaining[v] = before.remaining[old] as number;
    this.work[v] = before.work[old] as number;
    const failure = before.#untilFailure[old] as number;
    if (failure < Infinity && (this.#untilFailure[v] as number) < Infinity) {
      this.#untilFailure[v] = failure;
    }
    const stops = (before.stops[old] as number) & ~stopped.offShift;
    if (stops !== 0 && job < 0) this.#addFree(v, -1);
    this.stops[v] = stops;
  }

  /** Before `thaw`: says that a machine taken over is off shift in this run. */
  rest(v: number): void {
    if (this.stops[v] === 0 && this.phase[v] === phase.idle) this.#addFree(v, -1);
    this.stops[v] = (this.stops[v] as number) | stopped.offShift;
  }

  /** Holds the clocks of work where they are now, so that another run can take over. */
  freeze(now: number): void {
    for (let v = 0; v < this.job.length; v++) {
      if (this.stops[v] === 0 && this.isBusy(v)) this.#pause(v, now);
    }
  }

  /** Goes on after `takeOver`. */
  thaw(v: number, now: number): void {
    this.show(v, now);
    if (this.stops[v] === 0 && this.isBusy(v)) this.#run(v, now);
  }

  /** Whether it has work or a setup in hand. */
  isBusy(v: number): boolean {
    const at = this.phase[v] as number;
    return at === phase.work || at === phase.setup;
  }

  #run(v: number, now: number): void {
    this.#begun[v] = now;
    const left = this.remaining[v] as number;
    const failure = this.#untilFailure[v] as number;
    const fails = failure < left && this.phase[v] === phase.work;
    this.#fails[v] = fails ? 1 : 0;
    this.#shop.heap.schedule(v, now + (fails ? failure : left));
  }

  /** Counts the work of a machine whose event came: none is left of it. */
  finish(v: number): void {
    this.#untilFailure[v] = (this.#untilFailure[v] as number) - (this.remaining[v] as number);
    this.remaining[v] = 0;
  }

  #pause(v: number, now: number): void {
    const worked = now - (this.#begun[v] as number);
    this.remaining[v] = Math.max(0, (this.remaining[v] as number) - worked);
    if (this.phase[v] === phase.work) {
      this.#untilFailure[v] = Math.max(0, (this.#untilFailure[v] as number) - worked);
    }
    this.#fails[v] = 0;
    this.#shop.heap.cancel(v);
  }

  #timeToFailure(v: number): number {
    const { draws, streams, layout } = this.#shop;
    return drawTime(layout.between, layout.stationOf[v] as number, draws, streams.failure(v));
  }

  #addFree(v: number, change: number): void {
    const station = this.#shop.layout.stationOf[v] as number;
    this.free[station] = (this.free[station] as number) + change;
  }
}
