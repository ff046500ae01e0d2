/**
 * A network's run that is known from an earlier one for as long as the same happens to it: seeds and
 * what-ifs that do the same to the water share one run of EPANET. Where it takes another course, EPANET
 * goes through it from the start. Used by `water-run.ts`.
 */
import type { Setting } from '../../mechanism.ts';
import type { Resumption } from './input-text.ts';
import { NetworkRun } from './network-run.ts';
import type { WaterModel } from './water-model.ts';
import type { WaterRecord } from './water-record.ts';

/** What is done to a network: go on to a time, or close these links and no others. */
type Deed = number | Uint8Array;

/** How a network stands after a deed. */
interface Standing {
  readonly deed: Deed;
  readonly next: number;
  /** Junctions that run short, ascending. */
  readonly short: readonly number[];
}

/** A run from its start to its horizon. */
interface KnownCourse {
  readonly horizonSeconds: number;
  readonly figuresOnly: boolean;
  readonly standings: readonly Standing[];
  readonly record: WaterRecord;
}

/** Courses that are kept of one network; the oldest goes first. */
const mostCourses = 8;
/** Deeds of a course that is kept. */
const mostDeeds = 100_000;

const courses = new WeakMap<WaterModel, KnownCourse[]>();

type Span = Pick<Setting, 'horizonSeconds' | 'figuresOnly'>;

export class FollowedRun {
  readonly model: WaterModel;
  /** By link: 1 while it is held closed. */
  closed: Uint8Array;
  readonly #span: Span;
  readonly #resumption: Resumption | undefined;
  readonly #standings: Standing[] = [];
  /** Those that went as this one does so far. */
  #alike: readonly KnownCourse[];
  /** EPANET's own run, where this one goes as no other did. */
  #own: NetworkRun | undefined;

  constructor(model: WaterModel, { horizonSeconds, figuresOnly }: Span, resumption?: Resumption) {
    this.model = model;
    this.closed = new Uint8Array(model.links.length);
    this.#span = { horizonSeconds, figuresOnly };
    this.#resumption = resumption;
    const fits = (course: KnownCourse) =>
      course.horizonSeconds === horizonSeconds && (figuresOnly || !course.figuresOnly);
    this.#alike = resumption === undefined ? (courses.get(model) ?? []).filter(fits) : [];
  }

  /** Whether anything was done to it. */
  get hasBegun(): boolean {
    return this.#standings.length > 0;
  }

  get next(): number {
    return this.#standings.at(-1)?.next ?? 0;
  }

  get short(): readonly number[] {
    return this.#standings.at(-1)?.short ?? [];
  }

  /** Goes on to a time of the run. */
  goTo(time: number): void {
    if (this.hasBegun) this.#do(time);
  }

  /** Closes these links, and no others, from now on, and finds the state at the present time. */
  close(closed: Uint8Array): void {
    this.closed = closed;
    this.#do(closed);
  }

  /** From where another graph goes on. */
  resumption(time: number): Resumption {
    return this.#materialised().resumption(time);
  }

  /** Ends the run; the record is whole then, undefined where nothing was done. */
  finish(time: number): WaterRecord | undefined {
    if (!this.hasBegun) return undefined;
    const { horizonSeconds, figuresOnly } = this.#span;
    const isWhole = time === horizonSeconds;
    const deeds = this.#standings.length;
    const known = this.#alike.find(({ standings }) => standings.length === deeds);
    if (this.#own === undefined && isWhole && known !== undefined) return known.record;
    const own = this.#materialised();
    own.finish(time);
    if (isWhole && this.#resumption === undefined && deeds <= mostDeeds) {
      const course = {
        horizonSeconds,
        figuresOnly,
        standings: this.#standings,
        record: own.record,
      };
      courses.set(this.model, [course, ...(courses.get(this.model) ?? [])].slice(0, mostCourses));
    }
    return own.record;
  }

  #do(deed: Deed): void {
    const place = this.#standings.length;
    if (this.#own === undefined) {
      this.#alike = this.#alike.filter(({ standings }) => {
        const there = standings[place];
        return there !== undefined && isSame(there.deed, deed);
      });
      const known = this.#alike[0]?.standings[place];
      if (known !== undefined) {
        this.#standings.push(known);
        return;
      }
    }
    const own = this.#materialised();
    perform(own, deed);
    const [short, before] = [own.short, this.short];
    const isAsBefore = short.length === before.length && short.every((j, i) => j === before[i]);
    this.#standings.push({ deed, next: own.next, short: isAsBefore ? before : short });
  }

  /** EPANET at the present state. */
  #materialised(): NetworkRun {
    if (this.#own === undefined) {
      this.#own = new NetworkRun(this.model, this.#span, this.#resumption);
      for (const { deed } of this.#standings) perform(this.#own, deed);
    }
    return this.#own;
  }
}

function perform(run: NetworkRun, deed: Deed): void {
  if (typeof deed === 'number') run.goTo(deed);
  else {
    run.close(deed);
    run.solve();
  }
}

function isSame(a: Deed, b: Deed): boolean {
  if (typeof a === 'number' || typeof b === 'number') return a === b;
  return a.length === b.length && a.every((value, link) => value === b[link]);
}
