/** A serial supply chain, and a slow replay of an outage of its source written from definitions alone. */
import type { Change } from '../../src/model/change.ts';
import type { BalanceModel } from '../../src/simulate/mechanisms/balance/balance-model.ts';
import { balanceModel } from '../../src/simulate/mechanisms/balance/build-balance-model.ts';
import { core, graphOf, lane, link, testCatalogue, twin } from '../simulate/graphs.ts';

const catalogue = testCatalogue();

export interface SerialStage {
  /** Periods that stock lasts beyond the lead time, and the lead time. */
  readonly safety: number;
  readonly leadTime: number;
}

/** Stages from the customer up; goods are under way from the start, as in the long run. */
export function serialChain(stages: readonly SerialStage[], rate: number): BalanceModel {
  const name = (k: number) => (k < stages.length ? `s${k}` : 'source');
  const changes: Change[] = [
    twin('source', core('Supply')),
    ...stages.map(({ safety, leadTime }, k) =>
      twin(`s${k}`, core('Store'), {
        baseStockLevel: rate * (leadTime + safety),
        onHand: rate * safety,
      }),
    ),
    ...stages.flatMap(({ leadTime }, k) =>
      lane(`t${k}`, [name(k + 1), name(k)], {
        leadTimePeriods: leadTime,
        pipeline: new Array<number>(leadTime).fill(rate),
      }),
    ),
    twin('customer', core('PeriodicDemand'), { demandMean: rate }),
    link('customer', 'servedBy', 's0'),
  ];
  return balanceModel(graphOf(changes), catalogue) as BalanceModel;
}

/** What each stage owes at each period's end while the source sends nothing until `back`. */
export function owedAfterOutage(
  stages: readonly SerialStage[],
  { rate, back, periods }: { rate: number; back: number; periods: number },
): number[][] {
  const shelf = stages.map(({ safety }) => rate * safety);
  const owes = stages.map(() => 0);
  const roads = stages.map(({ leadTime }) => new Array<number>(leadTime).fill(rate));
  let backlog = 0;
  return Array.from({ length: periods }, (_, period) => {
    // With base stock every stage orders what it is asked, so the source is asked the same.
    stages.forEach((_, k) => {
      owes[k] = (owes[k] as number) + rate;
    });
    backlog += rate;
    let sent = period < back ? 0 : backlog;
    backlog -= sent;
    for (let k = stages.length - 1; k >= 0; k--) {
      const road = roads[k] as number[];
      road.push(sent);
      shelf[k] = (shelf[k] as number) + (road.shift() as number);
      sent = Math.min(shelf[k] as number, owes[k] as number);
      shelf[k] = (shelf[k] as number) - sent;
      owes[k] = (owes[k] as number) - sent;
    }
    return [...owes];
  });
}
