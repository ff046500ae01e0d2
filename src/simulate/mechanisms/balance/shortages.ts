/**
 * Watches a supply chain for stores and demands that run short, and finds out why: what upstream
 * was out, held up or itself short within the time that goods take. Used by `runBalance`.
 */
import {
  type BalanceModel,
  type Demand,
  emptyModel,
  type Store,
  type Transit,
} from './balance-model.ts';
import type { OutageTable, PeriodOutages } from './balance-outages.ts';
import type { BalanceState } from './balance-state.ts';

/** A twin that could not serve what was asked, from one review until another. */
export interface Shortage {
  readonly twin: string;
  /** Seconds. */
  readonly from: number;
  /** Seconds; infinite when it lasts. */
  until: number;
  readonly causes: readonly ShortageCause[];
}

/** A twin upstream, and the twin and relationship name by which its trouble arrives. */
export interface ShortageCause {
  readonly twin: string;
  readonly via?: { readonly twin: string; readonly name: string };
}

/** Units below this are rounding. */
const nothing = 1e-9;

/** Why goods were missing on a transit, and when that was last so. */
interface Trouble {
  period: number;
  readonly cause: ShortageCause;
}

export class ShortageWatch {
  readonly shortages: Shortage[] = [];
  readonly #table: OutageTable;
  readonly #periodLength: number;
  #model = emptyModel(0);
  /** The shortages that go on, and the same by index of the chain: 1 while one does. */
  readonly #open = new Map<string, Shortage>();
  #shortStores = new Uint8Array(0);
  #shortDemands = new Uint8Array(0);
  /** By transit. */
  #troubles: (Trouble[] | undefined)[] = [];

  constructor(table: OutageTable, periodLength: number) {
    this.#table = table;
    this.#periodLength = periodLength;
  }

  /** Looks at this chain from now on. */
  follow(model: BalanceModel): void {
    const troubles = new Map(
      this.#model.transits.map(({ twin }, t) => [twin, this.#troubles[t]] as const),
    );
    const isShort = ({ twin }: { readonly twin: string }) => (this.#open.has(twin) ? 1 : 0);
    this.#model = model;
    this.#troubles = model.transits.map(({ twin }) => troubles.get(twin));
    this.#shortStores = Uint8Array.from(model.stores, isShort);
    this.#shortDemands = Uint8Array.from(model.demands, isShort);
  }

  /** Looks at a period that has just been stepped. */
  look(state: BalanceState, period: number, outages: PeriodOutages): void {
    const { sequence, stores, demands } = this.#model;
    this.#noteTroubles(state, period, outages);
    for (let i = sequence.length - 1; i >= 0; i--) {
      const index = sequence[i] as number;
      const store = stores[index] as Store;
      const short = (state.owed[index] as number) > nothing ? 1 : 0;
      if (short !== this.#shortStores[index]) {
        this.#shortStores[index] = short;
        this.#judge(store.twin, period, short === 1 ? this.#why(store, period) : undefined);
      }
      for (const demand of store.demands) {
        const lacks = (state.demandOwed[demand] as number) > nothing ? 1 : 0;
        if (lacks === this.#shortDemands[demand]) continue;
        this.#shortDemands[demand] = lacks;
        const { twin } = demands[demand] as Demand;
        const cause = { twin: store.twin, via: { twin, name: 'servedBy' } };
        this.#judge(twin, period, lacks === 1 ? [cause] : undefined);
      }
    }
  }

  /** Begins a shortage that has causes, or ends the one that goes on. */
  #judge(twin: string, period: number, causes: ShortageCause[] | undefined): void {
    const time = period * this.#periodLength;
    const open = this.#open.get(twin);
    if (causes !== undefined) {
      const shortage: Shortage = { twin, from: time, until: Infinity, causes };
      this.#open.set(twin, shortage);
      this.shortages.push(shortage);
    } else if (open !== undefined) {
      open.until = time;
      this.#open.delete(twin);
    }
  }

  #noteTroubles(state: BalanceState, period: number, outages: PeriodOutages): void {
    const { transits } = this.#model;
    for (let t = 0; t < transits.length; t++) {
      const owes = (state.deliveryOwed[t] as number) > nothing;
      if (!owes && !outages.any) continue;
      const transit = transits[t] as Transit;
      const { twin, fromStore, fromSupply } = transit;
      if (outages.transits[t] !== 0)
        this.#note(t, period, { twin, via: { twin, name: 'carriesTo' } });
      const sourceOut = fromStore >= 0 ? outages.stores[fromStore] : outages.supplies[fromSupply];
      if (!owes && sourceOut === 0) continue;
      const source = this.#model.stores[fromStore] ?? this.#model.supplies[fromSupply];
      const via = { twin, name: 'carriesFrom' };
      if (source !== undefined) this.#note(t, period, { twin: source.twin, via });
    }
  }

  #note(transit: number, period: number, cause: ShortageCause): void {
    const seen = this.#troubles[transit] ?? [];
    this.#troubles[transit] = seen;
    const known = seen.find((trouble) => trouble.cause.twin === cause.twin);
    if (known === undefined) seen.push({ period, cause });
    else known.period = period;
  }

  /** Its own outage, and the troubles upstream that are no older than goods take to come. */
  #why(store: Store, period: number): ShortageCause[] {
    const causes: ShortageCause[] = [];
    for (const input of store.inputs) {
      for (const t of input.transits) {
        const { leadTime, orderLeadTime } = this.#model.transits[t] as Transit;
        const since = period - leadTime - orderLeadTime - store.processingPeriods - 1;
        if (this.#wasOut(store.twin, since, period)) causes.push({ twin: store.twin });
        for (const trouble of this.#troubles[t] ?? []) {
          if (trouble.period >= since) causes.push(trouble.cause);
        }
      }
    }
    if (causes.length === 0 && this.#wasOut(store.twin, period, period)) {
      causes.push({ twin: store.twin });
    }
    return causes.filter(
      (cause, i) => causes.findIndex((other) => other.twin === cause.twin) === i,
    );
  }

  #wasOut(twin: string, from: number, to: number): boolean {
    for (let period = Math.max(0, from); period <= to; period++) {
      if (this.#table.isOut(twin, period)) return true;
    }
    return false;
  }
}
