/**
 * Judges a sweep before it is run: its numbers, and each position of each axis by itself. Fills in
 * which twins a removal means. Called by `startSweep`; whatever only several axes together make
 * wrong shows when their case is run.
 */
import { LinchpinError, type Problem, refusal } from '../../model/errors.ts';
import type { Edit } from '../../model/scenario.ts';
import { planOf } from '../../scenario/plan.ts';
import { type Axis, axisOf } from './axis.ts';
import { distributionProblem } from './judge-distribution.ts';
import { questionProblems } from './judge-question.ts';
import { removedTwins, type SweepGround } from './removed-twins.ts';
import type { AxisDefinition, SweepDefinition } from './sweep-definition.ts';

const mostAxes = 8;
/** So many positions of all axes are tried on the graph before the sweep is begun. */
const mostTried = 2000;

/** The sweep with the twins of its removals; throws `refusal` of everything that is wrong. */
export function judgedSweep(ground: SweepGround, given: SweepDefinition): SweepDefinition {
  const { scenario } = given;
  planOf(ground.graph, ground.catalogue, scenario);
  const problems = [...questionProblems(given), ...countProblems(given)];
  if (problems.length > 0) throw refusal(problems);
  const axes = given.axes.map((axis, i) => withTwins(ground, axis, `axes[${i}]`));
  const definition = { ...given, axes };
  axes.forEach((axis, i) => {
    problems.push(...axisProblems(ground, definition, { axis, place: `axes[${i}]` }));
  });
  if (problems.length > 0) throw refusal(problems);
  return definition;
}

function countProblems({ axes }: SweepDefinition): Problem[] {
  if (axes.length >= 1 && axes.length <= mostAxes) return [];
  const message = axes.length === 0 ? 'the sweep has no axis' : `the sweep has ${axes.length} axes`;
  const expected = `1 to ${mostAxes} axes`;
  return [
    { code: 'BAD_USER_INPUT', where: 'axes', message, expected, action: actionOf(axes.length) },
  ];
}

function actionOf(axes: number): string {
  return axes === 0 ? 'give what is to vary' : 'put several changes into the choices of one axis';
}

function withTwins(ground: SweepGround, axis: AxisDefinition, place: string): AxisDefinition {
  if ('removals' in axis) {
    const twins = removedTwins(ground, axis.removals, `${place}.removals`);
    const { where: _, ...removals } = axis.removals;
    return { removals: { ...removals, twins } };
  }
  if ('pairs' in axis) {
    const twins = removedTwins(ground, axis.pairs, `${place}.pairs`);
    const { chosen: _, where: __, ...pairs } = axis.pairs;
    return { pairs: { ...pairs, twins } };
  }
  return axis;
}

interface Placed {
  readonly axis: AxisDefinition;
  /** Names the axis: `axes[1]`. */
  readonly place: string;
}

function axisProblems(
  ground: SweepGround,
  definition: SweepDefinition,
  { axis, place }: Placed,
): Problem[] {
  const [kind = ''] = Object.keys(axis);
  const wrong = 'samples' in axis ? sampleProblems(axis.samples, `${place}.samples`) : [];
  if (wrong.length > 0) return wrong;
  const made = axisOf(axis, definition.scenario.seed);
  if (made.size === 0) {
    return [
      {
        code: 'BAD_USER_INPUT',
        where: `${place}.${kind}`,
        message: 'the axis has no position, so the sweep would have no case',
        expected: kind === 'pairs' ? 'two twins or more' : 'at least one',
        action: 'fill it, or leave the axis out',
      },
    ];
  }
  return positionProblems(ground, definition, { made, place: `${place}.${kind}` });
}

function positionProblems(
  { graph, catalogue }: SweepGround,
  { scenario, axes }: SweepDefinition,
  { made, place }: { readonly made: Axis; readonly place: string },
): Problem[] {
  const problems: Problem[] = [];
  const own = scenario.edits.length;
  const tried = Math.min(made.size, Math.ceil(mostTried / axes.length));
  for (let index = 0; index < tried; index++) {
    const edits: readonly Edit[] = [...scenario.edits, ...made.at(index).edits];
    try {
      planOf(graph, catalogue, { ...scenario, edits });
    } catch (error) {
      if (!(error instanceof LinchpinError)) throw error;
      for (const problem of error.problems) {
        const edit = (problem.index ?? own) - own;
        const where = `${place}[${index}].edits[${edit}]: ${problem.where}`;
        problems.push({ ...problem, where, index });
      }
    }
  }
  return problems;
}

type Samples = Extract<AxisDefinition, { samples: unknown }>['samples'];

function sampleProblems({ count, variables }: Samples, place: string): Problem[] {
  const problems: Problem[] = [];
  if (!Number.isInteger(count) || count < 1) {
    problems.push({
      code: 'BAD_USER_INPUT',
      where: `${place}.count`,
      message: `${count} is not a number of samples`,
      expected: 'a whole number from 1 on',
      action: 'give how many cases to draw',
    });
  }
  if (variables.length === 0) {
    problems.push({
      code: 'BAD_USER_INPUT',
      where: `${place}.variables`,
      message: 'there is nothing to draw',
      expected: 'at least one variable',
      action: 'give a twin, a property and a distribution',
    });
  }
  variables.forEach(({ distribution }, i) => {
    const problem = distributionProblem(distribution, `${place}.variables[${i}]`);
    if (problem !== undefined) problems.push(problem);
  });
  return problems;
}
