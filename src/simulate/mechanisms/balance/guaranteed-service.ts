/**
 * Optimal service times of the guaranteed-service model: safety stock where it is cheapest, by
 * dynamic programming over a tree (Graves and Willems 2000, "Optimizing strategic safety stock
 * placement in supply chains"; a chain is Inderfurth 1991). Called by `serviceTimeFindings`.
 */
import { LinchpinError } from '../../../model/errors.ts';

/** A stage; times are whole periods. */
export interface Stage {
  readonly name: string;
  readonly processingTime: number;
  /** Of a unit of safety stock, in a period. */
  readonly holdingCost: number;
  /** Standard deviations of demand that the stage covers: z. */
  readonly safetyFactor: number;
  /** Of its own customers' demand in a period; what stages downstream ask is added to it. */
  readonly demandStandardDeviation: number;
  /** What its supplier from outside takes. Default 0. */
  readonly inboundTime?: number;
  /** The longest time that its own customers wait; none where it has none. */
  readonly outboundTime?: number;
}

/** Stages and who supplies whom, by index: a tree, or several. */
export interface StageTree {
  readonly stages: readonly Stage[];
  readonly supplies: readonly (readonly [from: number, to: number])[];
}

export interface ServicePlan {
  /** Of the safety stock of all stages, in a period. */
  readonly cost: number;
  /** By stage: the time it quotes, and the longest that is quoted to it. */
  readonly outbound: readonly number[];
  readonly inbound: readonly number[];
  /** Units: zσ√τ. */
  readonly safetyStock: readonly number[];
}

/** Throws `BAD_USER_INPUT` where the stages are no tree, or a time is not a whole number. */
export function optimalServiceTimes(tree: StageTree): ServicePlan {
  return new Program(tree).solve();
}

/** The links of one stage: who supplies it and whom it supplies. */
interface Links {
  readonly suppliers: number[];
  readonly customers: number[];
}

/** The best of a subtree, by the time that its root quotes (or is quoted): cost, and the other time. */
interface Table {
  readonly cost: Float64Array;
  readonly choice: Int32Array;
}

class Program {
  readonly #stages: readonly Stage[];
  readonly #links: readonly Links[];
  /** Children before parents; the parent of a root is -1. */
  readonly #order: readonly number[];
  readonly #parent: Int32Array;
  readonly #deviation: Float64Array;
  /** The longest time in which a stage can have goods ready, by stage. */
  readonly #longest: Int32Array;
  readonly #tables: Table[] = [];

  constructor({ stages, supplies }: StageTree) {
    this.#stages = stages;
    stages.forEach(checkStage);
    this.#links = stages.map(() => ({ suppliers: [], customers: [] }));
    for (const [from, to] of supplies) {
      this.#links[from]?.customers.push(to);
      this.#links[to]?.suppliers.push(from);
    }
    this.#parent = new Int32Array(stages.length).fill(-1);
    this.#order = this.#orderFromLeaves();
    this.#deviation = new Float64Array(stages.length).fill(-1);
    this.#longest = new Int32Array(stages.length).fill(-1);
    stages.forEach((_, k) => {
      this.#deviation[k] = Math.sqrt(this.#varianceAt(k));
      this.#longestAt(k);
    });
  }

