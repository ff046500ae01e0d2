/**
 * Many variations of one scenario, of which only key figures are wanted. Cases in a row that change
 * the graph by the same edits share a variant; those that add outages alone share that of the
 * scenario itself. Called by `engine`.
 */
import { setImmediate } from 'node:timers/promises';
import { LinchpinError, type Problem } from '../../model/errors.ts';
import type { Edit } from '../../model/scenario.ts';
import { editProblem, outageProblem } from '../../scenario/edit-problems.ts';
import { outagesOf, type Plan, type PlannedOutage, planOf } from '../../scenario/plan.ts';
import type { Mechanism } from '../mechanism.ts';
import type { Case, CaseFigures, CasesRequest, Kpi } from '../simulator.ts';
import { type CaseTaker, Variant, type VariantCase } from './variant.ts';

/** Finds the mechanisms that take part in a plan, ready to run. */
export type MechanismsOf = (plan: Plan) => Promise<readonly Mechanism[]>;

/** Milliseconds before others get their turn. */
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

class CaseSeries implements CaseFigures, CaseTaker {
  readonly figures: Float64Array;
  readonly problems: Problem[] = [];
  readonly #request: CasesRequest;
  readonly #mechanismsOf: MechanismsOf;
  readonly #column: ReadonlyMap<string, number>;
  readonly #plan: Plan;
  /** Of cases that add outages alone. */
  #shared: Variant | undefined;
  /** Of the last case that changed the graph, and its edits. */
  #own: Variant | undefined;
  #ownEdits: readonly Edit[] | undefined;
  /** Cases that wait for others of their variant. */
  #waiting: VariantCase[] = [];
  #variant: Variant | undefined;
  readonly #outages = new WeakMap<readonly Edit[], readonly PlannedOutage[]>();
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
    const { cases } = this.#request;
    for (let index = 0; index < cases.length; index++) {
      try {
        await this.#add(cases[index] as Case, index);
      } catch (error) {
        if (!(error instanceof LinchpinError)) throw error;
        this.refuse(index, error.problems);
      }
    }
    await this.#runWaiting();
    this.problems.sort((a, b) => (a.index ?? 0) - (b.index ?? 0));
  }

  close(): void {
    this.#shared?.close();
    this.#own?.close();
  }

  note(index: number, kpis: readonly Kpi[]): void {
    const row = index * this.#column.size;
    for (const { name, value } of kpis) {
      const column = this.#column.get(name);
      if (column !== undefined) this.figures[row + column] = value;
    }
  }

  refuse(index: number, problems: readonly Problem[]): void {
    for (const problem of problems) this.problems.push({ ...problem, index });
  }

  async pause(): Promise<void> {
    if (performance.now() - this.#paused < longestTurn) return;
    await setImmediate();
    this.#paused = performance.now();
    this.#request.signal?.throwIfAborted();
  }

  /** Lets a case wait for others of its variant. Throws what is wrong with its edits. */
  async #add({ edits, seed }: Case, index: number): Promise<void> {
    const outages = this.#onlyOutages(edits);
    const variant = outages === undefined ? await this.#ownOf(edits) : await this.#sharedOne();
    if (variant !== this.#variant || this.#waiting.length >= casesAtATime) {
      await this.#runWaiting();
      this.#variant = variant;
    }
    this.#waiting.push({ index, seed, outages: outages ?? variant.plan.outages });
  }

  async #runWaiting(): Promise<void> {
    const waiting = this.#waiting;
    this.#waiting = [];
    await this.#variant?.run(waiting, this);
  }

  async #sharedOne(): Promise<Variant> {
    this.#shared ??= await this.#variantOf(this.#plan);
    return this.#shared;
  }

  /** The variant of a case that changes the graph: it has a plan of its own. */
  async #ownOf(edits: readonly Edit[]): Promise<Variant> {
    if (this.#own !== undefined && this.#ownEdits === edits) return this.#own;
    const { graph, catalogue, scenario } = this.#request;
    const plan = planOf(graph, catalogue, { ...scenario, edits: [...scenario.edits, ...edits] });
    const variant = await this.#variantOf(plan);
    await this.#runWaiting();
    this.#own?.close();
    this.#own = variant;
    this.#ownEdits = edits;
    return variant;
  }

  async #variantOf(plan: Plan): Promise<Variant> {
    const { catalogue, kpis } = this.#request;
    const mechanisms = await this.#mechanismsOf(plan);
    return new Variant(plan, catalogue, { mechanisms, kpis: new Set(kpis) });
  }

  /** All outages of the case, those of the scenario first; undefined where it does more. */
  #onlyOutages(edits: readonly Edit[]): readonly PlannedOutage[] | undefined {
    let outages = this.#outages.get(edits);
    if (outages === undefined && edits.every((edit) => 'outage' in edit)) {
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
