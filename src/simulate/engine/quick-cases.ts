/**
 * Cases that differ by seed and outages, where one mechanism has a quicker way for many and nothing
 * depends on anything. What dependency itself counts is run beside it. Used by `runCases`.
 */
import { dependencyNetwork } from '../../behaviour/build-dependency-network.ts';
import type { Catalogue } from '../../ontology/catalogue.ts';
import type { Plan } from '../../scenario/plan.ts';
import type { ManyRuns, Mechanism, OutageCase } from '../mechanism.ts';
import type { Kpi } from '../simulator.ts';
import { figuresOf } from './figures.ts';
import { Run, settingOf } from './run.ts';

export class QuickCases {
  readonly #many: ManyRuns;
  /** The dependency mechanism alone; absent where nobody wants its figures. */
  readonly #alone: Run | undefined;

  private constructor(many: ManyRuns, alone: Run | undefined) {
    this.#many = many;
    this.#alone = alone;
  }

  /** Undefined where cases have to be run one by one. */
  static of(
    plan: Plan,
    catalogue: Catalogue,
    { mechanisms, kpis }: { mechanisms: readonly Mechanism[]; kpis: ReadonlySet<string> },
  ): QuickCases | undefined {
    const [mechanism, other] = mechanisms;
    const { graph } = plan.start;
    if (mechanism?.many === undefined || other !== undefined || plan.later.length > 0) return;
    if (dependencyNetwork(graph, catalogue).supportNode.length > 0) return;
    const many = mechanism.many(settingOf(plan, catalogue, true));
    if (many === undefined) return;
    const alone = new Run(plan, catalogue, { mechanisms: [], figuresOnly: true });
    alone.advance(Number.POSITIVE_INFINITY);
    if (figuresOf(alone).some(({ name }) => kpis.has(name))) return new QuickCases(many, alone);
    alone.close();
    return new QuickCases(many, undefined);
  }

  /** The figures of each case. */
  run(cases: readonly OutageCase[]): readonly (readonly Kpi[])[] {
    const figures = this.#many.run(cases);
    const alone = this.#alone;
    if (alone === undefined) return figures;
    return figures.map((own, i) => {
      const { outages, seed } = cases[i] as OutageCase;
      alone.restart(
        outages.map((outage) => ({ ...outage, edit: 0 })),
        seed,
      );
      alone.advance(Number.POSITIVE_INFINITY);
      return [...figuresOf(alone), ...own];
    });
  }

  close(): void {
    this.#alone?.close();
  }
}
