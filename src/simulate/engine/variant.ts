/**
 * The graphs of one plan, on which cases run one after the other that differ by seed and outages
 * alone: the same run begins again, or a mechanism's quicker way takes many at once. Made by `runCases`.
 */
import { LinchpinError, type Problem } from '../../model/errors.ts';
import type { Catalogue } from '../../ontology/catalogue.ts';
import type { Plan, PlannedOutage } from '../../scenario/plan.ts';
import type { Mechanism } from '../mechanism.ts';
import type { Kpi } from '../simulator.ts';
import { figuresOf } from './figures.ts';
import { QuickCases } from './quick-cases.ts';
import { Run } from './run.ts';

/** A case of a variant, and its position among all. */
export interface VariantCase {
  readonly index: number;
  readonly seed: number;
  /** All of them, those of the plan first. */
  readonly outages: readonly PlannedOutage[];
}

/** Takes what cases come to. `pause` lets others have their turn, where it is time. */
export interface CaseTaker {
  note(index: number, kpis: readonly Kpi[]): void;
  refuse(index: number, problems: readonly Problem[]): void;
  pause(): Promise<void>;
}

/** Instants of one case before others may get their turn. */
const instantsAtATime = 2000;

/** Fewer cases are sooner run one by one than made ready for the quicker way. */
const fewestQuick = 3;

export class Variant {
  readonly plan: Plan;
  readonly #catalogue: Catalogue;
  readonly #mechanisms: readonly Mechanism[];
  readonly #kpis: ReadonlySet<string>;
  #run: Run | undefined;
  /** Undefined until it is asked for, null where there is no quicker way. */
  #quick: QuickCases | null | undefined;

  constructor(
    plan: Plan,
    catalogue: Catalogue,
    { mechanisms, kpis }: { mechanisms: readonly Mechanism[]; kpis: ReadonlySet<string> },
  ) {
    this.plan = plan;
    this.#catalogue = catalogue;
    this.#mechanisms = mechanisms;
    this.#kpis = kpis;
  }

  async run(cases: readonly VariantCase[], taker: CaseTaker): Promise<void> {
    if (cases.length >= fewestQuick && this.#runQuickly(cases, taker)) return taker.pause();
    for (const each of cases) await this.#runAlone(each, taker);
  }

  close(): void {
    this.#run?.close();
    this.#quick?.close();
  }

  /** Whether there is a way; one that refuses any of the cases leaves all to single runs. */
  #runQuickly(cases: readonly VariantCase[], taker: CaseTaker): boolean {
    try {
      this.#quick ??=
        QuickCases.of(this.plan, this.#catalogue, {
          mechanisms: this.#mechanisms,
          kpis: this.#kpis,
        }) ?? null;
      const found = this.#quick?.run(cases);
      found?.forEach((kpis, i) => {
        taker.note((cases[i] as VariantCase).index, kpis);
      });
      return found !== undefined;
    } catch (error) {
      if (error instanceof LinchpinError) return false;
      throw error;
    }
  }

  async #runAlone({ index, seed, outages }: VariantCase, taker: CaseTaker): Promise<void> {
    try {
      this.#run ??= this.#newRun();
      this.#run.restart(outages, seed);
      while (!this.#run.advance(instantsAtATime)) await taker.pause();
      taker.note(index, figuresOf(this.#run));
    } catch (error) {
      if (!(error instanceof LinchpinError)) throw error;
      taker.refuse(index, error.problems);
      this.#run?.close();
      this.#run = undefined;
    }
    await taker.pause();
  }

  #newRun(): Run {
    const mechanisms = this.#mechanisms;
    return new Run(this.plan, this.#catalogue, { mechanisms, figuresOnly: true });
  }
}
