/**
 * Runs a sweep to its end from wherever it is: setup, chunk after chunk of cases, then rounds of
 * the selection. Each step is kept before the next begins. The work of a job; see `sweep-jobs.ts`.
 */
import { LinchpinError } from '../../model/errors.ts';
import type { JobWork } from '../jobs/job.ts';
import { problemOfCase } from './case-name.ts';
import { CaseRuns, type SweepRooms } from './case-runs.ts';
import { ChunkRun } from './chunk-run.ts';
import { setUp } from './set-up.ts';
import type { ReadySweep, Sweep } from './sweep.ts';
import { encodeRecord, type SweepRound } from './sweep-records.ts';

/** How long a chunk is to take: so much is lost at most when the process ends. */
const chunkSeconds = 2;
/** Runs of a chunk at most, and how many a round of a selection has about. */
const chunkRuns = 65_536;
const roundRuns = 256;
const firstCases = 16;

/** Throws what the simulator throws, and when `work.signal` aborts. */
export async function runSweep(rooms: SweepRooms, sweep: Sweep, work: JobWork): Promise<void> {
  const { records, signal } = work;
  if (sweep.ready === undefined) {
    const setup = await setUp(rooms, sweep.definition, signal);
    await records.put('setup', encodeRecord(setup));
    sweep.prepare(setup);
  }
  const runs = new CaseRuns(rooms, sweep, signal);
  report(sweep, work);
  await runChunks(sweep, runs, work);
  await runRounds(sweep, runs, work);
}

async function runChunks(sweep: Sweep, runs: CaseRuns, work: JobWork): Promise<void> {
  const { space, setup } = sweep.ready as ReadySweep;
  const most = Math.max(1, Math.floor(chunkRuns / setup.replications));
  let size = Math.min(firstCases, most);
  while (sweep.next < space.size) {
    work.signal.throwIfAborted();
    const begun = performance.now();
    const to = Math.min(space.size, sweep.next + size);
    const chunk = await new ChunkRun(sweep, runs).run(sweep.next, to);
    // In sixteen digits, so that the order of names is that of cases.
    const name = `chunk/${String(chunk.from).padStart(16, '0')}`;
    await work.records.put(name, encodeRecord(chunk));
    sweep.takeChunk(chunk);
    report(sweep, work);
    const seconds = Math.max(1e-4, (performance.now() - begun) / 1000);
    const fitting = Math.ceil((size * chunkSeconds) / seconds);
    size = Math.max(1, Math.min(fitting, size * 4, most));
  }
}

async function runRounds(sweep: Sweep, runs: CaseRuns, work: JobWork): Promise<void> {
  const { selection } = sweep;
  const { space } = sweep.ready as ReadySweep;
  const most = sweep.definition.best?.most ?? 1000;
  while (selection !== undefined && selection.wanted.length > 0) {
    work.signal.throwIfAborted();
    const counts = selection.wanted.map((system) => selection.countOf(system));
    const least = Math.max(...counts);
    const { wanted } = selection;
    const even = Math.max(Math.ceil(roundRuns / wanted.length), Math.ceil(least / 8));
    const replications = Math.max(1, Math.min(even, most - least));
    const cases = wanted.map((system) => sweep.candidates[system] as number);
    const asked = cases.map((row, i) => {
      const from = counts[i] as number;
      return { row, from, to: from + replications };
    });
    await runs.reachBase(Math.max(...asked.map(({ to }) => to)));
    const { figures, problems } = await runs.run(asked);
    const [problem] = problems;
    if (problem !== undefined) {
      const row = cases[Math.floor((problem.index ?? 0) / replications)] as number;
      throw new LinchpinError(problemOfCase(space, row, problem));
    }
    const round: SweepRound = { cases, replications, figures, ...runs.freshBase() };
    await work.records.put(`round/${String(sweep.rounds).padStart(8, '0')}`, encodeRecord(round));
    sweep.takeRound(round);
    report(sweep, work);
  }
}

/** Tells how far it is; how many runs there will be is a guess where they depend on results. */
function report(sweep: Sweep, work: JobWork): void {
  const { space, setup } = sweep.ready as ReadySweep;
  const done = sweep.runs;
  if (sweep.next < space.size) {
    const each = sweep.next === 0 ? setup.replications : done / sweep.next;
    work.progress(done, Math.ceil(each * space.size));
    return;
  }
  const wanted = sweep.selection?.wanted.length ?? 0;
  work.progress(done, done + (wanted === 0 ? 0 : Math.max(wanted, roundRuns)));
}
