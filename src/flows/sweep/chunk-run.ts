/**
 * Runs consecutive cases of a sweep: each so many times, or until its difference from the base is
 * known well enough. Used by `runSweep`.
 */
import type { Problem } from '../../model/errors.ts';
import type { CaseFigures } from '../../simulate/simulator.ts';
import { halfWidth } from '../../statistics/moments.ts';
import { problemOfCase } from './case-name.ts';
import type { CaseRuns, Wanted } from './case-runs.ts';
import type { ReadySweep, Sweep } from './sweep.ts';
import type { SweepChunk } from './sweep-records.ts';
import { SweepTable } from './sweep-table.ts';

export class ChunkRun {
  readonly #sweep: Sweep;
  readonly #runs: CaseRuns;
  readonly #problems = new Map<number, Problem>();
  #count = 0;

  constructor(sweep: Sweep, runs: CaseRuns) {
    this.#sweep = sweep;
    this.#runs = runs;
  }

  async run(from: number, to: number): Promise<SweepChunk> {
    const { setup } = this.#ready;
    const { kpis, replications } = setup;
    const table = new SweepTable(to - from, kpis.length, this.#ready.table.width);
    const selects = this.#sweep.definition.best !== undefined && replications > 1;
    const observations = new Float64Array(selects ? (to - from) * replications : 0);
    const first = this.#wanted(from, to, { from: 0, to: replications });
    const { figures } = await this.#take(table, from, first);
    if (selects) this.#observe(observations, figures);
    await this.#refine(table, from);
    for (const row of this.#problems.keys()) table.clear(row - from);
    const problems = [...this.#problems.values()];
    const listed = problems.slice(0, Math.max(0, 100 - this.#sweep.problems.length));
    const { counts, values } = table.rows(0, to - from);
    return {
      from,
      to,
      runs: this.#count,
      problems: listed,
      failed: problems.length - listed.length,
      counts: Float64Array.from(counts),
      values,
      observations,
      ...this.#runs.freshBase(),
    };
  }

  get #ready(): ReadySweep {
    return this.#sweep.ready as ReadySweep;
  }

  #wanted(from: number, to: number, replications: { from: number; to: number }): Wanted[] {
    return Array.from({ length: to - from }, (_, i) => ({ row: from + i, ...replications }));
  }

  /** Runs what is wanted and adds it to the chunk's own table, whose first row is case `from`. */
  async #take(table: SweepTable, from: number, wanted: readonly Wanted[]): Promise<CaseFigures> {
    await this.#runs.reachBase(Math.max(...wanted.map(({ to }) => to)));
    const result = await this.#runs.run(wanted);
    const { figures, problems } = result;
    const rows = wanted.flatMap(({ row, from: r, to }) => new Array<number>(to - r).fill(row));
    for (const problem of problems) {
      const row = rows[problem.index ?? 0] as number;
      if (this.#problems.has(row)) continue;
      this.#problems.set(row, problemOfCase(this.#ready.space, row, problem));
    }
    let at = 0;
    for (const { row, from: r, to } of wanted) {
      for (let replication = r; replication < to; replication++) {
        table.add(row - from, figures, at, this.#sweep.base[replication] as Float64Array);
        at += table.kpis;
      }
    }
    this.#count += rows.length;
    return result;
  }

  #observe(observations: Float64Array, figures: Float64Array): void {
    const columns = this.#ready.setup.kpis.length;
    const column = this.#sweep.columnOf(this.#sweep.definition.best?.kpi ?? '');
    for (let i = 0; i < observations.length; i++) {
      const figure = figures[i * columns + column] as number;
      observations[i] = Number.isNaN(figure) ? 0 : figure;
    }
  }

  /** More replications of the cases whose difference is not known well enough. */
  async #refine(table: SweepTable, from: number): Promise<void> {
    const { precision } = this.#sweep.definition;
    if (precision === undefined || this.#ready.setup.replications === 1) return;
    const { most = 1000 } = precision;
    const column = this.#sweep.columnOf(precision.kpi);
    for (;;) {
      const wanted: Wanted[] = [];
      for (let i = 0; i < table.cases; i++) {
        const { count, differenceVariance } = table.figure(i, column, 0);
        if (count >= most || this.#problems.has(from + i)) continue;
        if (halfWidth(differenceVariance, count) <= precision.halfWidth) continue;
        const more = Math.max(5, Math.ceil(count / 4));
        wanted.push({ row: from + i, from: count, to: Math.min(most, count + more) });
      }
      if (wanted.length === 0) return;
      await this.#take(table, from, wanted);
    }
  }
}
