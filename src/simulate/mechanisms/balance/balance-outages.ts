/** Which twins of a supply chain are out in which periods. Made by `runBalance`, asked by `Balance`. */
import type { OutageKind } from '../../../model/scenario.ts';
import type { BalanceModel } from './balance-model.ts';

/** A time in which a twin does not do something, in seconds. */
export interface TwinOutage {
  readonly twin: string;
  readonly from: number;
  readonly until: number;
  readonly kind: OutageKind;
}

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
 * Outages by twin and period. A twin is out in a period when it is at the period's start, the
 * moment of review. An outage of a store that is not `all` is one of the transits that reach it:
 * no orders by them, goods set aside but not sent, arrivals that wait, pipelines that stand.
 */
export class OutageTable {
  readonly #masks = new Map<string, Uint8Array>();
  /** Periods in which anything is out, and those in which an outage begins or is over. */
  readonly #troubled: Uint8Array;
  readonly #changed: Uint8Array;
  #model: BalanceModel | undefined;
  #period = -1;
  #present: PeriodOutages | undefined;

  constructor(outages: Iterable<TwinOutage>, periods: number, periodLength: number) {
    this.#troubled = new Uint8Array(periods);
    this.#changed = new Uint8Array(periods + 1);
    for (const { twin, from, until, kind } of outages) {
      const first = Math.max(0, Math.ceil(from / periodLength));
      const end = Math.min(periods, Math.ceil(until / periodLength));
      if (end <= first) continue;
      const mask = this.#masks.get(twin) ?? new Uint8Array(periods);
      for (let period = first; period < end; period++) {
        mask[period] = (mask[period] as number) | out[kind];
      }
      this.#troubled.fill(1, first, end);
      this.#changed[first] = 1;
      this.#changed[end] = 1;
      this.#masks.set(twin, mask);
    }
  }

  /** Whether anything of a twin is out in a period. */
  isOut(twin: string, period: number): boolean {
    return this.#troubled[period] === 1 && this.#mask(twin, period) !== 0;
  }

  /** The outages of a period; good until this is asked again. */
  in(period: number, model: BalanceModel): PeriodOutages {
    const goesOn = model === this.#model && period === this.#period + 1;
    if (this.#present === undefined || !goesOn || this.#changed[period] === 1) {
      this.#present = this.#outagesIn(period, model);
    }
    this.#model = model;
    this.#period = period;
    return this.#present;
  }

  #outagesIn(period: number, model: BalanceModel): PeriodOutages {
    const masks = (twins: readonly { readonly twin: string }[]) =>
      Uint8Array.from(twins, ({ twin }) => this.#mask(twin, period));
    const { transits, stores, supplies, demands } = model;
    const own = masks(transits);
    const ofStores = masks(stores);
    return {
      any: this.#troubled[period] === 1,
      held: own.map((mask, t) => heldUp(mask, ofStores[transits[t]?.toStore ?? -1] ?? 0)),
      transits: own,
      stores: ofStores,
      supplies: masks(supplies),
      demands: masks(demands),
    };
  }

  #mask(twin: string, period: number): number {
    return this.#masks.get(twin)?.[period] ?? 0;
  }
}

/** A transit that is out altogether still hands over what has come; a store's door is its own. */
function heldUp(own: number, target: number): number {
  const { orders, shipments, receipts, transit, all } = out;
  const partly = (own | target) & (orders | shipments | receipts | transit);
  const byItself = (own & all) === 0 ? 0 : orders | shipments | transit;
  return partly | byItself | ((target & all) === 0 ? 0 : receipts);
}
