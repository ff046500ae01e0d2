/**
 * The event engine of the queue mechanism: runs any queue model event by event. Deterministic in
 * (model, seed): simultaneous events go machines, failure clocks, sources, calendars, travels, and
 * among these by their order in the model. Used by the queue mechanism's run and by `replicate`.
 */
import { LinchpinError } from '../../../model/errors.ts';
import { CalendarClock } from './calendars.ts';
import { EventHeap } from './event-heap.ts';
import { Flow } from './flow.ts';
import { handOver, type Workplace } from './hand-over.ts';
import { JobPool } from './job-pool.ts';
import { layoutOf, type QueueLayout } from './queue-layout.ts';
import type { QueueModel } from './queue-model.ts';
import type { ServerClocks } from './server-clocks.ts';
import { Servers, stopped } from './servers.ts';
import { Sources } from './sources.ts';
import { drawsOf, streamsOf } from './streams.ts';
import type { Tally } from './tally.ts';

export interface QueueSimulationOptions {
  /** Keys every draw. 0 by default. */
  readonly seed?: number;
  /** Active periods that are kept for `momentaryBottlenecks`; none by default. */
  readonly recordedPeriods?: number;
  /** More events than this are refused. 1e9 by default. */
  readonly maxEvents?: number;
}

export class QueueSimulation {
  readonly layout: QueueLayout;
  now = 0;
  /** Events so far. */
  events = 0;
  /** When the counting of statistics began. */
  since = 0;
  readonly #heap: EventHeap;
  readonly #servers: Servers;
  readonly #flow: Flow;
  readonly #sources: Sources;
  readonly #calendars: readonly CalendarClock[];
  readonly #machines: number;
  readonly #maxEvents: number;
  readonly #options: QueueSimulationOptions;
  readonly #workplace: Workplace;

  /** `model` is one that `checkQueueModel` has passed; `before`: the run that this one continues. */
  constructor(model: QueueModel, options: QueueSimulationOptions = {}, before?: QueueSimulation) {
    const { seed = 0, recordedPeriods = 0, maxEvents = 1e9 } = options;
    const layout = layoutOf(model);
    this.layout = layout;
    this.#options = options;
    this.#maxEvents = maxEvents;
    this.#machines = layout.stationOf.length;
    const slots = this.#machines * 2 + model.sources.length + model.calendars.length;
    this.#heap = new EventHeap(slots + 1);
    const heap = this.#heap;
    const shop = { layout, heap, draws: drawsOf(layout, seed), streams: streamsOf(layout) };
    const jobs = new JobPool();
    this.#servers = new Servers(shop, recordedPeriods);
    this.#sources = new Sources(shop, jobs, this.#machines * 2);
    const parts = { jobs, servers: this.#servers, door: this.#sources };
    this.#flow = new Flow(shop, parts, slots);
    this.#sources.join(this.#flow);
    const { tally } = this.#flow;
    this.#calendars = model.calendars.map((calendar) => new CalendarClock(calendar));
    const isOffShift = (station: number) =>
      this.#calendars[layout.calendarOf[station] as number]?.on === false;
    const moving = { flow: this.#flow, sources: this.#sources, tally, isOffShift };
    this.#workplace = { ...shop, ...parts, ...moving };
    if (before === undefined) this.#sources.start();
    else this.#continue(before);
    this.#calendars.forEach((_, c) => {
      this.#shift(c);
    });
  }

