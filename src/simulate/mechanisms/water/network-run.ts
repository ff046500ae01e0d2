/**
 * One water network in one run: EPANET stepped through its own hydraulic time, held back where the
 * run has news for it. Used by `FollowedRun`.
 */
import type { Setting } from '../../mechanism.ts';
import { Closures } from './closures.ts';
import { linkProperty } from './epanet.ts';
import type { EpanetProject } from './epanet-project.ts';
import { inputText, type Resumption } from './input-text.ts';
import { giveBack, take } from './projects.ts';
import { checkedFrame, saidOf, tooLong, tooManySolutions } from './refusals.ts';
import { solution } from './solution.ts';
import type { WaterModel } from './water-model.ts';
import { type Frame, WaterRecord } from './water-record.ts';

/** Hydraulic solutions of one network in one run. */
const mostSolutions = 1_000_000;
/** EPANET counts seconds in 32 bits. */
const mostSeconds = 2 ** 31 - 1;

/** How long a run is, and what is asked of it. */
type Span = Pick<Setting, 'horizonSeconds' | 'figuresOnly'>;

export class NetworkRun {
  readonly record: WaterRecord;
  readonly text: string;
  model: WaterModel;
  /** By link: 1 while it is held closed. */
  closed: Uint8Array;
  /** The state at the present hydraulic time. */
  present: Frame | undefined;
  readonly #project: EpanetProject;
  readonly #closures: Closures;
  readonly #horizon: number;
  /** Seconds of the run at which this network's own time began. */
  readonly #offset: number;
  #time = 0;
  #solutions = 0;
  /** Whether EPANET gave up before the horizon. */
  #halted = false;

  constructor(model: WaterModel, { horizonSeconds, figuresOnly }: Span, resumption?: Resumption) {
    if (horizonSeconds > mostSeconds) throw tooLong(horizonSeconds, mostSeconds);
    this.model = model;
    this.closed = new Uint8Array(model.links.length);
    this.#horizon = horizonSeconds;
    this.#offset = resumption?.elapsedSeconds ?? 0;
    this.text = inputText(model, resumption);
    this.record = new WaterRecord(model, !figuresOnly);
    this.#project = saidOf(model, () => take(this.text));
    this.#closures = new Closures(this.#project, model.links);
    saidOf(model, () =>
      this.#project.start(
        Math.floor(Math.max(0, horizonSeconds - this.#offset)),
        model.settings.hydraulicStep,
      ),
    );
  }

  /** Seconds of the run at which the network has something to do of itself. */
  get next(): number {
    // EPANET counts whole seconds: there is nothing to do in a part of one at the end.
    const end = Math.floor(this.#horizon);
    if (this.#halted || this.#offset + this.#time >= end) return Number.POSITIVE_INFINITY;
    const { hydraulicStep } = this.model.settings;
    const event = saidOf(this.model, () => this.#project.nextEvent()) || hydraulicStep;
    const step = Math.max(1, Math.min(hydraulicStep, this.#toPattern(), this.#toReport(), event));
    return Math.min(this.#offset + this.#time + step, end);
  }

  /** Junctions that ask for water and get less than half of it, ascending. */
  get short(): readonly number[] {
    const { demand = [], served = [] } = this.present ?? {};
    const found: number[] = [];
    for (let j = 0; j < this.model.junctionCount; j++) {
      const asked = demand[j] ?? 0;
      if (asked > 0 && !((served[j] as number) >= asked / 2)) found.push(j);
    }
    return found;
  }

  /** Goes on to a time of the run, through all hydraulic events before it. */
  goTo(time: number): void {
    const until = Math.floor(Math.min(time, this.#horizon) - this.#offset);
    while (this.present !== undefined && this.#time < until && !this.#halted) {
      const step = saidOf(this.model, () => this.#project.advance(this.#atMost(until)));
      if (step <= 0) this.#halted = true;
      else {
        this.#time += step;
        this.record.pass(this.#offset + this.#time);
        this.solve();
      }
    }
  }

  /** Seconds to the next pattern period, as EPANET counts them: see `hydraul.c`, `timestep`. */
  #toPattern(): number {
    const { patternStep, patternStart } = this.model.settings;
    const since = this.#time + patternStart;
    if (this.#offset > 0) return patternStep - ((since + this.#offset) % patternStep);
    return (Math.floor(since / patternStep) + 1) * patternStep - this.#time;
  }

  #toReport(): number {
    const { reportStep } = this.model.settings;
    return reportStep - ((this.#time + this.#offset) % reportStep);
  }

  /**
   * Seconds that the next step may take. A run that goes on with another graph is held back where
   * the first one would have ended its steps, because EPANET counts from its own start.
   */
  #atMost(until: number): number {
    const left = until - this.#time;
    return this.#offset > 0 ? Math.min(left, this.#toPattern(), this.#toReport()) : left;
  }

  /** Closes these links, and no others, from now on. */
  close(closed: Uint8Array): void {
    this.closed = closed;
    saidOf(this.model, () => this.#closures.set(closed));
  }

  /** Finds the state at the present time. */
  solve(): void {
    const { model } = this;
    if (++this.#solutions > mostSolutions) throw tooManySolutions(model, mostSolutions);
    const { frame, warning } = saidOf(model, () => {
      this.#closures.hold();
      const time = this.#offset + this.#time;
      return solution({ model, project: this.#project, closed: this.closed, time });
    });
    this.present = checkedFrame(model, frame);
    this.record.add(this.present, warning);
  }

  /** Ends the run at its horizon, and frees the project for another one. */
  finish(time = this.#horizon): void {
    this.goTo(time);
    this.record.end(time);
    this.#closures.releaseAll();
    giveBack(this.text, this.#project);
  }

  /** From where another graph goes on. */
  resumption(time: number): Resumption {
    const { nodes, links } = this.model;
    const pressure = this.present?.pressure ?? new Float64Array(nodes.length);
    const levels = nodes.flatMap(({ kind, twin }, node) =>
      kind === 'tank' ? [[twin, pressure[node] as number] as const] : [],
    );
    const settings = links.flatMap(({ kind, twin }, link) => {
      if (this.closed[link] === 1 || kind === 'valve') return [];
      const isOpen = this.#project.linkValue(link, linkProperty.status) > 0;
      const setting = kind === 'pump' ? this.#project.linkValue(link, linkProperty.setting) : 1;
      return [[twin, isOpen ? setting : 0] as const];
    });
    return {
      elapsedSeconds: Math.floor(time),
      levels: new Map(levels),
      settings: new Map(settings),
    };
  }
}
