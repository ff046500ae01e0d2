/** Turns the balance mechanism's shortages into events with causes, and into stops of dependents. */
import type { TwinGraph } from '../../model/graph.ts';
import type { Shortage, ShortageCause } from '../mechanisms/balance/shortages.ts';
import type { DependencyResult, Stop } from '../mechanisms/dependency/dependency.ts';
import type { EventCause, SimulationEvent } from '../simulator.ts';
import type { Plan } from './plan.ts';

export interface ShortageEvents {
  readonly events: readonly SimulationEvent[];
  readonly stops: readonly Stop[];
}

/**
 * Events of shortages in the order in which they came about. A cause is the edit that holds goods
 * up, or the twin upstream that is down or itself short; the step is one more than its event's.
 */
export function shortageEvents(
  plan: Plan,
  dependency: DependencyResult,
  shortages: readonly Shortage[],
): ShortageEvents {
  const steps = new Map<string, { time: number; step: number }[]>();
  const note = (twin: string, time: number, step: number) => {
    const known = steps.get(twin);
    if (known === undefined) steps.set(twin, [{ time, step }]);
    else known.push({ time, step });
  };
  for (const { twin, time, step, effect } of dependency.events) {
    if (effect === 'fails') note(twin, time, step);
  }
  const events: SimulationEvent[] = [];
  const stops: Stop[] = [];
  for (const { twin, from, until, causes: found } of shortages) {
    const causes = found.flatMap((cause) => causesOf(plan, cause, from));
    const before = causes.flatMap((cause) => ('edit' in cause ? [-1] : stepAt(steps, cause, from)));
    const step = before.length === 0 ? 0 : 1 + Math.min(...before);
    note(twin, from, step);
    stops.push({ twin, from, until, step });
    const shared = { step, twin, mechanism: 'balance' as const };
    events.push({ ...shared, time: from, effect: 'runsShort', causes });
    if (until !== Infinity) {
      events.push({ ...shared, time: until, effect: 'replenished', causes: [] });
    }
  }
  return { events, stops };
}

function stepAt(
  steps: ReadonlyMap<string, readonly { time: number; step: number }[]>,
  { twin }: { readonly twin: string },
  time: number,
): number[] {
  const last = steps.get(twin)?.findLast((known) => known.time <= time);
  return last === undefined ? [] : [last.step];
}

function causesOf(plan: Plan, { twin, via }: ShortageCause, time: number): EventCause[] {
  const edits = plan.outages.filter(
    (outage) => outage.twin === twin && outage.kind !== 'all' && outage.from <= time,
  );
  if (edits.length > 0) return edits.map(({ edit }) => ({ edit }));
  if (via === undefined) return [{ twin }];
  for (const { graph } of [plan.start, ...plan.later]) {
    const id = relationshipId(graph, via);
    if (id !== undefined) return [{ twin, relationship: { source: via.twin, id } }];
  }
  return [{ twin }];
}

function relationshipId(
  graph: TwinGraph,
  via: { readonly twin: string; readonly name: string },
): string | undefined {
  for (const relationship of graph.relationshipsOf(via.twin, 'out')) {
    if (relationship.name === via.name) return relationship.id;
  }
  return undefined;
}
