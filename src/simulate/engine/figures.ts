/** The key figures of a run that is over: those of dependency, then those of each mechanism. */
import type { Kpi } from '../simulator.ts';
import { dependencyKpis } from './kpis.ts';
import { kpisOf, type Outcome } from './outputs.ts';
import type { Run } from './run.ts';

/** What each mechanism of a run came to. */
export function outcomesOf({ courses }: Run): readonly Outcome[] {
  return courses.map((each) => ({ mechanism: each.mechanism.name, ...each.outputs() }));
}

export function figuresOf(run: Run, outcomes: readonly Outcome[] = outcomesOf(run)): Kpi[] {
  const { dependency, log, plan, catalogue } = run;
  const { down, takesPart } = dependency;
  const { horizonSeconds } = plan.scenario;
  const phases = [plan.start, ...plan.later];
  const record = { phases, catalogue, down, short: log.short, takesPart, horizonSeconds };
  return [...dependencyKpis(record), ...outcomes.flatMap(kpisOf)];
}