  solve(): ServicePlan {
    for (const k of this.#order) this.#tables[k] = this.#tableOf(k);
    const outbound = new Array<number>(this.#stages.length).fill(0);
    const inbound = new Array<number>(this.#stages.length).fill(0);
    let cost = 0;
    for (const k of [...this.#order].reverse()) {
      const parent = this.#parent[k] as number;
      const { cost: costs, choice } = this.#tables[k] as Table;
      const supplies = parent >= 0 && this.#links[k]?.customers.includes(parent);
      let quoted: number;
      if (parent < 0) quoted = leastUpTo(costs, costs.length - 1);
      else if (supplies) quoted = leastUpTo(costs, inbound[parent] as number);
      else quoted = leastFrom(costs, outbound[parent] as number);
      if (parent < 0) cost += costs[quoted] as number;
      // A stage that supplies its parent is known by the time it quotes, as a root is.
      const isOutbound = parent < 0 || supplies === true;
      outbound[k] = isOutbound ? quoted : (choice[quoted] as number);
      inbound[k] = isOutbound ? (choice[quoted] as number) : quoted;
    }
    if (!Number.isFinite(cost)) throw noPlan();
    const safetyStock = this.#stages.map((_, k) =>
      this.#safetyStock(k, inbound[k] as number, outbound[k] as number),
    );
    return { cost, outbound, inbound, safetyStock };
  }

  /** By the quoted time where the parent is a customer or none, else by the time quoted to it. */
  #tableOf(k: number): Table {
    const { processingTime } = this.#stages[k] as Stage;
    const longest = this.#longest[k] as number;
    const parent = this.#parent[k] as number;
    const bySupplier = parent >= 0 && this.#links[k]?.suppliers.includes(parent) === true;
    const size = bySupplier ? longest - processingTime + 1 : longest + 1;
    const table = {
      cost: new Float64Array(size).fill(Number.POSITIVE_INFINITY),
      choice: new Int32Array(size),
    };
    for (
      let inbound = this.#stages[k]?.inboundTime ?? 0;
      inbound <= longest - processingTime;
      inbound++
    ) {
      const upstream = this.#upstreamCost(k, inbound);
      const last = Math.min(inbound + processingTime, this.#stages[k]?.outboundTime ?? longest);
      for (let outbound = 0; outbound <= last; outbound++) {
        const held =
          (this.#stages[k] as Stage).holdingCost * this.#safetyStock(k, inbound, outbound);
        const cost = upstream + held + this.#downstreamCost(k, outbound);
        const [at, other] = bySupplier ? [inbound, outbound] : [outbound, inbound];
        if (cost >= (table.cost[at] as number)) continue;
        table.cost[at] = cost;
        table.choice[at] = other;
      }
    }
    return table;
  }

  /** Of the children that supply it, when the longest time quoted to it is `inbound`. */
  #upstreamCost(k: number, inbound: number): number {
    let sum = 0;
    for (const child of this.#links[k]?.suppliers ?? []) {
      if (child === this.#parent[k]) continue;
      const { cost } = this.#tables[child] as Table;
      sum += cost[leastUpTo(cost, inbound)] as number;
    }
    return sum;
  }

  /** Of the children that it supplies, when it quotes `outbound`. */
  #downstreamCost(k: number, outbound: number): number {
    let sum = 0;
    for (const child of this.#links[k]?.customers ?? []) {
      if (child === this.#parent[k]) continue;
      const { cost } = this.#tables[child] as Table;
      sum += cost[leastFrom(cost, outbound)] ?? Number.POSITIVE_INFINITY;
    }
    return sum;
  }

  #safetyStock(k: number, inbound: number, outbound: number): number {
    const { processingTime, safetyFactor } = this.#stages[k] as Stage;
    const net = Math.max(0, inbound + processingTime - outbound);
    return safetyFactor * (this.#deviation[k] as number) * Math.sqrt(net);
  }

  /** Depth first from the first stage of each tree; refuses a stage that is reached twice. */
  #orderFromLeaves(): number[] {
    const seen = new Set<number>();
    const order: number[] = [];
    this.#stages.forEach((_, root) => {
      if (seen.has(root)) return;
      seen.add(root);
      const pending = [root];
      for (let k = pending.pop(); k !== undefined; k = pending.pop()) {
        order.push(k);
        const { suppliers = [], customers = [] } = this.#links[k] ?? {};
        let toParent = 0;
        for (const next of [...suppliers, ...customers]) {
          if (next === this.#parent[k] && toParent++ === 0) continue;
          if (seen.has(next)) throw noTree(this.#stages[next]?.name ?? '');
          seen.add(next);
          this.#parent[next] = k;
          pending.push(next);
        }
      }
    });
    return order.reverse();
  }

  /** Of demand in a period at a stage: its own and that of all downstream, independent of it. */
  #varianceAt(k: number): number {
    const own = (this.#stages[k] as Stage).demandStandardDeviation ** 2;
    return (this.#links[k]?.customers ?? []).reduce((sum, to) => sum + this.#varianceAt(to), own);
  }

  #longestAt(k: number): number {
    const { processingTime, inboundTime = 0 } = this.#stages[k] as Stage;
    if ((this.#longest[k] as number) < 0) {
      const times = (this.#links[k]?.suppliers ?? []).map((from) => this.#longestAt(from));
      this.#longest[k] = processingTime + Math.max(inboundTime, ...times);
    }
    return this.#longest[k] as number;
  }
}

/** The index of the least cost among the first, up to one; the first of several. */
function leastUpTo(cost: Float64Array, last: number): number {
  let best = 0;
  for (let i = 1; i <= Math.min(last, cost.length - 1); i++) {
    if ((cost[i] as number) < (cost[best] as number)) best = i;
  }
  return best;
}

/** The same from one on; that one where there is none. */
function leastFrom(cost: Float64Array, first: number): number {
  let best = first;
  for (let i = first + 1; i < cost.length; i++) {
    if ((cost[i] as number) < (cost[best] as number)) best = i;
  }
  return best;
}

function checkStage({ name, processingTime, inboundTime = 0, outboundTime = 0, ...rest }: Stage) {
  const times = [processingTime, inboundTime, outboundTime];
  const rates = [rest.holdingCost, rest.safetyFactor, rest.demandStandardDeviation];
  const isTime = (time: number) => Number.isInteger(time) && time >= 0 && time <= 10_000;
  if (times.every(isTime) && rates.every((rate) => rate >= 0 && Number.isFinite(rate))) return;
  throw new LinchpinError({
    code: 'BAD_USER_INPUT',
    where: name,
    message: 'a number of the stage cannot be meant',
    expected: 'times that are whole numbers from 0 to 10,000, other numbers of at least 0',
    action: 'correct the stage',
  });
}

function noTree(name: string): LinchpinError {
  return new LinchpinError({
    code: 'BAD_USER_INPUT',
    where: name,
    message: 'the stage is reached in two ways',
    expected: 'stages that form a tree',
    action: 'leave out a supply relationship',
  });
}

function noPlan(): LinchpinError {
  return new LinchpinError({
    code: 'BAD_USER_INPUT',
    where: '',
    message: 'no service times fit the stages',
    expected: 'outbound times that can be kept',
    action: 'allow longer outbound times',
  });
}
