/**
 * What a simulation counts: jobs in, out and lost, and time integrals of what waits and what is
 * there at all. Owned by a simulation; read by `statisticsOf`.
 */
export class Tally {
  entered = 0;
  left = 0;
  lost = 0;
  tardy = 0;
  /** Sums over jobs that have left. */
  flowTime = 0;
  tardiness = 0;
  /** Jobs in the system. */
  inProcess = 0;
  /** By station: jobs done, job-seconds waited in line. */
  readonly done: Float64Array;
  readonly waited: Float64Array;
  /** By station: when it last finished a job; 0 before the first. */
  readonly lastDone: Float64Array;
  #jobSeconds = 0;
  #changed = 0;
  readonly #waiting: Int32Array;
  readonly #lineChanged: Float64Array;

  /** `waiting` is the length of each line, kept by others. */
  constructor(waiting: Int32Array) {
    this.#waiting = waiting;
    this.done = new Float64Array(waiting.length);
    this.waited = new Float64Array(waiting.length);
    this.lastDone = new Float64Array(waiting.length);
    this.#lineChanged = new Float64Array(waiting.length);
  }

  /** To be called before the length of a line changes. */
  lineChanges(station: number, time: number): void {
    const since = time - (this.#lineChanged[station] as number);
    this.waited[station] =
      (this.waited[station] as number) + (this.#waiting[station] as number) * since;
    this.#lineChanged[station] = time;
  }

  finish(station: number, time: number): void {
    this.done[station] = (this.done[station] as number) + 1;
    this.lastDone[station] = time;
  }

  enter(time: number): void {
    this.#jobSeconds += this.inProcess * (time - this.#changed);
    this.#changed = time;
    this.inProcess++;
    this.entered++;
  }

  leave(entered: number, due: number, time: number): void {
    this.#jobSeconds += this.inProcess * (time - this.#changed);
    this.#changed = time;
    this.inProcess--;
    this.left++;
    this.flowTime += time - entered;
    if (time > due) {
      this.tardy++;
      this.tardiness += time - due;
    }
  }

  /** The integral of jobs in the system up to now. */
  jobSeconds(time: number): number {
    return this.#jobSeconds + this.inProcess * (time - this.#changed);
  }

  settle(time: number): void {
    for (let s = 0; s < this.waited.length; s++) this.lineChanges(s, time);
  }

  /** Goes on with what another has counted; `stationOf` gives its number for each station here. */
  resume(before: Tally, stationOf: readonly number[], time: number): void {
    before.settle(time);
    const { entered, left, lost, tardy, flowTime, tardiness } = before;
    Object.assign(this, { entered, left, lost, tardy, flowTime, tardiness });
    this.#jobSeconds = before.jobSeconds(time);
    this.#changed = time;
    this.#lineChanged.fill(time);
    stationOf.forEach((old, s) => {
      this.lastDone[s] = time;
      if (old < 0) return;
      for (const name of ['done', 'waited', 'lastDone'] as const) {
        this[name][s] = before[name][old] as number;
      }
    });
  }

  /** Counts who is still there after `resume`; all others are lost. */
  census(present: Int32Array, before: Tally): void {
    this.inProcess = present.reduce((sum, jobs) => sum + jobs, 0);
    this.lost += before.inProcess - this.inProcess;
  }

  /** Forgets what was before now. */
  reset(time: number): void {
    this.settle(time);
    this.waited.fill(0);
    this.done.fill(0);
    this.#jobSeconds = 0;
    this.#changed = time;
    this.entered = this.left = this.lost = this.tardy = 0;
    this.flowTime = this.tardiness = 0;
  }
}
