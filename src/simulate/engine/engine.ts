/**
 * The simulator: runs a scenario's edits through the mechanisms that its graph has behaviours for,
 * until they agree. Made by `engine()` in the composition root.
 *
 * The dependency mechanism goes first; what is down is out in the balance mechanism. A store or
 * demand that owes units counts as failed for the twins that depend on it, from the review at which
 * it runs short until the one at which it owes nothing; it is not down itself, so a shortage does
 * not feed on itself. This repeats until no shortage is new; failures only add up, so it ends.
 */

import { setImmediate } from 'node:timers/promises';
import { behaviourOf, behaviours } from '../../behaviour/behaviours.ts';
import { dependencyNetwork } from '../../behaviour/build-dependency-network.ts';
import { compareText } from '../../model/compare-text.ts';
import type { Catalogue } from '../../ontology/catalogue.ts';
import { type BalanceResult, maxPeriods, runBalance } from '../mechanisms/balance/balance-run.ts';
import { balanceModel } from '../mechanisms/balance/build-balance-model.ts';
import {
  type DependencyResult,
  hasDependents,
  type Stop,
} from '../mechanisms/dependency/dependency.ts';
import type { SimulationRequest, SimulationResult, Simulator } from '../simulator.ts';
import { tooManyPeriods } from './edit-problems.ts';
import { dependencyKpis } from './kpis.ts';
import { outputsOf } from './outputs.ts';
import type { Plan } from './plan.ts';
import { dependencyOf, type Prepared, preparations } from './prepared.ts';
import { type ShortageEvents, shortageEvents } from './shortage-events.ts';

/** The simulator with all its mechanisms. */
export function engine(): Simulator {
  const prepare = preparations();
  return { run: (request) => run(request, prepare) };
}

async function run(
  request: SimulationRequest,
  prepare: (request: SimulationRequest) => Prepared,
): Promise<SimulationResult> {
  const { catalogue, scenario, signal } = request;
  signal?.throwIfAborted();
  const { plan, dependency: alone } = prepare(request);
  refuseEndlessRuns(plan, catalogue);
  let runs = couple(plan, catalogue, { stops: [], dependency: alone() });
  for (let next = moreStops(plan, catalogue, runs); next.length > 0; ) {
    await setImmediate();
    signal?.throwIfAborted();
    const stops = [...runs.stops, ...next];
    const stopped = dependencyOf(plan, catalogue, stops);
    const dependency = withoutOwnShortage(stopped, stops, runs.dependency);
    runs = couple(plan, catalogue, { stops, dependency });
    next = moreStops(plan, catalogue, runs);
  }
  signal?.throwIfAborted();
  const { dependency, balance, shortages } = runs;
  const events = [...dependency.events, ...(shortages?.events ?? [])];
  events.sort((a, b) => a.time - b.time || a.step - b.step || compareText(a.twin, b.twin));
  const { horizonSeconds } = scenario;
  const phases = [plan.start, ...plan.later];
  let outputs: SimulationResult['outputs'] | undefined;
  return {
    kpis: [
      ...dependencyKpis({ phases, catalogue, dependency, horizonSeconds }),
      ...(balance?.record.kpis() ?? []),
    ],
    events,
    get outputs() {
      outputs ??= outputsOf(dependency, balance, horizonSeconds);
      return outputs;
    },
    random: balance?.random ?? false,
  };
}

/** One macro-step: dependency, then balance. */
interface Coupled {
  /** Twins that are short of goods, as stops of the dependency mechanism. */
  readonly stops: readonly Stop[];
  readonly dependency: DependencyResult;
  readonly balance?: BalanceResult;
  readonly shortages?: ShortageEvents;
}

/** Runs the balance mechanism with what is down, and finds out who runs short. */
function couple(
  plan: Plan,
  catalogue: Catalogue,
  { stops, dependency }: Pick<Coupled, 'stops' | 'dependency'>,
): Coupled {
  const { scenario, start, later, outages } = plan;
  const down = [...dependency.down].flatMap(([twin, intervals]) =>
    intervals.map(([from, until]) => ({ twin, from, until, kind: 'all' as const })),
  );
  const balance = runBalance({
    catalogue,
    phases: [start, ...later],
    outages: [...outages, ...down],
    seed: scenario.seed,
    horizonSeconds: scenario.horizonSeconds,
  });
  if (balance === undefined) return { stops, dependency };
  const shortages = shortageEvents(plan, dependency, balance.shortages);
  return { stops, dependency, balance, shortages };
}

/** A short twin is not down: what it does of itself is as it was before its shortage counted. */
function withoutOwnShortage(
  result: DependencyResult,
  stops: readonly Stop[],
  before: DependencyResult,
): DependencyResult {
  const short = new Set(stops.map(({ twin }) => twin));
  const down = new Map(result.down);
  const working = new Map(result.working);
  for (const twin of short) {
    down.set(twin, before.down.get(twin) ?? []);
    working.set(twin, before.working.get(twin) ?? true);
  }
  const events = [
    ...result.events.filter(({ twin }) => !short.has(twin)),
    ...before.events.filter(({ twin }) => short.has(twin)),
  ];
  return { events, down, working };
}

/** The shortages that are new, of twins that others depend on. */
function moreStops(plan: Plan, catalogue: Catalogue, { stops, shortages }: Coupled): Stop[] {
  if (shortages === undefined) return [];
  const known = new Set(stops.map(({ twin, from, until }) => `${twin}\u0000${from}\u0000${until}`));
  const matters = (twin: string) =>
    [plan.start, ...plan.later].some(({ graph }) => {
      const node = graph.indexOf(twin);
      return node >= 0 && hasDependents(dependencyNetwork(graph, catalogue), node);
    });
  return shortages.stops.filter(
    ({ twin, from, until }) => !known.has(`${twin}\u0000${from}\u0000${until}`) && matters(twin),
  );
}

/** `LIMIT_EXCEEDED` when the horizon holds more periods than can be kept. */
function refuseEndlessRuns({ start, scenario }: Plan, catalogue: Catalogue): void {
  const stores = behaviourOf(start.graph, catalogue, behaviours.store);
  if (stores.nodes().length === 0) return;
  const periodLength = balanceModel(start.graph, catalogue)?.periodLength ?? Infinity;
  const periods = scenario.horizonSeconds / periodLength;
  if (periods > maxPeriods) throw tooManyPeriods(periods, maxPeriods);
}
