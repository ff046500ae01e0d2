/**
 * The optimum of the program of survival in closed form, for a place from which every way down to a
 * demand has no second source: each store then makes no more than it must. Called by `survivals`,
 * which solves all others.
 *
 * What the place would have to give over t periods is convex and piecewise linear in t; Newton's
 * method from the right ends on the piece where it equals the stock. The slopes of that piece are
 * the dual prices.
 */
import type { SurvivalLimit } from '../../survival.ts';
import type { Store } from './balance-model.ts';
import { byWeight, type Certificate, shared } from './survival-certificate.ts';
import type { SurvivalNetwork } from './survival-network.ts';

export interface SingleSourced extends Certificate {
  readonly periods: number;
  /** The place and all downstream. */
  readonly region: readonly number[];
}

const tiny = 1e-12;

/** Undefined where there is a second source, a circle, or no steady flow to rely on. */
export function singleSourced(
  network: SurvivalNetwork,
  place: number,
  losesStock: boolean,
): SingleSourced | undefined {
  const region = network.lasts ? downstreamFirst(network, place) : undefined;
  if (region === undefined) return undefined;
  const needs = new Needs(network, region, losesStock);
  let periods = network.forever;
  // Where the last step was taken: its piece reaches the stock at `periods`, and proves it.
  let piece = periods;
  for (let step = 0; step < region.length + 100; step++) {
    const { excess, slope } = needs.at(periods);
    if (excess <= tiny * Math.max(1, slope * periods) || slope <= 0) break;
    piece = periods;
    periods = Math.max(0, periods - excess / slope);
  }
  if (periods === network.forever) {
    return { periods, region, failsFirst: [], limits: [], gap: 0 };
  }
  return { periods, region, ...needs.certificate(periods, piece) };
}

/** The place last; undefined for a second source or a circle. */
function downstreamFirst({ leaving, to, model }: SurvivalNetwork, place: number) {
  const order: number[] = [];
  const state = new Map<number, 'open' | 'done'>();
  const stack: [number, number][] = [[place, 0]];
  state.set(place, 'open');
  for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
    const lane = leaving[top[0]]?.[top[1]++];
    if (lane === undefined) {
      order.push(top[0]);
      state.set(top[0], 'done');
      stack.pop();
      continue;
    }
    const next = to[lane] as number;
    const known = state.get(next);
    if (known === 'open') return undefined;
    if (inputOf(model.stores[next] as Store, lane)?.transits.length !== 1) return undefined;
    if (known === 'done') continue;
    state.set(next, 'open');
    stack.push([next, 0]);
  }
  return order;
}

function inputOf({ inputs }: Store, lane: number) {
  return inputs.find(({ transits }) => transits.includes(lane));
}

class Needs {
  readonly #network: SurvivalNetwork;
  readonly #region: readonly number[];
  readonly #stock: Float64Array;
  readonly #position: ReadonlyMap<number, number>;
  /** By position: units a place has to give, and how fast that grows. */
  readonly #need: Float64Array;
  readonly #growth: Float64Array;

  constructor(network: SurvivalNetwork, region: readonly number[], losesStock: boolean) {
    const last = region.length - 1;
    this.#network = network;
    this.#region = region;
    this.#position = new Map(region.map((place, i) => [place, i]));
    this.#stock = Float64Array.from(region, (place, i) =>
      i === last && losesStock ? 0 : (network.model.stores[place]?.initialOnHand ?? 0),
    );
    this.#need = new Float64Array(region.length);
    this.#growth = new Float64Array(region.length);
  }

  /** By how much the place needs more than it has. */
  at(periods: number): { readonly excess: number; readonly slope: number } {
    const { leaving, rates, model } = this.#network;
    this.#region.forEach((place, i) => {
      let growth = 0;
      for (const d of model.stores[place]?.demands ?? []) growth += rates[d] as number;
      let need = growth * periods;
      for (const lane of leaving[place] as readonly number[]) {
        const { units, rate } = this.#asked(lane);
        if (units <= 0) continue;
        need += units;
        growth += rate;
      }
      this.#need[i] = need;
      this.#growth[i] = growth;
    });
    const last = this.#region.length - 1;
    const excess = (this.#need[last] as number) - (this.#stock[last] as number);
    return { excess, slope: this.#growth[last] as number };
  }

  /** What a lane has to bring besides what is under way, and how fast that grows. */
  #asked(lane: number): { readonly units: number; readonly rate: number } {
    const { to, underWay, model } = this.#network;
    const next = to[lane] as number;
    const i = this.#position.get(next) as number;
    const made = (this.#need[i] as number) - (this.#stock[i] as number);
    if (made <= tiny) return { units: 0, rate: 0 };
    const { quantityPer = 1 } = inputOf(model.stores[next] as Store, lane) ?? {};
    const units = quantityPer * made - (underWay[lane] as number);
    return { units, rate: quantityPer * (this.#growth[i] as number) };
  }

  /** By the prices of the piece that holds `piece`. */
  certificate(periods: number, piece: number): Certificate {
    const { leaving, to, underWay, rates, model } = this.#network;
    const { slope } = this.at(piece);
    const prices = new Float64Array(this.#region.length);
    prices[prices.length - 1] = 1 / slope;
    const limits: SurvivalLimit[] = [];
    const shares = [];
    let proven = 0;
    const note = (twin: string, kind: 'stock' | 'pipeline', units: number, price: number) => {
      proven += units * price;
      limits.push({ twin, kind, units, secondsPerUnit: price * model.periodLength });
    };
    for (let i = this.#region.length - 1; i >= 0; i--) {
      const price = prices[i] as number;
      if (price <= 0) continue;
      const place = this.#region[i] as number;
      const store = model.stores[place];
      if (store !== undefined) note(store.twin, 'stock', this.#stock[i] as number, price);
      for (const d of store?.demands ?? []) {
        const share = price * (rates[d] as number);
        if (share > 0) shares.push({ demand: model.demands[d]?.twin ?? '', share });
      }
      for (const lane of leaving[place] as readonly number[]) {
        if (this.#asked(lane).units <= 0) continue;
        const { twin = '' } = model.transits[lane] ?? {};
        const units = underWay[lane] as number;
        if (units > 0) note(twin, 'pipeline', units, price);
        const next = to[lane] as number;
        const { quantityPer = 1 } = inputOf(model.stores[next] as Store, lane) ?? {};
        const at = this.#position.get(next) as number;
        prices[at] = (prices[at] as number) + price * quantityPer;
      }
    }
    limits.sort(byWeight);
    const gap = Math.abs(periods - proven) * model.periodLength;
    return { failsFirst: shared(shares), limits, gap };
  }
}
