/**
 * How jobs move: into a line or a machine, through it, on to the next station as soon as there is
 * room (and a transporter), out of the system. Owned by a simulation; sources bring jobs in.
 */
import type { JobPool } from './job-pool.ts';
import { LinkedQueues } from './linked-queues.ts';
import type { QueueLayout } from './queue-layout.ts';
import { Routing } from './routing.ts';
import { phase, type Servers, type Workshop } from './servers.ts';
import { drawTime, drawVariate } from './streams.ts';
import { Tally } from './tally.ts';
import { Transport } from './transport.ts';
import { WaitingLines } from './waiting-lines.ts';

/** Who brings jobs in: told when one may enter that waited, and when one has left. */
export interface Door {
  admit(source: number, now: number): void;
  left(source: number, order: number, now: number): void;
}

export class Flow {
  /** By station: jobs there, with those that a place is reserved for. */
  readonly present: Int32Array;
  readonly lines: WaitingLines;
  readonly tally: Tally;
  readonly routing: Routing;
  readonly #shop: Workshop;
  readonly #layout: QueueLayout;
  readonly #jobs: JobPool;
  readonly #servers: Servers;
  readonly #door: Door;
  /** By station: machines (and, after them, sources) that wait for room in it. */
  readonly #waiters: LinkedQueues;
  /** Stations that have room again for those who wait. */
  readonly #opened: number[] = [];
  readonly transport: Transport;

  constructor(
    shop: Workshop,
    parts: { readonly jobs: JobPool; readonly servers: Servers; readonly door: Door },
    travelSlots: number,
  ) {
    const { layout } = shop;
    const { stations, sources } = layout.model;
    this.#shop = shop;
    this.#layout = layout;
    this.#jobs = parts.jobs;
    this.#servers = parts.servers;
    this.#door = parts.door;
    this.transport = new Transport(shop, parts.jobs, travelSlots);
    this.present = new Int32Array(stations.length);
    this.lines = new WaitingLines(layout, parts.jobs);
    this.tally = new Tally(this.lines.count);
    this.routing = new Routing(layout, parts.jobs, shop, this.present);
    this.#waiters = new LinkedQueues(stations.length, layout.stationOf.length + sources.length);
  }

