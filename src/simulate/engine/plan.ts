/**
 * A scenario made ready: its edits checked, and the graphs that it goes through. Used by `engine`.
 *
 * Edits without a time are how things are: they hold before the start, and the run begins in the
 * steady state that they give. Edits with a time, be it 0, are what happens during the run, as do
 * outages.
 */
import { applyChanges, type Check } from '../../model/apply.ts';
import type { Change } from '../../model/change.ts';
import { type Problem, refusal } from '../../model/errors.ts';
import type { TwinGraph } from '../../model/graph.ts';
import type { Edit, Outage, Scenario } from '../../model/scenario.ts';
import type { Catalogue } from '../../ontology/catalogue.ts';
import { checkOf } from '../../ontology/check.ts';
import { meaningOf } from './edit-changes.ts';
import { editProblem, outageProblem, scenarioProblem } from './edit-problems.ts';

/** The graph from a time on. */
export interface Phase {
  /** Seconds. */
  readonly time: number;
  readonly graph: TwinGraph;
  /** Positions of the edits that made it out of the phase before. */
  readonly edits: readonly number[];
}

/** An outage with its times settled, in seconds; one that lasts ends at infinity. */
export interface PlannedOutage extends Required<Outage> {
  /** Position of the edit. */
  readonly edit: number;
}

export interface Plan {
  readonly scenario: Scenario;
  /** Before any edit. */
  readonly base: TwinGraph;
  /** From the start: the base after the edits without a time. */
  readonly start: Phase;
  /** Those that timed edits make, by time. */
  readonly later: readonly Phase[];
  readonly outages: readonly PlannedOutage[];
}

/** Checks every edit; throws `refusal` of all that are wrong, `index` being the edit's position. */
export function planOf(graph: TwinGraph, catalogue: Catalogue, scenario: Scenario): Plan {
  const wrong = scenarioProblem(scenario);
  const problems = wrong === undefined ? [] : [wrong];
  scenario.edits.forEach((edit, index) => {
    const problem = editProblem(edit, `edits[${index}]`, scenario.horizonSeconds);
    if (problem !== undefined) problems.push({ ...problem, index });
  });
  if (problems.length > 0) throw refusal(problems);
  const check = checkOf(catalogue);
  const phases: Phase[] = [];
  let now = graph;
  for (const [time, edits] of moments(scenario.edits)) {
    const after = graphWith(now, { edits, of: scenario, check, problems });
    const effective = edits.filter((index) => !('outage' in (scenario.edits[index] as Edit)));
    if (effective.length > 0) phases.push({ time, graph: after, edits: effective });
    now = after;
  }
  const outages = outagesOf(scenario);
  const graphs = [graph, ...phases.map((phase) => phase.graph)];
  for (const outage of outages) {
    const problem = outageProblem(outage, graphs, catalogue);
    if (problem !== undefined) problems.push({ ...problem, index: outage.edit });
  }
  if (problems.length > 0) throw refusal(problems);
  const [first] = phases;
  const start = first !== undefined && first.time < 0 ? first : undefined;
  return {
    scenario,
    base: graph,
    start: { time: 0, graph: start?.graph ?? graph, edits: start?.edits ?? [] },
    later: phases.filter((phase) => phase !== start && phase.time <= scenario.horizonSeconds),
    outages,
  };
}

/** Positions of edits by time, earliest first; those without a time are at -1. */
function moments(edits: readonly Edit[]): [number, number[]][] {
  const byTime = new Map<number, number[]>();
  edits.forEach((edit, index) => {
    const time = edit.at ?? -1;
    const together = byTime.get(time);
    if (together === undefined) byTime.set(time, [index]);
    else together.push(index);
  });
  return [...byTime].sort(([a], [b]) => a - b);
}

interface Batch {
  readonly edits: readonly number[];
  readonly of: Scenario;
  readonly check: Check;
  readonly problems: Problem[];
}

/** A graph after edits, in order; a scaling reads what the edits before it gave. */
function graphWith(graph: TwinGraph, batch: Batch): TwinGraph {
  let after = graph;
  let pending: { change: Change; edit: number }[] = [];
  const flush = () => {
    if (pending.length === 0) return;
    const changes = pending.map(({ change }) => change);
    const options = { revision: graph.revision, now: 0, check: batch.check, skipRefused: true };
    const { changeset, rejected } = applyChanges(after, changes, options);
    for (const problem of rejected) {
      batch.problems.push(asInput(problem, pending[problem.index ?? 0]?.edit ?? 0));
    }
    after = after.withChanges(changeset);
    pending = [];
  };
  for (const index of batch.edits) {
    const edit = batch.of.edits[index] as Edit;
    if ('scale' in edit) flush();
    const meaning = meaningOf(edit, after);
    if ('problem' in meaning) batch.problems.push({ ...meaning.problem, index });
    else for (const change of meaning.changes) pending.push({ change, edit: index });
  }
  flush();
  return after;
}

/** What a store would call a conflict or a failed validation is here an edit that does not fit. */
function asInput(problem: Problem, index: number): Problem {
  const code = problem.code === 'NOT_FOUND' ? problem.code : 'BAD_USER_INPUT';
  return { ...problem, code, index };
}

function outagesOf({ edits }: Scenario): PlannedOutage[] {
  return edits.flatMap((edit, index) => {
    if (!('outage' in edit)) return [];
    const { twin, from = edit.at ?? 0, until, kind = 'all' } = edit.outage;
    return [{ twin, from, until: until ?? Number.POSITIVE_INFINITY, kind, edit: index }];
  });
}
