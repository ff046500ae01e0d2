/** The test of a predicate along relationships: what holds of the twins that a walk leads to. */
import { LinchpinError } from '../../model/errors.ts';
import { Reach, type Reached } from '../paths/reach.ts';
import { visitSteps, type Walk } from '../paths/walk.ts';
import type { Related } from '../query.ts';
import type { Test } from './predicate.ts';

/** Whether the twins that `walk` leads to from a node are as wanted; `far` tests one of them. */
export function relatedTest(related: Related, walk: Walk, far: Test<number>): Test<number> {
  const { quantifier = 'any', count } = related;
  if (count !== undefined) return countTest(related, walk, far);
  const visit = farTwins(walk);
  switch (quantifier) {
    case 'any':
      return (node) => visit(node, far);
    case 'none':
      return (node) => !visit(node, far);
    case 'all':
      return (node) => !visit(node, (twin) => !far(twin));
    default:
      throw bad('quantifier', `there is no quantifier ${quantifier}`, 'any, all or none');
  }
}

/** Visits the far twins of a node until a visit is true; over one hop some may come twice. */
function farTwins(walk: Walk): (node: number, visit: Reached) => boolean {
  const { min, max } = walk.hops;
  if (min === 1 && max === 1) return (node, visit) => visitSteps(walk, node, visit);
  const reach = new Reach(walk);
  return (node, visit) => reach.from(node, visit);
}

function countTest({ quantifier, count }: Related, walk: Walk, far: Test<number>): Test<number> {
  if (quantifier !== undefined) {
    throw bad('count', 'a quantifier and a count exclude each other', 'one of them');
  }
  const { operator, value } = count as NonNullable<typeof count>;
  const compare = comparisons[operator];
  if (compare === undefined) {
    throw bad('count', `there is no comparison ${operator}`, Object.keys(comparisons).join(', '));
  }
  if (typeof value !== 'number') throw bad('count', 'it is compared with no number', 'a number');
  const reach = new Reach(walk);
  return (node) => {
    let found = 0;
    reach.from(node, (twin) => {
      if (far(twin)) found++;
      return false;
    });
    return compare(found, value);
  };
}

const comparisons = {
  eq: (a: number, b: number) => a === b,
  ne: (a: number, b: number) => a !== b,
  lt: (a: number, b: number) => a < b,
  lte: (a: number, b: number) => a <= b,
  gt: (a: number, b: number) => a > b,
  gte: (a: number, b: number) => a >= b,
};

function bad(where: string, message: string, expected: string): LinchpinError {
  return new LinchpinError({ code: 'BAD_USER_INPUT', where, message, expected });
}
