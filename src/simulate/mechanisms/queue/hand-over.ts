/**
 * Continues a run on another model, as after a timed edit: twins that are in both keep their jobs,
 * their progress, their draws and their statistics. Jobs at a station that is gone, or of a type
 * that is gone, are lost. Called by `QueueSimulation.continueAs`.
 */
import type { Flow } from './flow.ts';
import type { JobPool } from './job-pool.ts';
import { phase, type Servers, stopped, type Workshop } from './servers.ts';
import type { Sources } from './sources.ts';
import type { Tally } from './tally.ts';

/** The parts of a simulation that are handed over. */
export interface Workplace extends Workshop {
  readonly jobs: JobPool;
  readonly servers: Servers;
  readonly flow: Flow;
  readonly sources: Sources;
  readonly tally: Tally;
  /** Whether a station's shift is over now. */
  isOffShift(station: number): boolean;
}

export function handOver(before: Workplace, after: Workplace, now: number): void {
  before.servers.freeze(now);
  new HandOver(before, after, now).run();
}

class HandOver {
  readonly #before: Workplace;
  readonly #after: Workplace;
  readonly #now: number;
  /** By number in the new model: the number in the old one, -1 for what is new. */
  readonly #oldStations: readonly number[];
  /** By number in the old model: the number in the new one, -1 for what is gone. */
  readonly #stations: readonly number[];
  readonly #sources: readonly number[];
  readonly #types: readonly number[];

  constructor(before: Workplace, after: Workplace, now: number) {
    this.#before = before;
    this.#after = after;
    this.#now = now;
    const [old, young] = [before.layout.model, after.layout.model];
    const twins = (list: readonly { readonly twin: string }[]) => list.map(({ twin }) => twin);
    this.#stations = matches(twins(old.stations), twins(young.stations));
    this.#oldStations = matches(twins(young.stations), twins(old.stations));
    this.#sources = matches(twins(old.sources), twins(young.sources));
    const names = (list: readonly { readonly name: string }[]) => list.map(({ name }) => name);
    this.#types = matches(names(old.types), names(young.types));
  }

