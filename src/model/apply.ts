/**
 * Turns wanted changes into the changeset that happens: the one meaning of a change, for every
 * store, snapshot and scenario. Each change sees the effects of those before it.
 */
import type { Change } from './change.ts';
import type { Changeset } from './changeset.ts';
import { effectOf } from './effect.ts';
import { type Problem, refusal } from './errors.ts';
import type { GraphReader, TwinGraph } from './graph.ts';
import { shows } from './observe.ts';
import type { Reading } from './reading.ts';
import { WorkingGraph } from './working-graph.ts';

/** The problems of one change's effect; `after` reads the graph as it would be with it. */
export type Check = (effect: Changeset, after: GraphReader) => readonly Problem[];

/** When and by what rules changes are applied. */
export interface ApplyOptions {
  /** The revision that touched records get. */
  readonly revision: number;
  /** Server time, epoch milliseconds, UTC. */
  readonly now: number;
  readonly check?: Check;
  /** Leave refused changes out, instead of refusing all. */
  readonly skipRefused?: boolean;
}

/** What changes came to. */
export interface Applied {
  readonly changeset: Changeset;
  /** What was left out; `index` is the change's position. */
  readonly rejected: readonly Problem[];
  /** Readings that the graph shows neither before nor after: late, or overtaken by later changes. */
  readonly late: readonly Reading[];
}

/** Applies changes in order. Throws `refusal` of every problem, unless `skipRefused`. */
export function applyChanges(
  reader: GraphReader,
  changes: readonly Change[],
  options: ApplyOptions,
): Applied {
  const working = new WorkingGraph(reader);
  const rejected: Problem[] = [];
  const readings: Reading[] = [];
  changes.forEach((change, index) => {
    const problems = applyOne(working, change, options);
    for (const problem of problems) rejected.push({ ...problem, index });
    if (problems.length === 0 && 'observe' in change) readings.push(change.observe);
  });
  if (rejected.length > 0 && options.skipRefused !== true) throw refusal(rejected);
  const late = readings.filter((reading) => isLate(reading, reader, working));
  return { changeset: working.changeset(), rejected, late };
}

/** A reading of a twin that is gone is not late: it has no history to be in. */
function isLate(reading: Reading, before: GraphReader, after: GraphReader): boolean {
  const now = after.twin(reading.twin);
  if (now === undefined || shows(now, reading)) return false;
  const then = before.twin(reading.twin);
  return then === undefined || !shows(then, reading);
}

/** A graph after changes, at the same revision; throws like `applyChanges`. */
export function graphAfter(
  graph: TwinGraph,
  changes: readonly Change[],
  options: { readonly now?: number; readonly check?: Check } = {},
): TwinGraph {
  const { changeset } = applyChanges(graph, changes, {
    now: 0,
    ...options,
    revision: graph.revision,
  });
  return graph.withChanges(changeset);
}

function applyOne(
  working: WorkingGraph,
  change: Change,
  options: ApplyOptions,
): readonly Problem[] {
  const effect = effectOf(working, change, options);
  if ('problem' in effect) return [effect.problem];
  if (effect.writes.length === 0) return [];
  const undo = working.write(effect.writes);
  const problems = options.check?.(working.effect(effect.writes), working) ?? [];
  if (problems.length > 0) undo();
  return problems;
}
