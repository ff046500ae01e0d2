/** A slow job shop simulator on plain lists, the oracle for the event engine's job shops. */

export interface ShopJob {
  readonly release: number;
  readonly due: number;
  readonly steps: readonly { readonly station: number; readonly time: number }[];
}

export type Rule = 'firstCome' | 'shortestTime' | 'earliestDue';

interface Running {
  readonly job: number;
  readonly until: number;
}

/**
 * When each job is done. At equal times machines finish by number, then jobs are released by
 * number; equal jobs are taken in the order in which they came.
 */
export function naiveJobShop(jobs: readonly ShopJob[], machines: number, rule: Rule): number[] {
  const step = jobs.map(() => 0);
  const done = jobs.map(() => Number.NaN);
  const lines: number[][] = Array.from({ length: machines }, () => []);
  const running: (Running | undefined)[] = Array.from({ length: machines }, () => undefined);
  const waiting = jobs
    .map((_, job) => job)
    .sort((a, b) => (jobs[a] as ShopJob).release - (jobs[b] as ShopJob).release || a - b);
  const timeOf = (job: number) => (jobs[job] as ShopJob).steps[step[job] as number]?.time ?? 0;
  const key = (job: number) => {
    if (rule === 'firstCome') return 0;
    return rule === 'shortestTime' ? timeOf(job) : (jobs[job] as ShopJob).due;
  };
  const startNext = (machine: number, now: number) => {
    const line = lines[machine] as number[];
    if (running[machine] !== undefined || line.length === 0) return;
    const best = line.reduce((a, b) => (key(b) < key(a) ? b : a));
    line.splice(line.indexOf(best), 1);
    running[machine] = { job: best, until: now + timeOf(best) };
  };
  const arrive = (job: number, now: number) => {
    const next = (jobs[job] as ShopJob).steps[step[job] as number];
    if (next === undefined) done[job] = now;
    else {
      (lines[next.station] as number[]).push(job);
      startNext(next.station, now);
    }
  };
  for (;;) {
    const ends = running.map((each) => each?.until ?? Number.POSITIVE_INFINITY);
    const first = ends.indexOf(Math.min(...ends));
    const release = (jobs[waiting[0] as number] as ShopJob | undefined)?.release ?? Infinity;
    const now = Math.min(ends[first] ?? Infinity, release);
    if (now === Infinity) return done;
    if (ends[first] === now) {
      const { job } = running[first] as Running;
      running[first] = undefined;
      step[job] = (step[job] as number) + 1;
      arrive(job, now);
      startNext(first, now);
    } else arrive(waiting.shift() as number, now);
  }
}