  /** Goes on from now with another model; this simulation is not to be used any more. */
  continueAs(model: QueueModel): QueueSimulation {
    return new QueueSimulation(model, this.#options, this);
  }

  #continue(before: QueueSimulation): void {
    this.now = before.now;
    this.events = before.events;
    this.since = before.since;
    for (const clock of this.#calendars) while (clock.next <= this.now) clock.turn();
    handOver(before.#workplace, this.#workplace, this.now);
    this.#flow.admit(this.now);
  }

  get tally(): Tally {
    return this.#flow.tally;
  }

  get clocks(): ServerClocks {
    return this.#servers.clocks;
  }

  /** By source and number in its list: when the job left; NaN before. */
  get completed(): readonly Float64Array[] {
    return this.#sources.completed;
  }

  /** Jobs waiting in the line of each station. */
  get waiting(): Int32Array {
    return this.#flow.lines.count;
  }

  /** Whether nothing can happen any more though jobs are there: all wait for one another. */
  get deadlocked(): boolean {
    return this.#heap.next() === Infinity && this.tally.inProcess > 0;
  }

  /** When the next event is due. */
  get next(): number {
    return this.#heap.next();
  }

  /** Runs all events before a time; those at it too where `inclusive`. `LIMIT_EXCEEDED`. */
  run(until: number, inclusive = false): void {
    const heap = this.#heap;
    for (let time = heap.next(); time < until || (inclusive && time === until); ) {
      if (this.events === this.#maxEvents) throw tooManyEvents(this.#maxEvents, time);
      this.events++;
      this.now = time;
      this.#fire(heap.take(), time);
      time = heap.next();
    }
    this.now = until;
  }

  /** Forgets all statistics up to now: the end of the warm-up. */
  restart(): void {
    this.tally.reset(this.now);
    this.clocks.reset(this.now);
    this.since = this.now;
  }

  /** Brings the statistics up to now. */
  settle(): void {
    this.tally.settle(this.now);
    this.clocks.settle(this.now);
  }

  /** Takes all machines of a station out of service, or gives them back. */
  setStationOut(station: number, isOut: boolean): void {
    this.#setStop(station, stopped.out, isOut);
    this.#flow.admit(this.now);
  }

  /** Stops a source from letting jobs in, or lets it again. */
  setSourceOut(source: number, isOut: boolean): void {
    if (isOut) this.#sources.stop(source);
    else this.#sources.resume(source, this.now);
    this.#flow.admit(this.now);
  }

  #setStop(station: number, reason: number, isOut: boolean): void {
    const { firstServer } = this.layout;
    const end = firstServer[station + 1] as number;
    for (let v = firstServer[station] as number; v < end; v++) {
      if (isOut) this.#servers.stop(v, reason, this.now);
      else if (this.#servers.resume(v, reason, this.now)) this.#flow.takeNext(v, this.now);
    }
  }

  #fire(slot: number, now: number): void {
    const machines = this.#machines;
    if (slot < machines) {
      if (this.#servers.breaks(slot)) this.#turn(slot, slot, now);
      else this.#flow.finish(slot, now);
    } else if (slot < machines * 2) this.#turn(slot - machines, slot, now);
    else this.#fireOther(slot - machines * 2, now);
    this.#flow.admit(now);
  }

  #fireOther(slot: number, now: number): void {
    const { sources, calendars } = this.layout.model;
    const calendar = slot - sources.length;
    const job = calendar - calendars.length;
    if (calendar < 0) this.#sources.arrive(slot, now);
    else if (job >= 0) this.#flow.arrive(job, now);
    else {
      this.#calendars[calendar]?.turn();
      this.#shift(calendar);
    }
  }

  /** A failure or a repair. */
  #turn(v: number, slot: number, now: number): void {
    if (this.#servers.turn(v, slot, now)) this.#flow.takeNext(v, now);
  }

  /** Applies a calendar as it is now, and waits for its next change. */
  #shift(calendar: number): void {
    const { on, next } = this.#calendars[calendar] as CalendarClock;
    this.layout.calendarOf.forEach((each, station) => {
      if (each === calendar) this.#setStop(station, stopped.offShift, !on);
    });
    const slot = this.#machines * 2 + this.layout.model.sources.length + calendar;
    if (next < Infinity) this.#heap.schedule(slot, next);
  }
}

function tooManyEvents(limit: number, time: number): LinchpinError {
  return new LinchpinError({
    code: 'LIMIT_EXCEEDED',
    where: 'horizonSeconds',
    message: `the queues have come to ${limit} events by second ${time}`,
    expected: `at most ${limit} events in a run`,
    action: 'shorten the horizon, or ask for fewer jobs',
  });
}
