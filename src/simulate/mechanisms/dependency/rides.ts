/** Which nodes of a cascade ride, and until when. Kept by `CascadeRun`. */
import type { Timer } from './cascade-tasks.ts';
import type { Ride } from './cascade-values.ts';
import type { SupportState } from './support-state.ts';

interface RideTimer extends Timer {
  readonly ride: Ride;
}

export class Rides {
  /** Every ride of the run, in the order in which they began. */
  readonly begun: Ride[] = [];
  #timers = new Map<number, RideTimer>();
  /** Nodes that rode and have not been restored since: they do not ride again. */
  #spent = new Set<number>();

  isSpent(node: number): boolean {
    return this.#spent.has(node);
  }

  begin(ride: Ride, timer: Timer): void {
    this.#timers.set(ride.node, { ...timer, ride });
    this.begun.push(ride);
  }

  /** Ends the ride whose time is up; undefined when it ended before. */
  end(node: number, time: number): RideTimer | undefined {
    const timer = this.#timers.get(node);
    if (timer?.at !== time) return undefined;
    this.#timers.delete(node);
    this.#spent.add(node);
    return timer;
  }

  /** Stops a node that went out of service itself; whether it was riding. */
  stop(node: number): boolean {
    return this.#timers.delete(node);
  }

  /** Riders that are supported without the help of any rider ride no more. */
  release(state: SupportState): void {
    if (this.#timers.size === 0 && this.#spent.size === 0) return;
    for (const node of this.#timers.keys()) state.unpin(node);
    state.settle();
    for (const node of this.#spent) if (state.works(node)) this.#spent.delete(node);
    for (const node of this.#timers.keys()) {
      if (state.works(node)) this.#timers.delete(node);
      else state.pin(node);
    }
  }

  /** Goes on in another network, the riders among its nodes pinned. */
  moveTo(state: SupportState, nodeAfter: (node: number) => number): void {
    const timers = [...this.#timers].map(([node, timer]) => [nodeAfter(node), timer] as const);
    this.#timers = new Map(timers.filter(([node]) => node >= 0));
    this.#spent = new Set([...this.#spent].map(nodeAfter).filter((node) => node >= 0));
    for (const node of this.#timers.keys()) state.pin(node);
  }
}
