/**
 * The outages of a period as factors of 1 and 0, so that lanes with and without them take the same
 * steps. Made once for each `PeriodOutages`; written into `LaneState` where they begin and end.
 */
import { layoutOf } from './balance-layout.ts';
import type { BalanceModel } from './balance-model.ts';
import { out, type PeriodOutages } from './balance-outages.ts';
import { noOutages } from './outage-plan.ts';
import { type PlainLinks, plainLinks } from './plain-links.ts';

export interface LaneMasks {
  /** Columns in a row, see `maskRows`. */
  readonly rows: Uint8Array;
  /** By store, then supply: 1 where it, or a transit from or into it, has an outage. */
  readonly troubled: Uint8Array;
}

/** Where each column begins among the rows of `LaneMasks`. */
export interface MaskRows {
  /** By store: may order, serves. */
  readonly orders: number;
  readonly serves: number;
  /** By transit: hands over what comes, takes what is sent, moves on. */
  readonly receives: number;
  readonly sends: number;
  readonly moves: number;
  /** By supply, by demand. */
  readonly gives: number;
  readonly asks: number;
}

export function maskRows({ stores, transits, supplies }: BalanceModel): MaskRows {
  const receives = 2 * stores.length;
  const gives = receives + 3 * transits.length;
  return {
    orders: 0,
    serves: stores.length,
    receives,
    sends: receives + transits.length,
    moves: receives + 2 * transits.length,
    gives,
    asks: gives + supplies.length,
  };
}

const clear = new WeakMap<BalanceModel, LaneMasks>();
const known = new WeakMap<PeriodOutages, LaneMasks>();

/** Of a plain chain's model; the masks of nothing where `outages` is absent. */
export function laneMasks(model: BalanceModel, outages: PeriodOutages | undefined): LaneMasks {
  let masks = outages === undefined ? clear.get(model) : known.get(outages);
  if (masks === undefined) {
    masks = masksOf(model, outages ?? noOutages(model));
    if (outages === undefined) clear.set(model, masks);
    else known.set(outages, masks);
  }
  return masks;
}

function masksOf(model: BalanceModel, { held, stores, supplies, demands }: PeriodOutages) {
  const layout = layoutOf(model);
  const { transit: into } = plainLinks(layout) as PlainLinks;
  const at = maskRows(model);
  const rows = new Uint8Array(at.asks + demands.length).fill(1);
  const troubled = new Uint8Array(stores.length + supplies.length);
  const isOut = (bits: number | undefined) => ((bits ?? 0) & out.all) !== 0;
  const stop = (row: number, stops: boolean) => {
    if (stops) rows[row] = 0;
  };
  stores.forEach((bits, s) => {
    const orders = (held[into[s] as number] ?? 0) & out.orders;
    stop(at.orders + s, isOut(bits) || orders !== 0);
    stop(at.serves + s, isOut(bits));
    if (isOut(bits)) troubled[s] = 1;
  });
  held.forEach((bits, t) => {
    const [from, to] = [layout.fromStore[t] as number, layout.toStore[t] as number];
    stop(at.receives + t, (bits & out.receipts) !== 0);
    stop(at.sends + t, (bits & out.shipments) !== 0 || isOut(stores[from]));
    stop(at.moves + t, (bits & out.transit) !== 0);
    if (bits === 0) return;
    troubled[to] = 1;
    troubled[from >= 0 ? from : stores.length + (layout.fromSupply[t] as number)] = 1;
  });
  supplies.forEach((bits, s) => {
    stop(at.gives + s, isOut(bits));
    if (isOut(bits)) troubled[stores.length + s] = 1;
  });
  demands.forEach((bits, d) => {
    stop(at.asks + d, isOut(bits));
  });
  return { rows, troubled };
}
