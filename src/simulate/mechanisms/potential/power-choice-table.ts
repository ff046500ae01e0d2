/**
 * What a choice among edits of electrical networks is about, with limits merged and angles bounded.
 * Read by the program of the choice.
 */
import {
  type Amount,
  nothing,
  rangeOf,
  sumOf,
  type Terms,
} from '../../../linear-program/choice-program.ts';
import { type LinearParts, type MovingPart, type PartOf, partsOf } from '../../choice/parts.ts';
import { AngleReach, type Span } from './angle-reach.ts';
import type { PowerShape } from './power-parts.ts';

export type Of<K extends PowerShape['kind']> = PartOf<PowerShape, K>;

export interface PowerTable {
  readonly terms: Terms;
  readonly lines: readonly (Of<'line'> & { readonly present: Amount; readonly capacity: Amount })[];
  readonly couplers: readonly (Of<'coupler'> & { readonly present: Amount })[];
  readonly sources: readonly PowerChoiceSource[];
  readonly loads: readonly Of<'load'>[];
  readonly shunts: readonly Of<'shunt'>[];
  readonly reach: AngleReach;
  /** Megawatt; no link need carry more. */
  readonly enough: number;
}

export interface PowerChoiceSource extends Of<'source'> {
  readonly minimum: Amount;
  readonly maximum: Amount;
  /** Between which it gives, whatever is chosen. */
  readonly least: number;
  readonly most: number;
}

/** Undefined where a series capacitor leaves a flow without a limit that can be told beforehand. */
export function powerTable(linear: LinearParts<PowerShape>): PowerTable | undefined {
  const { terms, parts } = linear;
  const of = <K extends PowerShape['kind']>(kind: K) => partsOf(linear, kind);
  const [shunts, loads] = [of('shunt'), of('load')];
  const enough = takenAtMost(parts);
  const lines = of('line').map((part) => {
    const [present = nothing, capacity = nothing, endless = nothing] = part.amounts;
    return { ...part, present, capacity: withEndless(capacity, endless, enough) };
  });
  const couplers = of('coupler').map((part) => ({ ...part, present: part.amounts[0] ?? nothing }));
  const sources = of('source').map((part) => {
    const [, minimum = nothing, maximum = nothing, endless = nothing] = part.amounts;
    const whole = withEndless(maximum, endless, enough);
    const [least, most] = [Math.min(0, rangeOf(minimum)[0]), rangeOf(whole)[1]];
    return { ...part, minimum, maximum: whole, least, most };
  });
  const isEndless = lines.some(
    ({ amounts: [, , endless] }) => endless !== undefined && rangeOf(endless)[1] > 0,
  );
  const hasCapacitor = lines.some(({ shape }) => shape.susceptance < 0);
  if (hasCapacitor && (isEndless || !couplers.every(({ present }) => isFixed(present)))) return;
  const reach = reachOf(lines, couplers);
  return { terms, lines, couplers, sources, loads, shunts, reach, enough };
}

/** All that loads, shunts and sources can take together: no more flows over a line. */
function takenAtMost(parts: readonly MovingPart<PowerShape>[]): number {
  return parts.reduce((sum, { shape, amounts: [first = nothing, second = nothing] }) => {
    if (shape.kind === 'load') return sum + Math.max(0, rangeOf(first)[1]);
    if (shape.kind === 'shunt') return sum + Math.max(0, rangeOf(first)[1]);
    if (shape.kind === 'source') return sum + Math.max(0, -rangeOf(second)[0]);
    return sum;
  }, 0);
}

/** An amount that is `enough` where it has no limit. */
function withEndless(limit: Amount, endless: Amount, enough: number): Amount {
  const isNever = endless.base === 0 && endless.changes.length === 0;
  return isNever
    ? limit
    : sumOf([
        [1, limit],
        [enough, endless],
      ]);
}

/** Whether a link is closed whatever is chosen. */
export function isFixed(present: Amount): boolean {
  return present.base === 1 && present.changes.length === 0;
}

function reachOf(lines: PowerTable['lines'], couplers: PowerTable['couplers']): AngleReach {
  const spans: (Span & { readonly isFixed: boolean })[] = [
    ...lines.map(({ shape, present, capacity }) => {
      const { from, to, susceptance, leastAngle, mostAngle } = shape;
      const byCapacity = rangeOf(capacity)[1] / Math.abs(susceptance);
      const byAngle =
        leastAngle === null || mostAngle === null
          ? Number.POSITIVE_INFINITY
          : Math.max(Math.abs(leastAngle), Math.abs(mostAngle));
      return { from, to, width: Math.min(byCapacity, byAngle), isFixed: isFixed(present) };
    }),
    ...couplers.map(({ shape: { from, to }, present }) => ({
      ...{ from, to, width: 0 },
      isFixed: isFixed(present),
    })),
  ];
  return new AngleReach(
    spans.filter((span) => span.isFixed),
    spans,
  );
}

/** Whether no choice takes any limit away or asks for more: then none serves less. */
export function onlyAdds({ lines, couplers, sources, loads, shunts }: PowerTable): boolean {
  const stays = ({ changes }: Amount) => changes.length === 0;
  const rises = ({ changes }: Amount) => changes.every(([, change]) => change >= 0);
  const falls = ({ changes }: Amount) => changes.every(([, change]) => change <= 0);
  return (
    lines.every(({ present, capacity }) => stays(present) && rises(capacity)) &&
    couplers.every(({ present }) => stays(present)) &&
    sources.every(
      ({ amounts: [present = nothing], minimum, maximum }) =>
        rises(present) && falls(minimum) && rises(maximum),
    ) &&
    [...loads, ...shunts].every(({ amounts }) => amounts.every(stays))
  );
}

/**
 * Whether shunts, and loads that feed in, count whatever is chosen: in the dark they count for
 * nothing, which no linear program says. Where there are any, they must stay, have a source that
 * they reach, and no choice may take links or sources away.
 */
export function feedsStayLit({ lines, couplers, sources, loads, shunts }: PowerTable): boolean {
  const feeds = loads.filter(({ amounts: [, fed = nothing] }) => rangeOf(fed)[1] > 0);
  const places = [...feeds, ...shunts].map(({ shape }) => shape.at);
  if (places.length === 0) return true;
  const stays = ({ changes }: Amount) => changes.length === 0;
  if (![...feeds, ...shunts].every(({ amounts }) => amounts.every(stays))) return false;
  const limits = [...lines, ...couplers].map(({ present }) => present);
  limits.push(...sources.map(({ maximum }) => maximum));
  if (limits.some(({ changes }) => changes.some(([, change]) => change < 0))) return false;
  const closed = [...lines, ...couplers].filter(({ present }) => present.base === 1);
  const spans = closed.map(({ shape: { from, to } }) => ({ from, to, width: 0 }));
  const ways = new AngleReach(spans, spans);
  const given = sources.filter(({ maximum }) => maximum.base > 0);
  return places.every((place) => given.some(({ shape }) => ways.reaches(shape.at, place)));
}
