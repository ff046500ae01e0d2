/**
 * Chooses among edits of electrical networks under optimal dispatch by one program: choice and
 * dispatch together. What is served is bounded, as a dispatch serves no more than it can; cost is
 * least where all is served. Called by the mechanism `potential`.
 */
import type { Solver } from '../../../linear-program/solver.ts';
import type { ProgramChoice, StillQuestion } from '../../choice/choice.ts';
import { linearParts } from '../../choice/linear-parts.ts';
import { costAt } from './cost-curve.ts';
import { PowerChoice, type PowerTarget } from './power-choice-program.ts';
import { feedsStayLit, onlyAdds, type PowerTable, powerTable } from './power-choice-table.ts';
import { powerModels } from './power-models.ts';
import { powerParts } from './power-parts.ts';

const targets: Readonly<Record<string, PowerTarget>> = {
  servedPower: 'served',
  'servedPower.lowest': 'served',
  generationCost: 'cost',
};

/** Undefined where the figure is not linear in what is chosen. */
export function choosePower(question: StillQuestion, solver: Solver): ProgramChoice | undefined {
  const target = targets[question.kpi];
  if (target === undefined) return undefined;
  const linear = linearParts(question, ({ graph, works }) =>
    powerParts(powerModels(graph, question.catalogue), works),
  );
  if (linear === undefined) return undefined;
  const table = powerTable(linear);
  if (table === undefined || !feedsStayLit(table)) return undefined;
  const found = refined(table, target, solver);
  if (found === undefined) return undefined;
  const isSure =
    target === 'served' || (onlyAdds(table) && found.program.choice.allows([], solver));
  const { chosen, value, bound } = found;
  return { chosen, value, bound, onlyServing: !isSure };
}

const mostRounds = 12;
const tolerance = 1e-7;

/**
 * Solves, and where costs are squares again with tangents at what each source gave (Kelley, The
 * Cutting-Plane Method for Solving Convex Programs, Journal of SIAM 8 (4), 1960). The bound is that
 * of the last program, which stays below.
 */
function refined(table: PowerTable, target: PowerTarget, solver: Solver) {
  const touched = table.sources.map(({ least, most }) =>
    Array.from({ length: 9 }, (_, k) => least + ((most - least) * k) / 8),
  );
  for (let round = 1; ; round++) {
    const program = new PowerChoice(table, target, touched);
    const found = program.choice.solve(solver);
    if (found === undefined) return undefined;
    const { chosen, values, objective, bound } = found;
    if (target === 'served') return { program, chosen, value: objective, bound };
    let cost = 0;
    table.sources.forEach(({ shape, amounts }, source) => {
      const given = program.given(source, values);
      touched[source]?.push(given);
      const isThere = program.comesTo(amounts[0], chosen) > 0.5;
      if (isThere) cost += costAt(shape.cost, given);
    });
    const isClose = cost - objective <= tolerance * Math.max(1, Math.abs(cost));
    if (isClose || round === mostRounds) return { program, chosen, value: cost, bound };
  }
}
