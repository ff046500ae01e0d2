/**
 * Time to survive and time to recover of parts of a supply chain, each with its certificate. Called by
 * the engine for `Simulator.survival`.
 */
import { setImmediate } from 'node:timers/promises';
import type { Solver } from '../../../linear-program/solver.ts';
import { compareText } from '../../../model/compare-text.ts';
import { byExposure, type Survival, type SurvivalReport } from '../../survival.ts';
import type { BalanceModel, Store } from './balance-model.ts';
import { buildSurvivalNetwork } from './build-survival-network.ts';
import { certificateOf, lossesOf } from './survival-certificate.ts';
import type { SurvivalNetwork } from './survival-network.ts';
import type { RegionQuestion } from './survival-question.ts';
import { type Asked, answersOf, type RegionAnswer } from './survival-region.ts';
import { singleSourced } from './survival-single.ts';

/** A part of the chain that is out together. */
export interface Disruption {
  readonly twin: string;
  /** Ids of stores, supplies and transits; what is none of these does not count. */
  readonly out: readonly string[];
  /** Seconds. */
  readonly timeToRecover?: number;
}

export interface SurvivalOptions {
  readonly stock?: 'kept' | 'lost';
  readonly signal?: AbortSignal;
}

const millisecondsAtATime = 20;

/** Kept for the other parts of a question. */
const networks = new WeakMap<BalanceModel, SurvivalNetwork>();

export async function survivals(
  model: BalanceModel,
  solver: Solver,
  disruptions: readonly Disruption[],
  { stock, signal }: SurvivalOptions = {},
): Promise<SurvivalReport> {
  const network = networks.get(model) ?? buildSurvivalNetwork(model, solver);
  networks.set(model, network);
  const parts = new Parts(network, solver, stock === 'lost');
  const found: Survival[] = [];
  let begun = performance.now();
  for (const disruption of disruptions) {
    found.push(parts.survivalOf(disruption));
    if (performance.now() - begun < millisecondsAtATime) continue;
    await setImmediate();
    signal?.throwIfAborted();
    begun = performance.now();
  }
  found.sort(byExposure);
  return { survivals: found, undisturbedSeconds: parts.undisturbed(), solves: parts.solves };
}

class Parts {
  solves = 0;
  readonly #network: SurvivalNetwork;
  readonly #solver: Solver;
  readonly #losesStock: boolean;
  /** By twin: below `places` a place, from there on a lane. */
  readonly #indexes: ReadonlyMap<string, number>;
  readonly #places: number;
  /** By place: whether anything it gives comes to a demand by the steady flow, or by any lane. */
  readonly #matters: Uint8Array;

  constructor(network: SurvivalNetwork, solver: Solver, losesStock: boolean) {
    this.#network = network;
    this.#solver = solver;
    this.#losesStock = losesStock;
    const { stores, supplies, transits } = network.model;
    const all = [...stores, ...supplies, ...transits];
    this.#indexes = new Map(all.map(({ twin }, index) => [twin, index]));
    this.#places = stores.length + supplies.length;
    this.#matters = mattering(network);
  }

