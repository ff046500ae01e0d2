/**
 * Chooses among edits of a flow network by one program: flows and choice together. What is served is
 * exact, because a flow mechanism serves all it can; so is the cost of a network without recipes.
 * Called by the flow mechanism.
 */
import type { Chosen } from '../../../linear-program/choice-program.ts';
import type { Solver } from '../../../linear-program/solver.ts';
import type { ProgramChoice, StillQuestion } from '../../choice/choice.ts';
import { linearParts } from '../../choice/linear-parts.ts';
import { type LinearParts, partsOf } from '../../choice/parts.ts';
import { flowModel } from './build-flow-model.ts';
import { FlowChoice, type FlowTarget } from './flow-choice-program.ts';
import { type FlowShape, flowParts } from './flow-parts.ts';

/** Undefined where the figure is not linear in what is chosen. */
export function chooseFlow(question: StillQuestion, solver: Solver): ProgramChoice | undefined {
  const asked = targetOf(question.kpi);
  if (asked === undefined) return undefined;
  const linear = linearParts(question, ({ graph, works }) =>
    flowParts(flowModel(graph, question.catalogue), works),
  );
  if (linear === undefined) return undefined;
  const { commodity, target } = asked;
  const demands = partsOf(linear, 'demand');
  const isOnly = demands.every(({ shape }) => shape.commodity === commodity);
  if (demands.length === 0 || (commodity !== undefined && !isOnly)) return undefined;
  if (target === 'cost') return cheapest(linear, solver);
  const program = new FlowChoice(linear, target);
  return answerOf(program, program.choice.solve(solver), false);
}

/** Of a world that stands still, what is at the end is so all the time. */
function targetOf(kpi: string): { target: FlowTarget; commodity?: string } | undefined {
  if (kpi === 'flowCost' || kpi === 'flowCost.mean') return { target: 'cost' };
  const [, of, commodity] =
    /^(flow)\.(.*?)(?:\.lowest|\.mean)?$/.exec(kpi) ??
    /^(unmet)\.(.*?)(?:\.most|\.mean)?$/.exec(kpi) ??
    [];
  if (commodity === undefined) return undefined;
  return { target: of === 'flow' ? 'served' : 'unmet', commodity };
}

/** Where all is served whatever is chosen, cost alone counts; else what serves less must not win. */
function cheapest(linear: LinearParts<FlowShape>, solver: Solver): ProgramChoice | undefined {
  const serving = new FlowChoice(linear, 'cost');
  const servesAll = serving.onlyAdds && serving.choice.allows([], solver);
  const isNetwork = linear.parts.every(({ shape }) => /arc|demand/.test(shape.kind));
  if (servesAll || !isNetwork) return answerOf(serving, serving.choice.solve(solver), !servesAll);
  const most = new FlowChoice(linear, 'leastCost');
  return answerOf(most, most.choice.solve(solver), false);
}

function answerOf(
  { scale }: FlowChoice,
  found: Chosen | undefined,
  onlyServing: boolean,
): ProgramChoice | undefined {
  if (found === undefined) return undefined;
  const { chosen, objective, bound } = found;
  return { chosen, value: objective * scale, bound: bound * scale, onlyServing };
}
