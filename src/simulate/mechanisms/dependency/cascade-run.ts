/**
 * One run of a cascade: its clock, its timers and what it has reported. `cascade` makes one for a
 * network that stays as it is; the dependency mechanism moves one on to a changed network.
 */
import { Agenda } from './agenda.ts';
import { failuresOf, recoveriesOf, rideOf } from './cascade-events.ts';
import {
  type Causes,
  maxEvents,
  noCauses,
  type Rewiring,
  type Task,
  tooManyEvents,
} from './cascade-tasks.ts';
import type { CascadeEvent, NodeFailure, NodeRepair, Ride } from './cascade-values.ts';
import { type LossWave, spreadLosses } from './loss-wave.ts';
import { Restarts } from './restarts.ts';
import { Rides } from './rides.ts';
import type { SupportState } from './support-state.ts';

export class CascadeRun {
  readonly events: CascadeEvent[] = [];
  #state: SupportState;
  #agenda = new Agenda<Task>();
  /** How many failures hold a node down; the network's own counts as one. */
  #held = new Map<number, number>();
  readonly #rides = new Rides();
  readonly #restarts = new Restarts();
  /** Failures during the run of nodes that are still down, and steps of those that came back. */
  #failed = new Map<number, CascadeEvent>();
  #recovered = new Map<number, number>();
  /** Nodes that others cannot count on, as if they had failed. */
  #withheld = new Map<number, CascadeEvent>();

  constructor(state: SupportState) {
    this.#state = state;
  }

  fail({ node, from, until, step = 0 }: NodeFailure): void {
    if (until !== undefined && until <= from) return;
    this.#agenda.add(from, { kind: 'fail', node, step });
    if (until !== undefined) this.#agenda.add(until, { kind: 'repair', node, step });
  }

  repair({ node, at }: NodeRepair): void {
    this.#agenda.add(at, { kind: 'repair', node, step: 0 });
  }

  /** Lets others no more count on a node, though it works, from a time on. */
  withhold(node: number, at: number, step: number): void {
    this.#agenda.add(at, { kind: 'withhold', node, step });
  }

  release(node: number, at: number, step: number): void {
    this.#agenda.add(at, { kind: 'release', node, step });
  }

  works(node: number): boolean {
    return this.#state.works(node);
  }

  /** When something is next due, infinite when nothing is. */
  get next(): number {
    return this.#agenda.next;
  }

  /** Every ride so far, in the order in which they began, with indexes of the network then. */
  get rides(): readonly Ride[] {
    return this.#rides.begun;
  }

  /** Lets everything happen that is due until a time, inclusive. */
  advance(until: number): void {
    this.#advanceWhile((time) => time <= until);
  }

  /** The same, but for what is due at the time itself. */
  advanceBefore(time: number): void {
    this.#advanceWhile((due) => due < time);
  }

