/**
 * Watches a supply chain for stores and demands that run short, and finds out why: what upstream
 * was out, held up or itself short within the time that goods take. Used by the balance mechanism.
 */
import type { TwinGraph } from '../../../model/graph.ts';
import type { Trouble, Troubles } from '../../mechanism.ts';
import type { EventCause } from '../../simulator.ts';
import {
  type BalanceModel,
  type Demand,
  emptyModel,
  type Store,
  type Transit,
} from './balance-model.ts';
import type { PeriodOutages } from './balance-outages.ts';
import type { BalanceState } from './balance-state.ts';

/** Units below this are rounding. */
const nothing = 1e-9;

/** Why goods were missing on a transit, and when that was last so. */
interface Reason {
  period: number;
  readonly cause: Upstream;
}

/** A twin upstream, and the twin and relationship name by which its trouble arrives. */
interface Upstream {
  readonly twin: string;
  readonly via?: { readonly twin: string; readonly name: string };
}

export class ShortageWatch {
  /** The twins that are short now; another map whenever that changes. */
  troubles: Troubles = new Map();
  /** Those of the period that is being looked at, where they differ. */
  #draft: Map<number, Trouble> | undefined;
  #model = emptyModel(0);
  #graph: TwinGraph | undefined;
  /** By index of the chain: 1 while a twin is short, and the last period in which a store was out. */
  #shortStores = new Uint8Array(0);
  #shortDemands = new Uint8Array(0);
  #lastOut = new Int32Array(0);
  /** By transit. */
  #reasons: (Reason[] | undefined)[] = [];

  /** Forgets all that it saw. */
  clear(): void {
    this.troubles = new Map();
    this.#shortStores.fill(0);
    this.#shortDemands.fill(0);
    this.#lastOut.fill(-1);
    this.#reasons.fill(undefined);
  }

  /** Looks at this chain from now on. */
  follow(model: BalanceModel, graph: TwinGraph): void {
    const before = this.#model;
    const reasons = new Map(before.transits.map(({ twin }, t) => [twin, this.#reasons[t]]));
    const lastOut = new Map(before.stores.map(({ twin }, s) => [twin, this.#lastOut[s] as number]));
    const known = new Set([...before.stores, ...before.demands].map(({ node }) => node));
    const present = new Set([...model.stores, ...model.demands].map(({ node }) => node));
    const stay = ([node]: readonly [number, Trouble]) => known.has(node) && present.has(node);
    this.troubles = new Map([...this.troubles].filter(stay));
    const isShort = ({ node }: { readonly node: number }) => (this.troubles.has(node) ? 1 : 0);
    this.#model = model;
    this.#graph = graph;
    this.#reasons = model.transits.map(({ twin }) => reasons.get(twin));
    this.#lastOut = Int32Array.from(model.stores, ({ twin }) => lastOut.get(twin) ?? -1);
    this.#shortStores = Uint8Array.from(model.stores, isShort);
    this.#shortDemands = Uint8Array.from(model.demands, isShort);
  }

  /** Looks at a period that has just been stepped. */
  look(state: BalanceState, period: number, outages: PeriodOutages): void {
    const { sequence, stores, demands } = this.#model;
    if (outages.any) this.#noteOut(period, outages);
    this.#noteReasons(state, period, outages);
    for (let i = sequence.length - 1; i >= 0; i--) {
      const index = sequence[i] as number;
      const store = stores[index] as Store;
      const short = (state.owed[index] as number) > nothing ? 1 : 0;
      if (short !== this.#shortStores[index]) {
        this.#shortStores[index] = short;
        this.#judge(store, short === 1 ? this.#why(store, index, period) : undefined);
      }
      for (const demand of store.demands) {
        const lacks = (state.demandOwed[demand] as number) > nothing ? 1 : 0;
        if (lacks === this.#shortDemands[demand]) continue;
        this.#shortDemands[demand] = lacks;
        const asking = demands[demand] as Demand;
        const cause = { twin: store.twin, via: { twin: asking.twin, name: 'servedBy' } };
        this.#judge(asking, lacks === 1 ? [cause] : undefined);
      }
    }
    if (this.#draft !== undefined) this.troubles = this.#draft;
    this.#draft = undefined;
  }

  /** Begins a shortage that has causes, or ends the one that goes on. */
  #judge({ node }: { readonly node: number }, upstream: readonly Upstream[] | undefined): void {
    this.#draft ??= new Map(this.troubles);
    if (upstream === undefined) this.#draft.delete(node);
    else {
      const causes = upstream.map((cause) => this.#eventCause(cause));
      this.#draft.set(node, { effect: 'runsShort', causes });
    }
  }

  #eventCause({ twin, via }: Upstream): EventCause {
    for (const each of via ? (this.#graph?.relationshipsOf(via.twin, 'out') ?? []) : []) {
      if (each.name === via?.name) return { twin, relationship: { source: via.twin, id: each.id } };
    }
    return { twin };
  }

  #noteOut(period: number, { stores }: PeriodOutages): void {
    for (let s = 0; s < stores.length; s++) if (stores[s] !== 0) this.#lastOut[s] = period;
  }

  #noteReasons(state: BalanceState, period: number, outages: PeriodOutages): void {
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

  #note(transit: number, period: number, cause: Upstream): void {
    const seen = this.#reasons[transit] ?? [];
    this.#reasons[transit] = seen;
    const known = seen.find((reason) => reason.cause.twin === cause.twin);
    if (known === undefined) seen.push({ period, cause });
    else known.period = period;
  }

  /** Its own outage, and the reasons upstream that are no older than goods take to come. */
  #why(store: Store, index: number, period: number): Upstream[] {
    const causes: Upstream[] = [];
    const wasOut = (since: number) => (this.#lastOut[index] as number) >= Math.max(0, since);
    for (const input of store.inputs) {
      for (const t of input.transits) {
        const { leadTime, orderLeadTime } = this.#model.transits[t] as Transit;
        const since = period - leadTime - orderLeadTime - store.processingPeriods - 1;
        if (wasOut(since)) causes.push({ twin: store.twin });
        for (const reason of this.#reasons[t] ?? []) {
          if (reason.period >= since) causes.push(reason.cause);
        }
      }
    }
    if (causes.length === 0 && wasOut(period)) causes.push({ twin: store.twin });
    return causes.filter(
      (cause, i) => causes.findIndex((other) => other.twin === cause.twin) === i,
    );
  }
}
