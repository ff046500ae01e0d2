/**
 * Runs cases of a sweep and of its base under common random numbers: replication r of every case
 * has the same seed. Used by `runSweep`.
 */
import { LinchpinError, type Problem } from '../../model/errors.ts';
import type { TwinGraph } from '../../model/graph.ts';
import type { Edit } from '../../model/scenario.ts';
import type { Catalogue } from '../../ontology/catalogue.ts';
import type { Case, CaseFigures, Simulator } from '../../simulate/simulator.ts';
import type { ReadySweep, Sweep } from './sweep.ts';

/** What the cases of a sweep are run with. */
export interface SweepRooms {
  /** At the revision of the scenario. */
  readonly graph: TwinGraph;
  readonly catalogue: Catalogue;
  readonly simulator: Simulator;
}

/** Some replications of a case. */
export interface Wanted {
  readonly row: number;
  readonly from: number;
  readonly to: number;
}

const noEdits: readonly Edit[] = [];

export class CaseRuns {
  readonly #rooms: SweepRooms;
  readonly #sweep: Sweep;
  readonly #signal: AbortSignal;
  /** Base figures that are not in a record yet. */
  #fresh: Float64Array[] = [];

  constructor(rooms: SweepRooms, sweep: Sweep, signal: AbortSignal) {
    this.#rooms = rooms;
    this.#sweep = sweep;
    this.#signal = signal;
  }

  /** The figures of all wanted replications, in this order. */
  run(wanted: readonly Wanted[]): Promise<CaseFigures> {
    const { space } = this.#sweep.ready as ReadySweep;
    const cases: Case[] = [];
    for (const { row, from, to } of wanted) {
      const edits = space.editsAt(row);
      for (let r = from; r < to; r++) cases.push({ edits, seed: this.#seed(r) });
    }
    return this.#figures(cases);
  }

  /** Makes sure that so many replications of the base are known; throws where one cannot be run. */
  async reachBase(replications: number): Promise<void> {
    const { base } = this.#sweep;
    const columns = (this.#sweep.ready as ReadySweep).setup.kpis.length;
    const cases: Case[] = [];
    for (let r = base.length; r < replications; r++) {
      cases.push({ edits: noEdits, seed: this.#seed(r) });
    }
    if (cases.length === 0) return;
    const first = base.length;
    const { figures, problems } = await this.#figures(cases);
    const [problem] = problems;
    if (problem !== undefined) throw baseFailed(problem, first + (problem.index ?? 0));
    for (let at = 0; at < figures.length; at += columns) {
      const row = figures.slice(at, at + columns).map((value) => (Number.isNaN(value) ? 0 : value));
      base.push(row);
      this.#fresh.push(row);
    }
  }

  /** The base figures since the last call, for the next record. */
  freshBase(): { readonly base: Float64Array; readonly baseFrom: number } {
    const fresh = this.#fresh.splice(0);
    const columns = (this.#sweep.ready as ReadySweep).setup.kpis.length;
    const base = new Float64Array(fresh.length * columns);
    fresh.forEach((row, i) => {
      base.set(row, i * columns);
    });
    return { base, baseFrom: this.#sweep.base.length - fresh.length };
  }

  #figures(cases: readonly Case[]): Promise<CaseFigures> {
    const { graph, catalogue, simulator } = this.#rooms;
    const { scenario } = this.#sweep.definition;
    const kpis = (this.#sweep.ready as ReadySweep).setup.kpis.map(({ name }) => name);
    const signal = this.#signal;
    return simulator.runCases({ graph, catalogue, scenario, cases, kpis, signal });
  }

  #seed(replication: number): number {
    return (this.#sweep.definition.scenario.seed + replication) >>> 0;
  }
}

/** Nothing can be compared with a base that is not known. */
function baseFailed(problem: Problem, replication: number): LinchpinError {
  const { index: _, ...rest } = problem;
  const where = `base, replication ${replication}: ${problem.where}`;
  return new LinchpinError({ ...rest, where });
}