  run(): void {
    const { draws, tally, flow, servers, layout } = this.#after;
    draws.resume(this.#before.draws);
    tally.resume(this.#before.tally, this.#oldStations, this.#now);
    const kept = this.#servers();
    this.#lines();
    this.#travels();
    tally.census(flow.present, this.#before.tally);
    for (const [v, old] of kept) this.#goOn(v, old);
    for (let v = 0; v < layout.stationOf.length; v++) {
      if (servers.stops[v] === 0 && servers.phase[v] === phase.idle) flow.takeNext(v, this.#now);
    }
    this.#restartSources();
  }

  /** Takes over the machines that are in both; gives the pairs, new and old. */
  #servers(): [number, number][] {
    const pairs: [number, number][] = [];
    const { layout: old } = this.#before;
    const { layout, servers } = this.#after;
    for (let v = 0; v < layout.stationOf.length; v++) {
      const station = layout.stationOf[v] as number;
      const from = this.#oldStations[station] as number;
      const number = v - (layout.firstServer[station] as number);
      const match = from < 0 ? -1 : (old.firstServer[from] as number) + number;
      if (match < 0 || match >= (old.firstServer[from + 1] as number)) {
        servers.clocks.install(v, this.#now);
        if (this.#after.isOffShift(station)) servers.stop(v, stopped.offShift, this.#now);
        this.#scheduleFailure(v, Number.NaN);
        continue;
      }
      const job = this.#adopt(this.#before.servers.job[match] as number);
      servers.takeOver(v, this.#before.servers, match, job);
      if (this.#after.isOffShift(station)) servers.rest(v);
      const last = this.#before.servers.lastFamily[match] as number;
      servers.lastFamily[v] = this.#familyOf(last);
      if (job >= 0) this.#after.flow.reserve(station);
      pairs.push([v, match]);
    }
    return pairs;
  }

  /** A family is known by any type that has it. */
  #familyOf(old: number): number {
    const type = this.#before.layout.model.types.findIndex(({ family }) => family === old);
    const here = type < 0 ? -1 : (this.#types[type] as number);
    return here < 0 ? -1 : (this.#after.layout.family[here] as number);
  }

  /** Jobs in line, and those in machines that are gone, go into the line of their station. */
  #lines(): void {
    const { layout, servers, flow } = this.#before;
    this.#stations.forEach((to, station) => {
      const first = layout.firstServer[station] as number;
      const end = layout.firstServer[station + 1] as number;
      const room = to < 0 ? 0 : this.#machines(to);
      for (let v = first + room; v < end; v++) {
        const job = this.#queue(servers.job[v] as number, to);
        const isChosen = servers.phase[v] === phase.done || layout.reserves[station] === 1;
        if (job >= 0 && isChosen) this.#stepBack(job);
      }
      while ((flow.lines.count[station] as number) > 0) this.#queue(flow.lines.pop(station), to);
    });
  }

  #machines(station: number): number {
    const { firstServer } = this.#after.layout;
    return (firstServer[station + 1] as number) - (firstServer[station] as number);
  }

  #queue(old: number, station: number): number {
    const job = station < 0 ? -1 : this.#adopt(old);
    if (job < 0) return job;
    this.#after.flow.reserve(station);
    this.#after.flow.lines.push(station, job);
    return job;
  }

  #travels(): void {
    const { jobs, flow, layout } = this.#before;
    for (let old = 0; old < jobs.capacity; old++) {
      const time = flow.transport.comes(old);
      if (Number.isNaN(time)) continue;
      const target = this.#stations[jobs.target[old] as number] as number;
      const job = target < 0 ? -1 : this.#adopt(old);
      if (job < 0) continue;
      const pool = layout.routePool[jobs.route[old] as number] as number;
      const name = layout.model.transporters[pool]?.twin;
      const { model, routeTo, routePool } = this.#after.layout;
      this.#after.jobs.target[job] = target;
      this.#after.jobs.route[job] = routeTo.findIndex(
        (to, r) => to === target && model.transporters[routePool[r] as number]?.twin === name,
      );
      this.#after.flow.reserve(target);
      this.#after.flow.transport.resume(job, time);
    }
  }

  /** A job of the old run under its new number; -1 for none, and for one whose type is gone. */
  #adopt(old: number): number {
    if (old < 0) return -1;
    const { jobs, layout } = this.#before;
    const { jobs: here, layout: there, sources } = this.#after;
    const type = this.#types[jobs.type[old] as number] as number;
    if (type < 0) return -1;
    const job = here.take();
    const first = layout.stepOffsets[jobs.type[old] as number] as number;
    const steps = (there.stepOffsets[type + 1] as number) - (there.stepOffsets[type] as number);
    const step = jobs.step[old] as number;
    here.type[job] = type;
    here.source[job] = this.#sources[jobs.source[old] as number] ?? -1;
    here.order[job] = sources.orderOf(here.source[job] as number, type);
    here.step[job] = -1;
    // One that is past the steps that its type has now leaves from where it is.
    if (step >= 0 && steps > 0) {
      const isPast = step - first >= steps;
      const at = (there.stepOffsets[type] as number) + step - first;
      here.step[job] = isPast ? there.stepStation.length : at;
    }
    here.entered[job] = jobs.entered[old] as number;
    here.due[job] = jobs.due[old] as number;
    here.priority[job] = jobs.priority[old] as number;
    return job;
  }

