/** Reads an amount of a twin: its default where absent, a refusal where it cannot be meant. */
import type { Behaviour } from '../../../behaviour/behaviours.ts';
import { LinchpinError } from '../../../model/errors.ts';
import type { TwinGraph } from '../../../model/graph.ts';

/** The greatest amount and cost: whole numbers and their sums are exact up to here. */
export const greatest = 1e15;

interface Place {
  readonly graph: TwinGraph;
  readonly behaviour: Behaviour;
  readonly node: number;
}

interface Range {
  readonly default: number;
  readonly least: number;
  /** Default: the greatest amount. */
  readonly most?: number;
}

/** Throws `BAD_USER_INPUT` for what is no number, NaN, or out of range. */
export function amountOf(
  { graph, behaviour, node }: Place,
  property: string,
  range: Range,
): number {
  const given = behaviour.value(node, property);
  if (given === undefined) return range.default;
  const amount = behaviour.number(node, property);
  const most = range.most ?? greatest;
  if (amount >= range.least && amount <= most) return amount;
  const where = `${graph.idAt(node)}/${property}`;
  const upTo = most > greatest ? ' or more' : ` to ${most}`;
  throw refusedAmount(where, given, `a number of ${range.least}${upTo}`);
}

export function refusedAmount(where: string, given: unknown, expected: string): LinchpinError {
  return new LinchpinError({
    code: 'BAD_USER_INPUT',
    where,
    message: `the flow mechanism cannot use ${shownAs(given)}`,
    expected,
    action: 'set the property right, or take it away for its default',
  });
}

function shownAs(given: unknown): string {
  return typeof given === 'number' ? String(given) : JSON.stringify(given).slice(0, 100);
}
