/**
 * How long each machine has been in each state, and its active periods (Roser, Nakano and Tanaka
 * 2001): it is active while it works, is set up or is under repair, and inactive while it waits.
 * Owned by a simulation.
 */

/** What a machine does. */
export const state = {
  starved: 0,
  working: 1,
  setup: 2,
  blocked: 3,
  down: 4,
  offShift: 5,
} as const;
export const states = 6;

/** 1 for the states in which a machine is active. */
const active = Uint8Array.of(0, 1, 1, 0, 1, 0);

/** An active period: of which server, from when until when. */
export interface ActivePeriod {
  readonly server: number;
  readonly from: number;
  readonly until: number;
}

export class ServerClocks {
  /** By server and state: seconds, up to the last change. */
  readonly spent: Float64Array;
  /** By server: active periods that have begun. */
  readonly periods: Float64Array;
  /** Periods that have ended, where they are recorded. */
  readonly record: ActivePeriod[] = [];
  readonly now: Uint8Array;
  readonly #since: Float64Array;
  readonly #activeSince: Float64Array;
  /** When it last became inactive. */
  readonly #inactiveSince: Float64Array;
  readonly #recorded: number;

  /** Keeps the first `recorded` periods. */
  constructor(servers: number, recorded = 0) {
    this.spent = new Float64Array(servers * states);
    this.periods = new Float64Array(servers);
    this.now = new Uint8Array(servers);
    this.#since = new Float64Array(servers);
    this.#activeSince = new Float64Array(servers);
    this.#inactiveSince = new Float64Array(servers);
    this.#recorded = recorded;
  }

  set(server: number, to: number, time: number): void {
    const from = this.now[server] as number;
    if (from === to) return;
    const cell = server * states + from;
    const since = this.#since[server] as number;
    this.spent[cell] = (this.spent[cell] as number) + (time - since);
    this.#since[server] = time;
    this.now[server] = to;
    const wasActive = active[from] as number;
    if (wasActive === active[to]) return;
    if (wasActive === 1) this.#inactiveSince[server] = time;
    else this.#activate(server, time);
  }

  /** Waiting for no time at all does not end an active period. */
  #activate(server: number, time: number): void {
    const rested = this.#inactiveSince[server] as number;
    const begun = this.periods[server] as number;
    if (begun > 0 && rested === time) return;
    if (begun > 0 && this.record.length < this.#recorded) {
      this.record.push({ server, from: this.#activeSince[server] as number, until: rested });
    }
    this.periods[server] = begun + 1;
    this.#activeSince[server] = time;
  }

  /** Counts the time up to now. */
  settle(time: number): void {
    for (let server = 0; server < this.now.length; server++) {
      const cell = server * states + (this.now[server] as number);
      const since = this.#since[server] as number;
      this.spent[cell] = (this.spent[cell] as number) + (time - since);
      this.#since[server] = time;
    }
  }

  /** Recorded periods, and those that have not been closed yet, up to now. */
  periodsUntil(time: number): ActivePeriod[] {
    const open: ActivePeriod[] = [];
    for (let server = 0; server < this.now.length; server++) {
      if ((this.periods[server] as number) === 0) continue;
      const isActive = active[this.now[server] as number] === 1;
      const until = isActive ? time : (this.#inactiveSince[server] as number);
      open.push({ server, from: this.#activeSince[server] as number, until });
    }
    return [...this.record, ...open];
  }

  /** Goes on as a machine of another run; what was recorded of it before is not taken over. */
  resume(server: number, before: ServerClocks, old: number): void {
    for (let s = 0; s < states; s++) {
      this.spent[server * states + s] = before.spent[old * states + s] as number;
    }
    this.now[server] = before.now[old] as number;
    this.periods[server] = before.periods[old] as number;
    this.#since[server] = before.#since[old] as number;
    this.#activeSince[server] = before.#activeSince[old] as number;
    this.#inactiveSince[server] = before.#inactiveSince[old] as number;
  }

  /** Begins now with a machine that was not there before. */
  install(server: number, time: number): void {
    this.#since[server] = time;
  }

  /** Forgets what was before now, as at the end of a warm-up. */
  reset(time: number): void {
    this.settle(time);
    this.spent.fill(0);
    this.record.length = 0;
    for (let server = 0; server < this.now.length; server++) {
      const isActive = active[this.now[server] as number] === 1;
      this.periods[server] = isActive ? 1 : 0;
      this.#activeSince[server] = time;
    }
  }
}
