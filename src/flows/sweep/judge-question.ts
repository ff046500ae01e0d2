/** What can be wrong with what a sweep is asked for. Used by `judgedSweep`. */
import type { Problem } from '../../model/errors.ts';
import type { BestCases, Precision, SweepDefinition } from './sweep-definition.ts';

const mostReplications = 100_000;

/** The problems of the replications, the precision, the best cases and the key figures. */
export function questionProblems(definition: SweepDefinition): Problem[] {
  const { replications, precision, best, kpis } = definition;
  const given = [replications, precision, best].filter((each) => each !== undefined);
  const problems: (Problem | undefined)[] = [
    given.length < 2
      ? undefined
      : bad('replications', 'the number of replications is asked for in several ways', {
          expected: 'one of replications, precision and best',
          action: 'leave the others out',
        }),
    replications === undefined || isCount(replications, 1, mostReplications)
      ? undefined
      : bad('replications', `${replications} is not a number of replications`, {
          expected: `a whole number from 1 to ${mostReplications}`,
          action: 'leave it out or give another',
        }),
    precision && precisionProblem(precision),
    best && bestProblem(best),
    best && mostProblem(best.most, 'best.most'),
    precision && mostProblem(precision.most, 'precision.most'),
    kpis?.length === 0
      ? bad('kpis', 'no key figure is asked for', {
          expected: 'at least one name',
          action: 'leave it out for all',
        })
      : undefined,
    kpis === undefined || new Set(kpis).size === kpis.length
      ? undefined
      : bad('kpis', 'a key figure is named twice', {
          expected: 'each name once',
          action: 'leave the second one out',
        }),
  ];
  return problems.filter((problem) => problem !== undefined);
}

function precisionProblem({ halfWidth }: Precision): Problem | undefined {
  if (Number.isFinite(halfWidth) && halfWidth > 0) return undefined;
  return bad('precision.halfWidth', `a half-width of ${halfWidth} cannot be reached`, {
    expected: 'a number above 0, in the unit of the figure',
    action: 'give the largest error of the difference that does no harm',
  });
}

function bestProblem({
  top = 1,
  probability = 0.95,
  indifference,
}: BestCases): Problem | undefined {
  if (!isCount(top, 1, 1000)) {
    return bad('best.top', `${top} is not a number of cases`, {
      expected: 'a whole number from 1 to 1000',
      action: 'leave it out for the best one',
    });
  }
  if (!(probability > 0.5 && probability < 1)) {
    return bad('best.probability', `${probability} cannot be promised`, {
      expected: 'above 0.5 and below 1',
      action: 'leave it out for 0.95',
    });
  }
  if (indifference === undefined) return undefined;
  if (Number.isFinite(indifference) && indifference > 0 && top === 1) return undefined;
  return bad('best.indifference', `${indifference} is no difference for the best ${top}`, {
    expected: 'with top 1, a number above 0 in the unit of the figure',
    action: 'leave it out, or give the smallest difference that matters',
  });
}

function mostProblem(most: number | undefined, where: string): Problem | undefined {
  if (most === undefined || isCount(most, 10, mostReplications)) return undefined;
  return bad(where, `${most} is not a number of replications`, {
    expected: `a whole number from 10 to ${mostReplications}`,
    action: 'leave it out for 1000',
  });
}

function isCount(value: number, least: number, most: number): boolean {
  return Number.isInteger(value) && value >= least && value <= most;
}

function bad(
  where: string,
  message: string,
  advice: { readonly expected: string; readonly action: string },
): Problem {
  return { code: 'BAD_USER_INPUT', where, message, ...advice };
}