  /** Lets a machine go on with its job, or pass it on, by the new model's ways. */
  #goOn(v: number, old: number): void {
    const { servers, flow, layout } = this.#after;
    this.#repair(v, old);
    const at = servers.phase[v] as number;
    if (at === phase.idle) {
      servers.thaw(v, this.#now);
      return;
    }
    const was = this.#before.layout.reserves[this.#before.layout.stationOf[old] as number] === 1;
    const is = layout.reserves[layout.stationOf[v] as number] === 1;
    const isChosen = was || at === phase.done;
    if (isChosen) this.#stepBack(servers.job[v] as number);
    const needsChoice = is || at === phase.done || at === phase.held;
    if (needsChoice && !(isChosen && this.#keepsWay(v, old))) flow.choose(v);
    if (at === phase.done) flow.pass(v, this.#now);
    else if (at === phase.held) flow.secure(v, this.#now);
    else {
      const target = servers.target[v] as number;
      if (is && target >= 0) flow.reserve(target);
      servers.thaw(v, this.#now);
    }
  }

  /** A job without steps keeps the way that was chosen for it, where there still is one. */
  #keepsWay(v: number, old: number): boolean {
    const { servers, jobs, layout } = this.#after;
    if ((jobs.step[servers.job[v] as number] as number) >= 0) return false;
    const target = this.#before.servers.target[old] as number;
    const here = target < 0 ? -1 : (this.#stations[target] as number);
    const station = layout.stationOf[v] as number;
    const end = layout.routeOffsets[station + 1] as number;
    let route = layout.routeOffsets[station] as number;
    while (route < end && layout.routeTo[route] !== here) route++;
    if (target >= 0 && (here < 0 || route === end)) return false;
    servers.target[v] = here;
    servers.route[v] = here < 0 ? -1 : route;
    return true;
  }

  /** Takes back that a job with steps had its next one chosen. */
  #stepBack(job: number): void {
    const { jobs } = this.#after;
    if ((jobs.step[job] as number) >= 0) jobs.step[job] = (jobs.step[job] as number) - 1;
  }

  /** Goes on with a repair, or with the wait for a failure by the calendar. */
  #repair(v: number, old: number): void {
    const { heap, layout, servers } = this.#after;
    const machines = this.#before.layout.stationOf.length;
    const clock = this.#before.layout.failureClock[this.#before.layout.stationOf[old] as number];
    const slot = clock === 2 ? machines + old : old;
    const isBroken = ((servers.stops[v] as number) & stopped.broken) !== 0;
    const pending = clock === 2 || isBroken;
    const due = pending ? (this.#before.heap.time[slot] as number) : Number.NaN;
    const here = layout.failureClock[layout.stationOf[v] as number] as number;
    if (isBroken && here !== clock) servers.resume(v, stopped.broken, this.#now);
    if (here === 2) this.#scheduleFailure(v, clock === 2 ? due : Number.NaN);
    else if (isBroken && here === clock) heap.schedule(v, due);
  }

  /** The failure clock of a machine: due then, or after the time drawn at its making. */
  #scheduleFailure(v: number, due: number): void {
    const { heap, layout } = this.#after;
    const slot = layout.stationOf.length + v;
    if (!heap.has(slot)) return;
    heap.schedule(slot, Number.isNaN(due) ? this.#now + (heap.time[slot] as number) : due);
  }

  #restartSources(): void {
    const { layout, sources } = this.#after;
    const old = this.#before;
    const dues = layout.model.sources.map((_, k) => {
      const from = this.#sources.indexOf(k);
      if (from < 0) {
        sources.begin(k);
        return Number.POSITIVE_INFINITY;
      }
      sources.takeOver(k, old.sources, from, this.#types);
      const slot = old.layout.stationOf.length * 2 + from;
      return old.heap.has(slot) ? (old.heap.time[slot] as number) : Number.POSITIVE_INFINITY;
    });
    dues.forEach((due, k) => {
      sources.thaw(k, due, this.#now);
    });
  }
}

/** For each name its place in another list, -1 where it is not. */
function matches(names: readonly string[], others: readonly string[]): number[] {
  const places = new Map(others.map((name, place) => [name, place]));
  return names.map((name) => places.get(name) ?? -1);
}
