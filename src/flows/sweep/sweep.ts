/**
 * What is known of a sweep: its cases, their figures so far, and the selection of the best. Grows
 * by chunks and rounds alone, which are kept, so that it comes to the same after a restart. Used by
 * `runSweep` and by `sweep-views.ts`.
 */
import type { Problem } from '../../model/errors.ts';
import { KimNelson } from '../../statistics/kim-nelson.ts';
import type { Selection } from '../../statistics/selection.ts';
import { TopSelection } from '../../statistics/top-selection.ts';
import type { JobRecords } from '../jobs/job.ts';
import { CaseSpace } from './case-space.ts';
import type { SweepDefinition } from './sweep-definition.ts';
import {
  decodeRecord,
  type SweepChunk,
  type SweepKpi,
  type SweepRound,
  type SweepSetup,
} from './sweep-records.ts';
import { SweepTable } from './sweep-table.ts';

/** How many failed cases a sweep tells of one by one. */
const mostProblems = 100;

/** A sweep whose setup is known. */
export interface ReadySweep {
  readonly setup: SweepSetup;
  readonly space: CaseSpace;
  readonly table: SweepTable;
}

export class Sweep {
  readonly definition: SweepDefinition;
  ready: ReadySweep | undefined;
  /** The first case that is not done. */
  next = 0;
  /** How many rounds of the selection are done. */
  rounds = 0;
  /** How many runs are done, without those of the base. */
  runs = 0;
  readonly problems: Problem[] = [];
  /** How many cases failed. */
  failed = 0;
  /** Figures of the base, replication by replication. */
  readonly base: Float64Array[] = [];
  /** Once all cases are done. Its systems are `candidates`. */
  selection: Selection | undefined;
  /** The cases that could be run. */
  candidates: readonly number[] = [];
  /** The figure that the best are chosen by: of each case, replication by replication. */
  #observations: Float64Array = new Float64Array(0);

  constructor(definition: SweepDefinition) {
    this.definition = definition;
  }

  /** The sweep as its records have it. */
  static async open(definition: SweepDefinition, records: JobRecords): Promise<Sweep> {
    const sweep = new Sweep(definition);
    const setup = await records.get('setup');
    if (setup === undefined) return sweep;
    sweep.prepare(decodeRecord<SweepSetup>('setup', setup));
    for (const name of await records.names('chunk/')) {
      const bytes = await records.get(name);
      if (bytes !== undefined) sweep.takeChunk(decodeRecord<SweepChunk>(name, bytes));
    }
    for (const name of await records.names('round/')) {
      const bytes = await records.get(name);
      if (bytes !== undefined) sweep.takeRound(decodeRecord<SweepRound>(name, bytes));
    }
    return sweep;
  }

  prepare(setup: SweepSetup): ReadySweep {
    const space = new CaseSpace(setup.axes, this.definition.scenario.seed);
    const width = setup.replications > 1 ? 4 : 1;
    const table = new SweepTable(space.size, setup.kpis.length, width);
    this.ready = { setup, space, table };
    if (this.#selects(setup)) {
      this.#observations = new Float64Array(space.size * setup.replications);
    }
    return this.ready;
  }

  /** The column of a figure; -1 for one that the sweep does not keep. */
  columnOf(kpi: string): number {
    return this.ready?.setup.kpis.findIndex(({ name }) => name === kpi) ?? -1;
  }

  takeChunk(chunk: SweepChunk): void {
    const { setup, space, table } = this.ready as ReadySweep;
    this.#takeBase(chunk);
    table.restore(chunk.from, chunk.counts, chunk.values);
    if (this.#observations.length > 0) {
      this.#observations.set(chunk.observations, chunk.from * setup.replications);
    }
    this.problems.push(...chunk.problems.slice(0, mostProblems - this.problems.length));
    this.failed += chunk.problems.length + chunk.failed;
    this.runs += chunk.runs;
    this.next = chunk.to;
    if (this.next === space.size && this.#selects(setup)) this.#beginSelection();
  }

  takeRound({ cases, replications, figures, ...base }: SweepRound): void {
    const { setup, table } = this.ready as ReadySweep;
    this.#takeBase(base);
    const { selection } = this;
    const columns = setup.kpis.length;
    const { column, sign } = this.#criterion();
    const systemOf = new Map(this.candidates.map((row, system) => [row, system]));
    let at = 0;
    for (const row of cases) {
      for (let r = 0; r < replications; r++) {
        table.add(row, figures, at, this.base[table.counts[row] as number] as Float64Array);
        const figure = figures[at + column] as number;
        selection?.take(systemOf.get(row) as number, sign * (Number.isNaN(figure) ? 0 : figure));
        at += columns;
      }
    }
    this.rounds += 1;
    this.runs += cases.length * replications;
    selection?.screen();
  }

  /** The column by which cases are chosen, and 1 where those with more of it are wanted, else -1. */
  #criterion(): { readonly column: number; readonly sign: 1 | -1 } {
    const { kpi = '', worst = false } = this.definition.best ?? {};
    const column = this.columnOf(kpi);
    const { setup } = this.ready as ReadySweep;
    const { better } = setup.kpis[column] as SweepKpi;
    return { column, sign: (better === 'higher') === worst ? -1 : 1 };
  }

  #selects({ replications }: SweepSetup): boolean {
    return this.definition.best !== undefined && replications > 1;
  }

  #takeBase({ base, baseFrom }: Pick<SweepChunk, 'base' | 'baseFrom'>): void {
    const columns = this.ready?.setup.kpis.length ?? 1;
    for (let at = 0, r = baseFrom; at < base.length; at += columns, r++) {
      this.base[r] ??= base.slice(at, at + columns);
    }
  }

  #beginSelection(): void {
    const { setup, table } = this.ready as ReadySweep;
    const { replications: first } = setup;
    const {
      top = 1,
      probability = 0.95,
      indifference,
      most = 1000,
    } = this.definition.best as NonNullable<SweepDefinition['best']>;
    const { sign } = this.#criterion();
    this.candidates = Array.from(table.counts.keys()).filter((row) => table.counts[row] !== 0);
    const systems = this.candidates.length;
    if (systems === 0) return;
    const options = { systems, probability, first, most };
    const selection: Selection =
      indifference === undefined
        ? new TopSelection({ ...options, top })
        : new KimNelson({ ...options, indifference });
    this.candidates.forEach((row, system) => {
      for (let r = 0; r < first; r++) {
        selection.take(system, sign * (this.#observations[row * first + r] as number));
      }
    });
    selection.screen();
    this.selection = selection;
  }
}
