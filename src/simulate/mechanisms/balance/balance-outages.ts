/** Which twins of a supply chain are out at a review. Asked by the balance mechanism in each period. */
import type { OutageKind } from '../../../model/scenario.ts';
import type { Moment } from '../../mechanism.ts';
import type { BalanceModel } from './balance-model.ts';

/** Bits of what is out: of a twin, or held up on a transit. */
export const out = { orders: 1, shipments: 2, receipts: 4, transit: 8, all: 16 } as const;

/** What is out in one period, as bits by index. */
export interface PeriodOutages {
  /** Whether anything is out. */
  readonly any: boolean;
  /** By transit: what is held up there, by its own outage or that of the store it goes to. */
  readonly held: Uint8Array;
  /** What is out of each twin itself. */
  readonly transits: Uint8Array;
  readonly stores: Uint8Array;
  readonly supplies: Uint8Array;
  readonly demands: Uint8Array;
}

/**
 * The outages of a period: a twin is out in it when it is at the period's start, the moment of
 * review. An outage of a store that is not `all` is one of the transits that reach it: no orders by
 * them, goods set aside but not sent, arrivals that wait, pipelines that stand.
 */
export function outagesAt(moment: Moment, model: BalanceModel): PeriodOutages {
  let any = false;
  const mask = ({ node }: { readonly node: number }) => {
    let bits: number = moment.works(node) ? 0 : out.all;
    for (const kind of moment.outages(node)) bits |= out[kind satisfies OutageKind];
    any ||= bits !== 0;
    return bits;
  };
  const { transits, stores, supplies, demands } = model;
  const own = Uint8Array.from(transits, mask);
  const ofStores = Uint8Array.from(stores, mask);
  return {
    held: own.map((bits, t) => heldUp(bits, ofStores[transits[t]?.toStore ?? -1] ?? 0)),
    transits: own,
    stores: ofStores,
    supplies: Uint8Array.from(supplies, mask),
    demands: Uint8Array.from(demands, mask),
    any,
  };
}

/** What is held up on a transit: one that is out altogether still hands over what has come; a store's door is its own. */
function heldUp(own: number, target: number): number {
  const { orders, shipments, receipts, transit, all } = out;
  const partly = (own | target) & (orders | shipments | receipts | transit);
  const byItself = (own & all) === 0 ? 0 : orders | shipments | transit;
  return partly | byItself | ((target & all) === 0 ? 0 : receipts);
}
