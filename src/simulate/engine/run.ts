/**
 * One run of a scenario, instant by instant: the simulator's core. Made by `engine`.
 *
 * At an instant the dependency mechanism comes first; then every mechanism whose time has come, or
 * whose world has changed, says which twins are in trouble, and what depends on these follows, until
 * nobody has news. Within an instant troubles only add up, so it ends; a twin that is in trouble by
 * what it itself brought about is so until the next instant.
 */
import { behaviourOf } from '../../behaviour/behaviours.ts';
import type { OutageKind } from '../../model/scenario.ts';
import type { Catalogue } from '../../ontology/catalogue.ts';
import type { Plan, PlannedOutage } from '../../scenario/plan.ts';
import type { Mechanism, Moment, Setting } from '../mechanism.ts';
import {
  type DependencyPhase,
  DependencyRun,
  isNeeded,
} from '../mechanisms/dependency/dependency.ts';
import { Course } from './course.ts';
import { dependencyPhases } from './phases.ts';
import { TroubleLog } from './trouble-log.ts';

export interface RunOptions {
  readonly mechanisms: readonly Mechanism[];
  /** See `Setting`. */
  readonly figuresOnly?: boolean;
}

/** Milliseconds of a run before others get their turn. */
const longestTurn = 20;

type PartialKind = Exclude<OutageKind, 'all'>;

const noOutages: ReadonlyMap<number, readonly PartialKind[]> = new Map();
const none: readonly PartialKind[] = [];

export class Run implements Moment {
  time = 0;
  readonly dependency: DependencyRun;
  readonly courses: readonly Course[];
  readonly log: TroubleLog;
  version = 0;
  readonly plan: Plan;
  readonly catalogue: Catalogue;
  readonly #phases: readonly DependencyPhase[];
  #phase = -1;
  /** Outages of kinds other than `all`. */
  #partial: readonly PlannedOutage[] = [];
  /** Times at which one of them begins or ends, ascending; those before `#bound` are over. */
  #bounds: readonly number[] = [];
  #bound = 0;
  /** Those in force, by node. */
  #outages = noOutages;

  constructor(plan: Plan, catalogue: Catalogue, { mechanisms, figuresOnly = false }: RunOptions) {
    this.plan = plan;
    this.catalogue = catalogue;
    this.#phases = dependencyPhases(plan);
    this.dependency = new DependencyRun(plan.base, catalogue);
    this.log = new TroubleLog(this.dependency);
    const setting = settingOf(plan, catalogue, figuresOnly);
    this.courses = mechanisms.map((mechanism) => new Course(mechanism, setting));
    this.#setOutages(plan.outages);
  }

  /** Gives back what other runs can use. */
  close(): void {
    this.dependency.close();
  }

  /** Begins again on the same graphs, with other outages and another seed. */
  restart(outages: readonly PlannedOutage[], seed: number): void {
    this.time = 0;
    this.#phase = -1;
    this.#outages = noOutages;
    this.version++;
    this.dependency.restart();
    this.log.clear();
    for (const course of this.courses) course.restart(seed);
    this.#setOutages(outages);
  }

  #setOutages(outages: readonly PlannedOutage[]): void {
    this.#partial = outages.filter(({ kind }) => kind !== 'all');
    this.#bounds = this.#partial.flatMap(({ from, until }) => [from, until]).sort((a, b) => a - b);
    this.#bound = 0;
    this.log.partial = this.#partial;
    this.dependency.stops = outages.filter(({ kind }) => kind === 'all');
  }

  get graph() {
    return (this.#phases[Math.max(0, this.#phase)] as DependencyPhase).graph;
  }

  works(node: number): boolean {
    return this.dependency.works(node);
  }

  outages(node: number): readonly PartialKind[] {
    return this.#outages.get(node) ?? [];
  }

  /** Goes on for at most so many instants and about 20 ms; whether the end is reached. */
  advance(instants: number): boolean {
    const begun = performance.now();
    for (let left = instants; left > 0; left--) {
      const time = this.#next();
      if (!(time <= this.plan.scenario.horizonSeconds)) return true;
      this.time = time;
      this.#instant();
      // Of no effect on any figure. Who asks for all instants cannot wait.
      if (instants < Infinity && performance.now() - begun > longestTurn) return false;
    }
    return false;
  }

  #next(): number {
    if (this.#phase < 0) return 0;
    let next = Math.min(
      this.dependency.next,
      this.#phases[this.#phase + 1]?.time ?? Number.POSITIVE_INFINITY,
      this.#bounds[this.#bound] ?? Number.POSITIVE_INFINITY,
    );
    for (const { next: due } of this.courses) next = Math.min(next, due);
    return next;
  }

  #instant(): void {
    this.#enterPhases();
    this.#advanceDependency();
    this.#updateOutages();
    for (const course of this.courses) course.beginInstant();
    for (let news = true; news; ) {
      news = false;
      for (const course of this.courses) {
        if (course.consult(this, this.version, this.log)) news = true;
      }
      if (news) this.#advanceDependency();
    }
  }

  #enterPhases(): void {
    let next = this.#phases[this.#phase + 1];
    while (next !== undefined && next.time <= this.time) {
      this.dependency.enter(next, this.#phase < 0);
      this.#phase++;
      this.version++;
      this.log.enter(next);
      next = this.#phases[this.#phase + 1];
    }
  }

  #advanceDependency(): void {
    const before = this.dependency.events.length;
    this.dependency.advance(this.time);
    this.log.takeEvents();
    if (this.dependency.events.length > before) this.version++;
  }

  /** Those of kinds other than `all` that are in force, by node. */
  #updateOutages(): void {
    const before = this.#bound;
    while ((this.#bounds[this.#bound] as number) <= this.time) this.#bound++;
    if (this.#bound === before) return;
    const outages = new Map<number, PartialKind[]>();
    for (const { twin, kind, from, until } of this.#partial) {
      if (this.time < from || this.time >= until) continue;
      const node = this.graph.indexOf(twin);
      outages.set(node, [...(outages.get(node) ?? none), kind as PartialKind]);
    }
    this.#outages = outages;
    this.version++;
  }
}

/** What mechanisms are told of a run before it begins. */
export function settingOf(plan: Plan, catalogue: Catalogue, figuresOnly: boolean): Setting {
  const { seed, horizonSeconds } = plan.scenario;
  const { graph } = plan.start;
  const graphs = [plan.start, ...plan.later].map((phase) => phase.graph);
  return {
    ...{ graph, graphs, catalogue, seed, horizonSeconds, figuresOnly },
    behaviour: (id, of = graph) => behaviourOf(of, catalogue, id),
    matters: remembered((node) => graphs.some((of) => isNeeded(of, catalogue, node))),
  };
}

/** Mechanisms ask again for each of many graphs. */
function remembered(answer: (node: number) => boolean): (node: number) => boolean {
  const known = new Map<number, boolean>();
  return (node) => {
    const found = known.get(node) ?? answer(node);
    known.set(node, found);
    return found;
  };
}