  hasRoom(station: number): boolean {
    return (this.present[station] as number) < (this.#layout.places[station] as number);
  }

  /** Whether a newcomer may enter: there is room, and nobody waits for it. */
  admits(station: number): boolean {
    return this.hasRoom(station) && this.#waiters.isEmpty(station);
  }

  /** Makes a source wait for room in a station. */
  queueSource(station: number, source: number): void {
    this.#waiters.push(station, this.#layout.stationOf.length + source);
  }

  /** A new job enters a station that has room. */
  enter(station: number, job: number, now: number): void {
    this.#jobs.entered[job] = now;
    this.tally.enter(now);
    this.reserve(station);
    this.#join(station, job, now);
  }

  /** A machine's setup or work is over. */
  finish(v: number, now: number): void {
    const servers = this.#servers;
    if (servers.phase[v] === phase.setup) {
      servers.begin(v, phase.work, servers.work[v] as number, now);
      return;
    }
    servers.finish(v);
    const station = this.#layout.stationOf[v] as number;
    this.tally.finish(station, now);
    if (this.#layout.reserves[station] === 1) this.#passReserved(v, now);
    else {
      this.choose(v);
      this.pass(v, now);
    }
  }

  #passReserved(v: number, now: number): void {
    if ((this.#servers.target[v] as number) < 0) this.#leave(v, now);
    else this.#depart(v, now);
  }

  /** Sends a finished job to the station chosen for it, or holds it until there is room. */
  pass(v: number, now: number): void {
    const target = this.#servers.target[v] as number;
    if (target < 0) this.#leave(v, now);
    else if (this.admits(target)) {
      this.reserve(target);
      this.#depart(v, now);
    } else {
      this.#hold(v, phase.done, now);
      this.#waiters.push(target, v);
    }
  }

  /** A travelling job has come to its station; its transporter takes the next. */
  arrive(job: number, now: number): void {
    this.#join(this.#jobs.target[job] as number, job, now);
    const caller = this.transport.arrive(job);
    if (caller >= 0) this.#travel(caller, now);
  }

  /** A machine that may begin takes the next job of its line, if there is one. */
  takeNext(v: number, now: number): void {
    const station = this.#layout.stationOf[v] as number;
    if (this.lines.count[station] === 0) {
      this.#servers.show(v, now);
      return;
    }
    this.tally.lineChanges(station, now);
    this.#begin(v, this.lines.pop(station), now);
  }

  /** Lets those in who waited for places that have come free. */
  admit(now: number): void {
    const opened = this.#opened;
    const machines = this.#layout.stationOf.length;
    for (let station = opened.pop(); station !== undefined; station = opened.pop()) {
      while (this.hasRoom(station)) {
        const waiter = this.#waiters.pop(station);
        if (waiter < 0) break;
        if (waiter >= machines) this.#door.admit(waiter - machines, now);
        else {
          this.reserve(station);
          if (this.#servers.phase[waiter] === phase.held) this.#work(waiter, now);
          else this.#depart(waiter, now);
        }
      }
    }
  }

  /** Keeps a place for a job to come. */
  reserve(station: number): void {
    this.present[station] = (this.present[station] as number) + 1;
  }

  /** A job that has its place goes to a free machine, else into the line. */
  #join(station: number, job: number, now: number): void {
    if ((this.#servers.free[station] as number) > 0) {
      this.#begin(this.#servers.idleAt(station), job, now);
      return;
    }
    this.tally.lineChanges(station, now);
    this.lines.push(station, job);
  }

  #begin(v: number, job: number, now: number): void {
    const servers = this.#servers;
    const station = this.#layout.stationOf[v] as number;
    const { draws, streams } = this.#shop;
    servers.seize(v, job);
    const variate = drawVariate(this.#layout.time, station, draws, streams.time(station));
    servers.work[v] = this.lines.meanTime(station, job) * variate;
    if (this.#layout.reserves[station] === 1) {
      this.choose(v);
      this.secure(v, now);
    } else this.#work(v, now);
  }

  /** Begins once there is a place for the job ahead. */
  secure(v: number, now: number): void {
    const target = this.#servers.target[v] as number;
    if (target >= 0 && !this.admits(target)) {
      this.#hold(v, phase.held, now);
      this.#waiters.push(target, v);
      return;
    }
    if (target >= 0) this.reserve(target);
    this.#work(v, now);
  }

  /** Begins with the setup, where the family changes. */
  #work(v: number, now: number): void {
    const servers = this.#servers;
    const station = this.#layout.stationOf[v] as number;
    const { setup, family } = this.#layout;
    const next = family[this.#jobs.type[servers.job[v] as number] as number] as number;
    const last = servers.lastFamily[v] as number;
    servers.lastFamily[v] = next;
    if (next !== last && last >= 0 && (setup.mean[station] as number) > 0) {
      const { draws, streams } = this.#shop;
      const seconds = drawTime(setup, station, draws, streams.setup(station));
      servers.begin(v, phase.setup, seconds, now);
    } else servers.begin(v, phase.work, servers.work[v] as number, now);
  }

  /** Chooses where the job of a machine goes next. */
  choose(v: number): void {
    const station = this.#layout.stationOf[v] as number;
    this.routing.choose(station, this.#servers.job[v] as number);
    this.#servers.target[v] = this.routing.target;
    this.#servers.route[v] = this.routing.route;
  }

  #hold(v: number, at: number, now: number): void {
    this.#servers.phase[v] = at;
    this.#servers.show(v, now);
  }

  /** A finished job with a place ahead goes there, or waits for what carries it. */
  #depart(v: number, now: number): void {
    const route = this.#servers.route[v] as number;
    if (this.transport.isInstant(route)) {
      this.#join(this.#servers.target[v] as number, this.#servers.job[v] as number, now);
      this.#vacate(v, now);
    } else if (this.transport.claim(route, v)) this.#travel(v, now);
    else this.#hold(v, phase.done, now);
  }

  #travel(v: number, now: number): void {
    const job = this.#servers.job[v] as number;
    this.#jobs.target[job] = this.#servers.target[v] as number;
    this.#jobs.route[job] = this.#servers.route[v] as number;
    this.transport.depart(job, now);
    this.#vacate(v, now);
  }

  #leave(v: number, now: number): void {
    const jobs = this.#jobs;
    const job = this.#servers.job[v] as number;
    const source = jobs.source[job] as number;
    const order = jobs.order[job] as number;
    this.tally.leave(jobs.entered[job] as number, jobs.due[job] as number, now);
    jobs.release(job);
    this.#vacate(v, now);
    this.#door.left(source, order, now);
  }

  #vacate(v: number, now: number): void {
    const station = this.#layout.stationOf[v] as number;
    this.present[station] = (this.present[station] as number) - 1;
    if (this.#servers.vacate(v)) this.takeNext(v, now);
    else this.#servers.show(v, now);
    if (!this.#waiters.isEmpty(station)) this.#opened.push(station);
  }
}
