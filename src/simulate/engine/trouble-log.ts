/**
 * What the mechanisms' troubles come to: events with step and causes, and stops in the dependency
 * mechanism. Where several mechanisms have trouble with a twin, each counts. Kept by `Run`.
 */
import type { PlannedOutage } from '../../scenario/plan.ts';
import type { Trouble } from '../mechanism.ts';
import type {
  DependencyPhase,
  DependencyRun,
  Imposed,
} from '../mechanisms/dependency/dependency.ts';
import type { EventCause, SimulationEvent } from '../simulator.ts';

/** A trouble that begins. */
interface Beginning {
  readonly node: number;
  readonly trouble: Trouble;
  readonly time: number;
}

export class TroubleLog {
  /** Of twins that run short and are replenished, in order of time. */
  readonly events: SimulationEvent[] = [];
  /** When twins were short, by id. */
  readonly short = new Map<string, [number, number][]>();
  /** Outages of kinds other than `all`: an edit that holds goods up. */
  partial: readonly PlannedOutage[] = [];
  readonly #dependency: DependencyRun;
  #phase: DependencyPhase | undefined;
  /** By twin, the step of its last loss. */
  readonly #steps = new Map<string, number>();
  /** What is imposed, by mechanism and node; how many mechanisms see a node short. */
  readonly #imposed = new Map<string, Imposed & { readonly twin: string }>();
  readonly #shortBy = new Map<number, number>();
  #taken = 0;

  constructor(dependency: DependencyRun) {
    this.#dependency = dependency;
  }

  /** Begins anew. */
  clear(): void {
    this.events.length = 0;
    this.short.clear();
    this.#phase = undefined;
    this.#steps.clear();
    this.#imposed.clear();
    this.#shortBy.clear();
    this.#taken = 0;
  }

  enter(phase: DependencyPhase): void {
    this.#phase = phase;
  }

  /** Learns the steps of the dependency mechanism's new events. */
  takeEvents(): void {
    const { events } = this.#dependency;
    for (; this.#taken < events.length; this.#taken++) {
      const { twin, step, effect } = events[this.#taken] as SimulationEvent;
      if (effect === 'fails') this.#steps.set(twin, step);
    }
  }

  begin(mechanism: string, { node, trouble, time }: Beginning): void {
    const twin = this.#phase?.graph.idAt(node) ?? '';
    const causes = this.#causesOf(twin, trouble, time);
    const step = this.#stepAfter(causes);
    const imposed = { ...trouble, causes, mechanism, time, step, twin };
    this.#imposed.set(`${mechanism} ${node}`, imposed);
    if (trouble.effect === 'fails') {
      this.#dependency.impose(node, imposed);
      return;
    }
    const others = this.#shortBy.get(node) ?? 0;
    this.#shortBy.set(node, others + 1);
    if (others > 0) return;
    this.#dependency.impose(node, imposed);
    this.#steps.set(twin, step);
    this.events.push({ time, step, twin, effect: 'runsShort', mechanism, causes });
    const intervals = this.short.get(twin);
    if (intervals === undefined) this.short.set(twin, [[time, Number.POSITIVE_INFINITY]]);
    else intervals.push([time, Number.POSITIVE_INFINITY]);
  }

  end(mechanism: string, node: number, time: number): void {
    const key = `${mechanism} ${node}`;
    const imposed = this.#imposed.get(key);
    if (imposed === undefined) return;
    this.#imposed.delete(key);
    if (imposed.effect === 'fails') {
      this.#dependency.lift(node, imposed, time);
      return;
    }
    const others = (this.#shortBy.get(node) ?? 1) - 1;
    this.#shortBy.set(node, others);
    if (others > 0) return;
    this.#dependency.lift(node, imposed, time);
    const { step, twin } = imposed;
    this.events.push({ time, step, twin, effect: 'replenished', mechanism, causes: [] });
    const last = this.short.get(twin)?.at(-1);
    if (last !== undefined) last[1] = time;
  }

  /** The edits that hold a cause up, else the cause; the edits of this moment where there is none. */
  #causesOf(twin: string, { causes }: Trouble, time: number): readonly EventCause[] {
    if (causes.length === 0) {
      const phase = this.#phase?.time === time ? this.#phase : undefined;
      return (phase?.editsOf(twin) ?? []).map((edit) => ({ edit }));
    }
    if (this.partial.length === 0) return causes;
    return causes.flatMap((cause): readonly EventCause[] => {
      if ('edit' in cause) return [cause];
      const held = this.partial.filter((each) => each.twin === cause.twin && each.from <= time);
      return held.length > 0 ? held.map(({ edit }) => ({ edit })) : [cause];
    });
  }

  /** One more than the lowest step among the causes; 0 where an edit did it, or nothing known. */
  #stepAfter(causes: readonly EventCause[]): number {
    let lowest = Number.POSITIVE_INFINITY;
    for (const cause of causes) {
      const step = 'edit' in cause ? -1 : this.#steps.get(cause.twin);
      if (step !== undefined) lowest = Math.min(lowest, step);
    }
    return lowest === Number.POSITIVE_INFINITY ? 0 : lowest + 1;
  }
}
