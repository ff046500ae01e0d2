/**
 * A scenario made ready: its edits checked, and the graphs that it goes through. Used by `engine`.
 *
 * Edits without a time are how things are: they hold before the start, and the run begins in the
 * steady state that they give. Edits with a time, be it 0, are what happens during the run, as do
 * outages.
 */
import { type Problem, refusal } from '../model/errors.ts';
import type { TwinGraph } from '../model/graph.ts';
import type { Outage, Scenario } from '../model/scenario.ts';
import type { Catalogue } from '../ontology/catalogue.ts';
import { editProblem, outageProblem, scenarioProblem } from './edit-problems.ts';
import { editCheck, editedGraph, type Judging, moments } from './edited-graph.ts';

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
  const problems = formProblems(scenario);
  if (problems.length > 0) throw refusal(problems);
  const phases = phasesOf(graph, scenario, { check: editCheck(catalogue), problems });
  const outages = outagesOf(scenario);
  for (const problem of outageProblems(outages, { graph, phases, scenario }, catalogue)) {
    problems.push(problem);
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

/** What is wrong with a scenario whatever the graph. */
function formProblems(scenario: Scenario): Problem[] {
  const wrong = scenarioProblem(scenario);
  const problems = wrong === undefined ? [] : [wrong];
  scenario.edits.forEach((edit, index) => {
    const problem = editProblem(edit, `edits[${index}]`, scenario.horizonSeconds);
    if (problem !== undefined) problems.push({ ...problem, index });
  });
  return problems;
}

function phasesOf(graph: TwinGraph, { edits }: Scenario, judging: Judging): Phase[] {
  const phases: Phase[] = [];
  let now = graph;
  for (const [time, together] of moments(edits.map((edit, index) => ({ edit, index })))) {
    now = editedGraph(now, together, judging);
    const effective = together.filter(({ edit }) => !('outage' in edit));
    if (effective.length === 0) continue;
    phases.push({ time, graph: now, edits: effective.map(({ index }) => index) });
  }
  return phases;
}

interface Run {
  readonly graph: TwinGraph;
  readonly phases: readonly Phase[];
  readonly scenario: Scenario;
}

/** Looks through the phases only for what edits add: thousands of outages may name what is nowhere. */
function outageProblems(
  outages: readonly PlannedOutage[],
  { graph, phases, scenario }: Run,
  catalogue: Catalogue,
): Problem[] {
  const added = new Set(
    scenario.edits.flatMap((edit) => ('addTwin' in edit ? [edit.addTwin.id] : [])),
  );
  const all = [graph, ...phases.map((phase) => phase.graph)];
  return outages.flatMap((outage) => {
    const problem = outageProblem(outage, added.has(outage.twin) ? all : [graph], catalogue);
    return problem === undefined ? [] : [{ ...problem, index: outage.edit }];
  });
}

/** The outages among edits; `first` is the position of the first edit. */
export function outagesOf({ edits }: Pick<Scenario, 'edits'>, first = 0): PlannedOutage[] {
  return edits.flatMap((edit, index) => {
    if (!('outage' in edit)) return [];
    const { twin, from = edit.at ?? 0, until, kind = 'all' } = edit.outage;
    return [{ twin, from, until: until ?? Number.POSITIVE_INFINITY, kind, edit: first + index }];
  });
}
