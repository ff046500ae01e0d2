/**
 * Cuts a run of queues into slices of so many events, so that the engine gets its turn between and
 * can see whether anyone still wants the result. Owned by a run of the queue mechanism.
 */
import type { QueueSimulation } from './queue-simulation.ts';

/** About 10 ms; a slice has a few times more at most, where events come to be denser. */
const eventsAtATime = 50_000;

export class Slices {
  /** When the slice ends, in seconds; the run before and after is the same as without the cut. */
  end = Number.NEGATIVE_INFINITY;
  #seconds = 0;
  /** Events before the slice. */
  #events = 0;

  /** To be called when the simulation has come to a time: begins the next slice where one is over. */
  reach(time: number, { events, next }: QueueSimulation): void {
    if (time < this.end && this.end < Infinity) return;
    const growth = eventsAtATime / Math.max(1, events - this.#events);
    this.#events = events;
    this.#seconds *= Math.min(2, growth);
    if (next < Infinity) this.#seconds = Math.max(this.#seconds, next - time);
    this.end = Math.max(next, time + this.#seconds);
  }
}
