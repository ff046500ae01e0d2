/** The two ways in which the network simplex cannot end. Thrown by `NetworkSimplex`. */
import { LinchpinError } from '../../../model/errors.ts';

/** A circle of arcs without limit that gains. */
export function unbounded(arc: number): LinchpinError {
  return new LinchpinError({
    code: 'BAD_USER_INPUT',
    where: `arc ${arc}`,
    message: 'goods could go round for ever and cost less each time',
    expected: 'a capacity or costs that are not negative on every circle',
  });
}

/** Rounding made it go on and on. */
export function endless(pivots: number): LinchpinError {
  return new LinchpinError({
    code: 'INTERNAL_SERVER_ERROR',
    where: 'network simplex',
    message: `no end after ${pivots} pivots`,
    action: 'report it with the network',
  });
}