  #advanceWhile(isDue: (time: number) => boolean): void {
    while (this.#agenda.next < Number.POSITIVE_INFINITY && isDue(this.#agenda.next)) {
      const time = this.#agenda.next;
      this.#instant(time, this.#begin(this.#agenda.takeNext(), time));
      if (this.events.length > maxEvents) throw tooManyEvents(time);
    }
  }

  /**
   * Goes on with another network from now on; `nodeAfter` gives a node's index in it, -1 where it
   * is gone. What is due is carried over, and what the change itself does happens at once: nodes
   * that can ride do so, unless the change is `settled` (it was there before the run).
   */
  rewire(state: SupportState, time: number, change: Rewiring): void {
    const { nodeAfter, settled = false } = change;
    const before = this.#state;
    const worked = new Set<number>();
    const waiting = new Set<number>();
    const wasHeld = new Set<number>();
    const known = new Set<number>();
    for (let n = 0; n < before.network.nodeCount; n++) {
      known.add(nodeAfter(n));
      if (before.status[n] === 0) wasHeld.add(nodeAfter(n));
      if (before.works(n)) worked.add(nodeAfter(n));
      if (before.status[n] === 2) waiting.add(nodeAfter(n));
    }
    this.#moveTo(state, nodeAfter);
    this.#carry(before, nodeAfter);
    for (const node of this.#withheld.keys()) state.withhold(node);
    state.adopt(known, worked);
    const causes: Causes = { ...noCauses(), rewired: true, settled };
    for (let n = 0; n < state.network.nodeCount; n++) {
      const held = this.#holds(n) > 0;
      const status = held ? 0 : waiting.has(n) ? 2 : 1;
      if (!settled && state.status[n] !== status) state.setStatus(n, status);
      if (held && worked.has(n)) causes.losses.set(n, 0);
      if (!held && wasHeld.has(n)) causes.gains.set(n, 0);
    }
    this.#rides.moveTo(state, nodeAfter);
    this.#rides.release(state);
    this.#instant(time, causes);
  }

  /** Counts what begins and ends, and tells the state. */
  #begin(tasks: readonly Task[], time: number): Causes {
    const causes = noCauses();
    const held = new Map<number, number>();
    for (const { kind, node, step } of tasks) {
      if (kind !== 'fail' && kind !== 'repair') continue;
      this.#held.set(node, Math.max(0, this.#holds(node) + (kind === 'fail' ? 1 : -1)));
      held.set(node, Math.min(step, held.get(node) ?? step));
    }
    for (const { kind, node, step } of tasks) {
      if (kind === 'fail' || kind === 'repair') continue;
      if (kind === 'withhold') this.#withhold(node, step, { time, causes });
      else if (kind === 'release') this.#release(node, step, causes);
      // One that goes out of service itself at this instant stops riding before its ride is over.
      else if (this.#holds(node) > 0) continue;
      else if (kind === 'rideEnds') this.#endRide(node, time, causes);
      else this.#restart(node, time, causes);
    }
    for (const [node, step] of held) this.#applyHold(node, step, causes);
    if (causes.gains.size + causes.released.size > 0) this.#rides.release(this.#state);
    this.#state.settle();
    return causes;
  }

  #withhold(node: number, step: number, at: { time: number; causes: Causes }): void {
    if (this.#state.offers(node)) at.causes.withheld.set(node, step);
    this.#state.withhold(node);
    this.#withheld.set(node, { node, time: at.time, step, works: false, causes: [] });
    this.#recovered.delete(node);
  }

  #release(node: number, step: number, { released }: Causes): void {
    this.#state.release(node);
    released.set(node, step);
    this.#withheld.delete(node);
    this.#recovered.set(node, step);
  }

  #holds(node: number): number {
    return this.#held.get(node) ?? (this.#state.network.failed[node] as number);
  }

  #applyHold(node: number, step: number, causes: Causes): void {
    const isHeld = this.#holds(node) > 0;
    if (isHeld === (this.#state.status[node] === 0)) return;
    this.#restarts.drop(node);
    if (isHeld) {
      causes.losses.set(node, step);
      causes.gains.delete(node);
      if (this.#rides.stop(node)) this.#state.unpin(node);
    } else causes.gains.set(node, step);
    this.#state.setStatus(node, isHeld ? 0 : 1);
  }

  #endRide(node: number, time: number, { losses, rides }: Causes): void {
    const timer = this.#rides.end(node, time);
    if (timer === undefined) return;
    this.#state.unpin(node);
    losses.set(node, timer.step);
    rides.set(node, timer.ride);
  }

  #restart(node: number, time: number, { gains }: Causes): void {
    const timer = this.#restarts.end(node, time);
    if (timer === undefined) return;
    this.#state.setStatus(node, 1);
    gains.set(node, timer.step);
  }

  #instant(time: number, causes: Causes): void {
    const state = this.#state;
    state.settle();
    const { nodes, worked } = state.touched();
    const lost = nodes.filter((node) => worked[node] === 1 && !state.works(node));
    const wave = this.#spreadLosses(lost, causes, time);
    const gained = nodes.filter((node) => worked[node] === 0 && state.works(node));
    const losses = lost.filter((node) => wave.failing.has(node));
    const before = this.events.length;
    const failures = { failed: this.#lost(), rides: causes.rides, time };
    for (const event of failuresOf(state, wave, failures)) {
      this.events.push(event);
      this.#failed.set(event.node, event);
      this.#recovered.delete(event.node);
    }
    const { gains: seeds, released: freed } = causes;
    const recovery = { gained, seeds, released: freed, recovered: this.#recovered, time };
    for (const event of recoveriesOf(state, recovery)) {
      this.events.push(event);
      this.#recovered.set(event.node, event.step);
      this.#failed.delete(event.node);
    }
    if (this.events.length - before > 1) this.#sortFrom(before);
    state.clearTouched();
    const stopped = [...losses, ...causes.gains.keys()];
    const { withheld, released } = causes;
    const changed = [...losses, ...gained, ...withheld.keys(), ...released.keys()];
    const change = { time, stopped, changed, recovered: this.#recovered };
    for (const [node, { at, step }] of this.#restarts.update(state, change)) {
      this.#agenda.add(at, { kind: 'restart', node, step });
    }
  }

  #spreadLosses(lost: readonly number[], causes: Causes, time: number): LossWave {
    const { delaySeconds } = this.#state.network;
    const seeds = new Map<number, number>();
    for (const node of lost) {
      const step = causes.losses.get(node);
      if (step !== undefined) seeds.set(node, step);
    }
    const wave = spreadLosses(this.#state, {
      lost,
      seeds,
      withheld: causes.withheld,
      rewired: causes.rewired,
      failed: this.#lost(),
      canRide: (node) =>
        !causes.settled &&
        (delaySeconds[node] as number) > 0 &&
        !this.#rides.isSpent(node) &&
        !seeds.has(node),
    });
    for (const [node, step] of wave.riding) {
      const at = time + (delaySeconds[node] as number);
      this.#rides.begin(rideOf(node, wave, { failed: this.#lost(), rides: causes.rides }), {
        at,
        step,
      });
      this.#agenda.add(at, { kind: 'rideEnds', node, step });
    }
    return wave;
  }

  /** The nodes that others cannot count on since an earlier instant, and how that came. */
  #lost(): ReadonlyMap<number, CascadeEvent> {
    return this.#withheld.size === 0 ? this.#failed : new Map([...this.#withheld, ...this.#failed]);
  }

  #sortFrom(start: number): void {
    const sorted = this.events.splice(start).sort((a, b) => a.step - b.step || a.node - b.node);
    for (const event of sorted) this.events.push(event);
  }

  #moveTo(state: SupportState, nodeAfter: (node: number) => number): void {
    const moved = <T>(map: ReadonlyMap<number, T>) =>
      new Map([...map].map(([node, value]) => [nodeAfter(node), value] as const).filter(isThere));
    const agenda = new Agenda<Task>();
    for (const [time, task] of this.#agenda.entries()) {
      const node = nodeAfter(task.node);
      if (node >= 0) agenda.add(time, { ...task, node });
    }
    this.#agenda = agenda;
    this.#restarts.moveTo(nodeAfter);
    this.#failed = moved(this.#failed);
    this.#withheld = moved(this.#withheld);
    this.#recovered = moved(this.#recovered);
    this.#state = state;
  }

  /** Failures that began during the run go on; the network's own are those of the new one. */
  #carry(before: SupportState, nodeAfter: (node: number) => number): void {
    const held = new Map<number, number>();
    for (const [node, count] of this.#held) {
      const after = nodeAfter(node);
      if (after < 0) continue;
      const own = before.network.failed[node] as number;
      held.set(after, Math.max(0, count - own + (this.#state.network.failed[after] as number)));
    }
    this.#held = held;
  }
}

function isThere(entry: readonly [number, unknown]): boolean {
  return entry[0] >= 0;
}
