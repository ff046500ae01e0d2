/** What a run of a supply chain comes to, summed period by period. Kept by the mechanism's run. */
import type { Kpi } from '../../simulator.ts';
import type { BalanceParameters } from './balance-parameters.ts';
import { type BalanceState, costComponents, costRow } from './balance-state.ts';

export class BalanceTotals {
  #periods = 0;
  /** Units that demands asked and that fell due, those served at once, and those lost. */
  #due = 0;
  #inTime = 0;
  #lost = 0;
  #owed = 0;
  #mostOwed = 0;
  #onHand = 0;
  readonly #costs = new Float64Array(costComponents.length);
  /** By component: whether anything costs that at all. */
  readonly #charged = new Uint8Array(costComponents.length);

  /** Goes on with other parameters. */
  follow(parameters: BalanceParameters): void {
    this.#charged.set([
      isCharged(parameters.holdingCost),
      isCharged(parameters.backorderCost),
      isCharged(parameters.lostSaleCost),
      isCharged(parameters.unitOrderCost),
      isCharged(parameters.fixedOrderCost),
      isCharged(parameters.inTransitHoldingCost),
    ]);
  }

  /** Begins a run with these parameters. */
  begin(parameters: BalanceParameters): void {
    this.follow(parameters);
    this.#periods = 0;
    this.#due = 0;
    this.#inTime = 0;
    this.#lost = 0;
    this.#owed = 0;
    this.#mostOwed = 0;
    this.#onHand = 0;
    this.#costs.fill(0);
  }

  /** Adds the period that was stepped last, in the order of indexes, as `stepLanes` does. */
  add(state: BalanceState): void {
    this.#periods++;
    this.#addDemands(state);
    const { costs, onHand } = state;
    const stores = onHand.length;
    for (let s = 0; s < stores; s++) this.#onHand += onHand[s] as number;
    for (let row = 0; row < costComponents.length; row++) {
      if (this.#charged[row] === 0) continue;
      let sum = this.#costs[row] as number;
      const end = (row + 1) * stores;
      for (let at = row * stores; at < end; at++) sum += costs[at] as number;
      this.#costs[row] = sum;
    }
  }

  /** The fraction of what was due that was served at once; 1 where nothing was. */
  get fillRate(): number {
    return this.#due > 0 ? this.#inTime / this.#due : 1;
  }

  /** Units owed to demands at the end, and at the end of the worst period. */
  get owed(): number {
    return this.#owed;
  }

  get mostOwed(): number {
    return this.#mostOwed;
  }

  /** Units. */
  get lost(): number {
    return this.#lost;
  }

  /** Mean units on hand at the end of a period, over all stores. */
  get meanOnHand(): number {
    return this.#periods > 0 ? this.#onHand / this.#periods : 0;
  }

  /** The sum of one component of the cost. */
  costOf(component: keyof typeof costRow): number {
    return this.#costs[costRow[component]] as number;
  }

  /** Of all components. */
  get cost(): number {
    return this.#costs.reduce((sum, cost) => sum + cost, 0);
  }

  #addDemands({ due, inTime, lost, demandOwed }: BalanceState): void {
    let owed = 0;
    for (let d = 0; d < due.length; d++) {
      this.#due += due[d] as number;
      this.#inTime += inTime[d] as number;
      this.#lost += lost[d] as number;
      owed += demandOwed[d] as number;
    }
    this.#owed = owed;
    this.#mostOwed = Math.max(this.#mostOwed, owed);
  }
}

/** Sums of a run, whoever kept them. */
export interface BalanceSums {
  readonly fillRate: number;
  readonly owed: number;
  readonly mostOwed: number;
  readonly lost: number;
  readonly meanOnHand: number;
  readonly cost: number;
}

/** Less than this is rounding. */
const nothing = 1e-9;

/**
 * `fillRate` (the share that is served when it is due), `backorders` (units owed to demands at the
 * end) and `backorders.most` (at the end of the worst period), `inventory` (mean units on hand),
 * `cost`, and where sales are lost `lostSales` (units).
 */
export function balanceKpis(sums: BalanceSums): Kpi[] {
  const kpis: Kpi[] = [
    { name: 'fillRate', value: sums.fillRate, better: 'higher' },
    { name: 'backorders', value: sums.owed, better: 'lower' },
    { name: 'backorders.most', value: sums.mostOwed, better: 'lower' },
    { name: 'inventory', value: sums.meanOnHand, better: 'lower' },
    { name: 'cost', value: sums.cost, better: 'lower' },
  ];
  if (sums.lost > nothing) kpis.push({ name: 'lostSales', value: sums.lost, better: 'lower' });
  return kpis;
}

function isCharged(rates: Float64Array): number {
  for (let i = 0; i < rates.length; i++) if (rates[i] !== 0) return 1;
  return 0;
}