  survivalOf({ twin, out, timeToRecover }: Disruption): Survival {
    const chain = out.filter((id) => this.#indexes.has(id)).sort(compareText);
    const known = timeToRecover === undefined ? {} : { timeToRecover };
    const unfelt = { failsFirst: [], limits: [], gap: 0, isExposed: false };
    const nothingLost = { lostUnits: 0, lostCost: 0, losses: [] };
    const places = new Set(chain.map((id) => this.#indexes.get(id) as number));
    const base = { twin, out: chain, ...known, ...nothingLost };
    if (![...places].some((index) => this.#isFelt(index))) {
      return { ...base, timeToSurvive: this.undisturbed(), ...unfelt };
    }
    const question = { out: places, losesStock: this.#losesStock };
    const recovery = timeToRecover === undefined ? undefined : this.#periods(timeToRecover);
    const { time, loss, ...certificate } = this.#answered(question, recovery);
    const isExposed = timeToRecover !== undefined && timeToRecover > time;
    const lost = isExposed && loss !== undefined ? lossOf(this.#network, loss) : {};
    return { ...base, timeToSurvive: time, ...certificate, isExposed, ...lost };
  }

  /** The time with its proof, and what is lost where it takes longer to recover. */
  #answered(question: RegionQuestion, recovery: number | undefined) {
    const [only = 0] = question.out;
    const single =
      question.out.size === 1 && only < this.#places
        ? singleSourced(this.#network, only, this.#losesStock)
        : undefined;
    if (single !== undefined) {
      const { periods, region, ...certificate } = single;
      const time = this.#seconds(periods);
      if (recovery === undefined || recovery <= periods)
        return { time, loss: undefined, ...certificate };
      const asked = { start: region, question: { ...question, periods: recovery } };
      return { time, ...certificate, loss: this.#answers(asked).loss };
    }
    const start = this.#startOf(question.out);
    const { longest, loss } = this.#answers({ start, question, recovery });
    return { ...this.#timed(longest), loss };
  }

  #timed(answer: RegionAnswer | undefined) {
    if (answer === undefined) throw new TypeError('the longest time was not asked for');
    const time = this.#seconds(answer.solution.objective);
    return { time, ...certificateOf(this.#network, answer) };
  }

  /** Seconds that the chain serves all demand with nothing out. */
  undisturbed(): number {
    if (this.#network.lasts) return Number.POSITIVE_INFINITY;
    this.#undisturbed ??= this.#timed(
      this.#answers({ start: [], question: { out: new Set() } }).longest,
    ).time;
    return this.#undisturbed;
  }
  #undisturbed: number | undefined;

  #answers(asked: Asked) {
    const answers = answersOf(this.#network, this.#solver, asked);
    this.solves += answers.solves;
    return answers;
  }

  /** A chain that does not last feels everything that leads to a demand. */
  #isFelt(index: number): boolean {
    const { flow, to, lasts, model } = this.#network;
    if (index < this.#places) {
      const ownDemands = model.stores[index]?.demands.length ?? 0;
      return this.#matters[index] === 1 && (ownDemands > 0 || this.#gives(index));
    }
    const lane = index - this.#places;
    return this.#matters[to[lane] as number] === 1 && (!lasts || (flow[lane] as number) > 0);
  }

  #gives(place: number): boolean {
    const { leaving, flow, lasts } = this.#network;
    const lanes = leaving[place] as readonly number[];
    return lasts ? lanes.some((lane) => (flow[lane] as number) > 0) : lanes.length > 0;
  }

  /** What is out, and what else brings the same to those that it gives to. */
  #startOf(out: ReadonlySet<number>): Set<number> {
    const { to, from, leaving, model } = this.#network;
    const start = new Set<number>();
    for (const index of out) {
      const isPlace = index < this.#places;
      if (isPlace) start.add(index);
      for (const lane of isPlace ? (leaving[index] as readonly number[]) : [index - this.#places]) {
        start.add(to[lane] as number);
        const { inputs } = model.stores[to[lane] as number] as Store;
        const input = inputs.find(({ transits }) => transits.includes(lane));
        for (const other of input?.transits ?? []) start.add(from[other] as number);
      }
    }
    return start;
  }

  #periods(seconds: number): number {
    return Math.min(seconds / this.#network.model.periodLength, this.#network.forever);
  }

  #seconds(periods: number): number {
    const { forever, model } = this.#network;
    const isForever = periods >= forever * (1 - 1e-9);
    return isForever ? Number.POSITIVE_INFINITY : Math.max(0, periods) * model.periodLength;
  }
}

function lossOf(network: SurvivalNetwork, answer: RegionAnswer) {
  const losses = lossesOf(network, answer);
  const lostUnits = losses.reduce((sum, { units }) => sum + units, 0);
  const lostCost = losses.reduce((sum, { cost }) => sum + cost, 0);
  return { lostUnits, lostCost, losses };
}

/** By place: whether any lanes lead from it to a demand that asks for anything. */
function mattering({ model, from, rates }: SurvivalNetwork): Uint8Array {
  const matters = new Uint8Array(model.stores.length + model.supplies.length);
  const pending: number[] = [];
  const note = (place: number) => {
    if (matters[place] === 1) return;
    matters[place] = 1;
    pending.push(place);
  };
  model.demands.forEach(({ store }, d) => {
    if ((rates[d] as number) > 0) note(store);
  });
  for (let place = pending.pop(); place !== undefined; place = pending.pop()) {
    for (const { transits } of model.stores[place]?.inputs ?? []) {
      for (const lane of transits) note(from[lane] as number);
    }
  }
  return matters;
}
