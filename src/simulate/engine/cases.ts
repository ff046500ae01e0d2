/**
 * Many variations of one scenario, one after the other, of which only key figures are wanted. Cases
 * that only add outages or change the seed begin the same run again. Called by `engine`.
 */
import { setImmediate } from 'node:timers/promises';
import { LinchpinError, type Problem } from '../../model/errors.ts';
import type { Edit } from '../../model/scenario.ts';
import { editProblem, outageProblem } from '../../scenario/edit-problems.ts';
import { outagesOf, type Plan, type PlannedOutage, planOf } from '../../scenario/plan.ts';
import type { Mechanism, OutageCase } from '../mechanism.ts';
import type { Case, CaseFigures, CasesRequest, Kpi } from '../simulator.ts';
import { figuresOf } from './figures.ts';
import { QuickCases } from './quick-cases.ts';
import { Run } from './run.ts';

/** Finds the mechanisms that take part in a plan, ready to run. */
export type MechanismsOf = (plan: Plan) => Promise<readonly Mechanism[]>;

/** Instants of one case, and milliseconds of many, before others get their turn. */
const instantsAtATime = 2000;
const longestTurn = 10;

/** So many cases are handed over at once where that is quicker. */
const casesAtATime = 1024;

export async function runCases(
  request: CasesRequest,
  plan: Plan,
  mechanismsOf: MechanismsOf,
): Promise<CaseFigures> {
  const series = new CaseSeries(request, plan, mechanismsOf);
  try {
    await series.run();
    return series;
  } finally {
    series.close();
  }
}

interface WaitingCase extends OutageCase {
  readonly index: number;
}

class CaseSeries implements CaseFigures {
  readonly figures: Float64Array;
  readonly problems: Problem[] = [];
  readonly #request: CasesRequest;
  readonly #plan: Plan;
  readonly #mechanismsOf: MechanismsOf;
  readonly #column: ReadonlyMap<string, number>;
  /** The run of the scenario's own graphs, and the outages of the cases that it can take. */
  #shared: Run | undefined;
  /** A quicker way for these, and those that wait for it. */
  #quick: QuickCases | undefined;
  #waiting: WaitingCase[] = [];
  #outages = new WeakMap<readonly Edit[], readonly PlannedOutage[]>();
  /** When others last had their turn, in milliseconds; of no effect on any figure. */
  #paused = performance.now();

  constructor(request: CasesRequest, plan: Plan, mechanismsOf: MechanismsOf) {
    this.#request = request;
    this.#plan = plan;
    this.#mechanismsOf = mechanismsOf;
    const { cases, kpis } = request;
    this.#column = new Map(kpis.map((name, index) => [name, index]));
    this.figures = new Float64Array(cases.length * kpis.length).fill(Number.NaN);
  }

  async run(): Promise<void> {
    const { cases, kpis, catalogue } = this.#request;
    const mechanisms = await this.#mechanismsOf(this.#plan);
    this.#quick = QuickCases.of(this.#plan, catalogue, { mechanisms, kpis: new Set(kpis) });
    for (let index = 0; index < cases.length; index++) await this.#take(index);
    await this.#runWaiting();
  }

  close(): void {
    this.#shared?.close();
    this.#quick?.close();
  }

  /** Runs a case, or lets it wait for others. What is wrong with it alone becomes a problem. */
  async #take(index: number): Promise<void> {
    const each = this.#request.cases[index] as Case;
    try {
      const outages = this.#onlyOutages(each.edits);
      if (outages === undefined) await this.#runAnew(each, index);
      else if (this.#quick === undefined) await this.#runAgain(outages, each, index);
      else this.#waiting.push({ seed: each.seed, outages, index });
    } catch (error) {
      if (!(error instanceof LinchpinError)) throw error;
      for (const problem of error.problems) this.problems.push({ ...problem, index });
    }
    if (this.#waiting.length >= casesAtATime) await this.#runWaiting();
  }

  async #runWaiting(): Promise<void> {
    const waiting = this.#waiting;
    if (this.#quick === undefined || waiting.length === 0) return;
    this.#waiting = [];
    this.#quick.run(waiting).forEach((kpis, i) => {
      this.#note((waiting[i] as WaitingCase).index, kpis);
    });
    await this.#pause();
  }

  async #runAgain(outages: readonly PlannedOutage[], each: Case, index: number): Promise<void> {
    this.#shared ??= await this.#runOf(this.#plan);
    this.#shared.restart(outages, each.seed);
    await this.#finish(this.#shared, index);
  }

  /** A case that changes the graph has a plan of its own. */
  async #runAnew({ edits, seed }: Case, index: number): Promise<void> {
    const { graph, catalogue, scenario } = this.#request;
    const own = { ...scenario, edits: [...scenario.edits, ...edits], seed };
    const run = await this.#runOf(planOf(graph, catalogue, own));
    try {
      await this.#finish(run, index);
    } finally {
      run.close();
    }
  }

  async #runOf(plan: Plan): Promise<Run> {
    const mechanisms = await this.#mechanismsOf(plan);
    return new Run(plan, this.#request.catalogue, { mechanisms, figuresOnly: true });
  }

  async #finish(run: Run, index: number): Promise<void> {
    while (!run.advance(instantsAtATime)) await this.#pause();
    if (performance.now() - this.#paused > longestTurn) await this.#pause();
    this.#note(index, figuresOf(run));
  }

  #note(index: number, kpis: readonly Kpi[]): void {
    const row = index * this.#column.size;
    for (const { name, value } of kpis) {
      const column = this.#column.get(name);
      if (column !== undefined) this.figures[row + column] = value;
    }
  }

  async #pause(): Promise<void> {
    await setImmediate();
    this.#paused = performance.now();
    this.#request.signal?.throwIfAborted();
  }

  /** All outages of the case, those of the scenario first; undefined where it does more. */
  #onlyOutages(edits: readonly Edit[]): readonly PlannedOutage[] | undefined {
    if (!edits.every((edit) => 'outage' in edit)) return undefined;
    let outages = this.#outages.get(edits);
    if (outages === undefined) {
      outages = [...this.#plan.outages, ...this.#checked(edits)];
      this.#outages.set(edits, outages);
    }
    return outages;
  }

  #checked(edits: readonly Edit[]): readonly PlannedOutage[] {
    const { scenario, start, later, base } = this.#plan;
    const graphs = [base, start.graph, ...later.map(({ graph }) => graph)];
    const first = scenario.edits.length;
    const found = outagesOf({ edits }, first);
    edits.forEach((edit, i) => {
      const place = `edits[${first + i}]`;
      const problem =
        editProblem(edit, place, scenario.horizonSeconds) ??
        ('outage' in edit && outageProblem(edit.outage, graphs, this.#request.catalogue));
      if (problem) throw new LinchpinError(problem);
    });
    return found;
  }
}
