/** Many runs of one supply chain that differ by seed and outages. Used where nothing else takes part. */
import type { ManyRuns, OutageCase, Setting } from '../../mechanism.ts';
import { BalanceBatch, caseFigures } from './balance-batch.ts';
import type { BalanceModel } from './balance-model.ts';
import { balanceKpis } from './balance-totals.ts';
import { balanceModel } from './build-balance-model.ts';
import { type OutagePlan, outagePlan } from './outage-plan.ts';

/** Plans of outages that are kept. */
const mostPlans = 4096;

/** Undefined where there is no chain, or the horizon holds no whole period. */
export function manyChains({ graph, catalogue }: Setting, periods: number): ManyRuns | undefined {
  const model = balanceModel(graph, catalogue);
  if (model === undefined || periods === 0) return undefined;
  const batch = new BalanceBatch(model, periods);
  const planOf = plansOf(model, periods);
  return {
    run(cases) {
      const figures = batch.run(
        cases.map(({ seed, outages }) => {
          const plan = outages.length === 0 ? undefined : planOf(outages);
          return plan === undefined ? { seed } : { seed, outages: plan };
        }),
      );
      return cases.map((_, i) => kpisOf(figures, i * caseFigures.length));
    },
  };
}

/** Finds the plan of outages; those that come to the same in periods share one. */
function plansOf(model: BalanceModel, periods: number) {
  const plans = new Map<string, OutagePlan>();
  return (outages: OutageCase['outages']): OutagePlan => {
    let key = '';
    for (const { twin, kind, from, until } of outages) {
      const first = firstFrom(from, model.periodLength, periods);
      const end = firstFrom(until, model.periodLength, periods);
      key += `${first} ${end} ${kind} ${twin.length} ${twin} `;
    }
    let plan = plans.get(key);
    if (plan === undefined) {
      const inPeriods = outages.map(({ twin, kind, from, until }) => ({
        twin,
        kind,
        from: firstFrom(from, model.periodLength, periods),
        until: firstFrom(until, model.periodLength, periods),
      }));
      plan = outagePlan(model, inPeriods, periods);
      if (plans.size >= mostPlans) plans.clear();
      plans.set(key, plan);
    }
    return plan;
  };
}

/** The first period whose review is not before a time; the review of period p is at `p * length`. */
function firstFrom(seconds: number, length: number, periods: number): number {
  if (!(seconds < periods * length)) return periods;
  let period = Math.ceil(seconds / length);
  while (period > 0 && (period - 1) * length >= seconds) period--;
  while (period * length < seconds) period++;
  return Math.min(period, periods);
}

function kpisOf(figures: Float64Array, first: number) {
  const at = (offset: number) => figures[first + offset] as number;
  let cost = 0;
  for (let component = 5; component < caseFigures.length; component++) cost += at(component);
  return balanceKpis({
    fillRate: at(0),
    owed: at(1),
    mostOwed: at(2),
    lost: at(3),
    meanOnHand: at(4),
    cost,
  });
}
