/**
 * The simulator: runs a scenario's edits through the mechanisms that its graphs have behaviours for.
 * Made by `engine()` in the composition root; the run itself is in `run.ts`.
 */
import { setImmediate } from 'node:timers/promises';
import { behaviourOf } from '../../behaviour/behaviours.ts';
import { compareText } from '../../model/compare-text.ts';
import type { Catalogue } from '../../ontology/catalogue.ts';
import type { Plan } from '../../scenario/plan.ts';
import type { Mechanism } from '../mechanism.ts';
import type { SimulationResult, Simulator } from '../simulator.ts';
import { runCases } from './cases.ts';
import { chooseByProgram } from './choose.ts';
import type { Course } from './course.ts';
import { figuresOf, outcomesOf } from './figures.ts';
import { builtInMechanisms } from './mechanisms.ts';
import { neededFor, randomKpis } from './needed-mechanisms.ts';
import { outputsOf } from './outputs.ts';
import { preparations } from './prepared.ts';
import { Run } from './run.ts';
import { survivalOf } from './survival.ts';

/** The simulator with the built-in mechanisms and those of others, in this order. */
export function engine(others: readonly Mechanism[] = []): Simulator {
  const present = presentIn([...builtInMechanisms, ...others]);
  const prepare = preparations();
  const simulator: Simulator = {
    async run(request) {
      request.signal?.throwIfAborted();
      const plan = prepare(request);
      const { catalogue, signal } = request;
      const mechanisms = await present(plan, catalogue);
      const run = new Run(plan, catalogue, { mechanisms });
      try {
        await runToTheEnd(run, signal);
        return resultOf(run);
      } finally {
        run.close();
      }
    },
    async runCases(request) {
      const { catalogue } = request;
      const needed = async (plan: Plan) => neededFor(request, plan, await present(plan, catalogue));
      return runCases(request, prepare(request), needed);
    },
    survival: (request) => survivalOf(request, (asked) => simulator.run(asked)),
    choose: (request) => chooseByProgram(request, (plan) => present(plan, request.catalogue)),
  };
  return simulator;
}

/** So many instants go by between two looks at whether anyone still wants the result. */
const instantsAtATime = 2000;

/** Runs in slices, so that others get their turn between. */
async function runToTheEnd(run: Run, signal: AbortSignal | undefined): Promise<void> {
  while (!run.advance(instantsAtATime)) {
    await setImmediate();
    signal?.throwIfAborted();
  }
}

function resultOf(run: Run): SimulationResult {
  const { catalogue, courses, dependency, log, plan } = run;
  const { horizonSeconds } = plan.scenario;
  const outcomes = outcomesOf(run);
  const events = [...dependency.events, ...log.events];
  events.sort((a, b) => a.time - b.time || a.step - b.step || compareText(a.twin, b.twin));
  const kpis = figuresOf(run, outcomes);
  const parts = outcomes.map(({ random }, i) => ({ random, of: (courses[i] as Course).mechanism }));
  let outputs: SimulationResult['outputs'] | undefined;
  let random: SimulationResult['randomKpis'] | undefined;
  return {
    kpis,
    events,
    get outputs() {
      outputs ??= outputsOf(dependency, outcomes, horizonSeconds);
      return outputs;
    },
    findings: outcomes.flatMap(({ findings }) => findings),
    random: parts.some((part) => part.random),
    get randomKpis() {
      random ??= randomKpis(kpis, { plan, catalogue }, parts);
      return random;
    },
  };
}

/** Finds the mechanisms that any graph of a plan has twins for, and loads each once. */
function presentIn(mechanisms: readonly Mechanism[]) {
  const loads = new Map<Mechanism, Promise<void>>();
  return async (plan: Plan, catalogue: Catalogue): Promise<readonly Mechanism[]> => {
    const graphs = [plan.start, ...plan.later].map(({ graph }) => graph);
    const present = mechanisms.filter(({ behaviours }) =>
      graphs.some((graph) =>
        behaviours.some((id) => behaviourOf(graph, catalogue, id).isPresent()),
      ),
    );
    for (const mechanism of present) {
      if (mechanism.load === undefined) continue;
      const load = loads.get(mechanism) ?? mechanism.load();
      loads.set(mechanism, load);
      await load;
    }
    return present;
  };
}
