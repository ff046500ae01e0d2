/**
 * The agenda of the simulation: one pending event per slot (a machine, a source, a clock), in a
 * four-ary heap of flat arrays ordered by time, then slot. Scheduling a slot again moves its event.
 */

const ways = 4;

export class EventHeap {
  size = 0;
  /** By slot: when its event is due; meaningless for slots without one. */
  time: Float64Array;
  #slots: Int32Array;
  /** By slot: its place in the heap, -1 without an event. */
  #place: Int32Array;
  /** Whether the event at the top was taken and its place is still empty. */
  #open = false;

  constructor(capacity: number) {
    this.time = new Float64Array(capacity);
    this.#slots = new Int32Array(capacity);
    this.#place = new Int32Array(capacity).fill(-1);
  }

  /** Makes room for more slots. */
  grow(capacity: number): void {
    const { length } = this.time;
    if (capacity <= length) return;
    const place = new Int32Array(capacity).fill(-1, length);
    place.set(this.#place);
    const time = new Float64Array(capacity);
    time.set(this.time);
    const slots = new Int32Array(capacity);
    slots.set(this.#slots);
    this.time = time;
    this.#slots = slots;
    this.#place = place;
  }

  /** When the next event is due; infinite without one. */
  next(): number {
    if (this.#open) this.#close();
    return this.size > 0 ? (this.time[this.#slots[0] as number] as number) : Infinity;
  }

  /** Takes the next event off; only after `next` gave a time. */
  take(): number {
    const slot = this.#slots[0] as number;
    this.#place[slot] = -1;
    this.#open = true;
    return slot;
  }

  has(slot: number): boolean {
    return (this.#place[slot] as number) >= 0;
  }

  /** Gives a slot an event, or another time for the one it has. */
  schedule(slot: number, time: number): void {
    const place = this.#place[slot] as number;
    if (place < 0) {
      this.time[slot] = time;
      if (this.#open) {
        this.#open = false;
        this.#sink(0, slot);
      } else this.#rise(this.size++, slot);
      return;
    }
    this.cancel(slot);
    this.schedule(slot, time);
  }

  cancel(slot: number): void {
    if (this.#open) this.#close();
    const place = this.#place[slot] as number;
    if (place < 0) return;
    this.#place[slot] = -1;
    const last = this.#slots[--this.size] as number;
    if (last === slot) return;
    this.#rise(place, last);
    this.#sink(this.#place[last] as number, last);
  }

  /** Fills the gap at the top that no new event has filled. */
  #close(): void {
    this.#open = false;
    const last = this.#slots[--this.size] as number;
    if (this.size > 0) this.#sink(0, last);
  }

  #rise(from: number, slot: number): void {
    const slots = this.#slots;
    const place = this.#place;
    const times = this.time;
    const time = times[slot] as number;
    let at = from;
    while (at > 0) {
      const above = (at - 1) >> 2;
      const other = slots[above] as number;
      const due = times[other] as number;
      if (due < time || (due === time && other < slot)) break;
      slots[at] = other;
      place[other] = at;
      at = above;
    }
    slots[at] = slot;
    place[slot] = at;
  }

  #sink(from: number, slot: number): void {
    const slots = this.#slots;
    const place = this.#place;
    const times = this.time;
    const { size } = this;
    const time = times[slot] as number;
    let at = from;
    for (let child = at * ways + 1; child < size; child = at * ways + 1) {
      const end = Math.min(child + ways, size);
      let least = slots[child] as number;
      let due = times[least] as number;
      let where = child;
      for (let i = child + 1; i < end; i++) {
        const other = slots[i] as number;
        const otherDue = times[other] as number;
        if (otherDue < due || (otherDue === due && other < least)) {
          least = other;
          due = otherDue;
          where = i;
        }
      }
      if (time < due || (time === due && slot < least)) break;
      slots[at] = least;
      place[least] = at;
      at = where;
    }
    slots[at] = slot;
    place[slot] = at;
  }
}
