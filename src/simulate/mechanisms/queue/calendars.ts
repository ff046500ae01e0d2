/** When shifts begin and end, as events of a simulation. */
import type { Calendar } from './queue-model.ts';

interface Change {
  readonly at: number;
  readonly on: boolean;
}

/** One calendar run through: `on` now, and when that changes next. */
export class CalendarClock {
  on: boolean;
  /** Infinite for a calendar that never changes. */
  next: number;
  readonly #period: number;
  /** Within a period, ascending. */
  readonly #changes: readonly Change[];
  #cycle = 0;
  #index = 0;

  constructor({ period, intervals }: Calendar) {
    this.#period = period;
    const isOn = (time: number) => intervals.some(([from, until]) => from <= time && time < until);
    const bounds = [...new Set(intervals.flat())].filter((time) => time < period);
    const times = [...new Set([0, ...bounds])].sort((a, b) => a - b);
    const all = times.map((at) => ({ at, on: isOn(at) }));
    // What holds at the end of a period holds before its first change.
    this.#changes = all.filter(({ on }, i) => on !== all.at(i - 1)?.on);
    this.on = isOn(0);
    if (this.#changes[0]?.at === 0) this.#index = 1;
    this.next = this.#due();
  }

  /** Goes over the change that is due. */
  turn(): void {
    const change = this.#changes[this.#index % this.#changes.length];
    this.on = change?.on ?? this.on;
    this.#index++;
    this.next = this.#due();
  }

  #due(): number {
    const { length } = this.#changes;
    if (length === 0) return Number.POSITIVE_INFINITY;
    this.#cycle = Math.floor(this.#index / length);
    const { at } = this.#changes[this.#index % length] as Change;
    return this.#cycle * this.#period + at;
  }
}
