import { describe, expect, it } from 'vitest';
import { Balance } from '../../../src/simulate/mechanisms/balance/balance.ts';
import type { BalanceModel } from '../../../src/simulate/mechanisms/balance/balance-model.ts';
import type { BalanceState } from '../../../src/simulate/mechanisms/balance/balance-state.ts';
import { balanceModel } from '../../../src/simulate/mechanisms/balance/build-balance-model.ts';
import { noOutages, outagePlan } from '../../../src/simulate/mechanisms/balance/outage-plan.ts';
import { noSharedData, sharedData } from '../../support/shared-data.ts';
import { graphOf, testCatalogue } from '../graphs.ts';
import { readTrajectory, serialChain } from '../stockpyl.ts';

/** The recorded columns of stage `stage` (1 to 3) as the state has them; `FR` is added up outside. */
function columnsOf(state: BalanceState, model: BalanceModel, stage: number) {
  const s = model.stores.findIndex(({ twin }) => twin === `stage-${stage}`);
  const into = model.transits.findIndex(({ toStore }) => toStore === s);
  const outOf = model.transits.findIndex(({ fromStore }) => fromStore === s);
  const at = (column: Float64Array, index: number) => column[index] ?? 0;
  const costs = (row: number) => at(state.costs, row * model.stores.length + s);
  const input = state.layout.inputOf[into] as number;
  return {
    IO: stage === 1 ? at(state.asked, 0) : at(state.ordersTaken, outOf),
    IOPL: stage === 1 ? [] : state.orders.ahead(outOf).slice(1),
    OQ: at(state.ordered, s),
    OO: at(state.onOrder, input) - at(state.atDoor, into),
    IS: at(state.received, s),
    ISPL: state.pipes.ahead(into).slice(0, -1),
    IDI: at(state.atDoor, into),
    RM: at(state.raw, input),
    OS: stage === 1 ? at(state.served, 0) : at(state.departed, outOf),
    DMFS: state.metFromStock(s),
    IL: at(state.onHand, s) - at(state.owed, s),
    BO: at(state.owed, s),
    ODI: stage === 1 ? 0 : at(state.reserved, outOf),
    HC: costs(0),
    SC: costs(1),
    ITHC: costs(5),
    REV: 0,
    TC: [0, 1, 2, 3, 4, 5].reduce((sum, row) => sum + costs(row), 0),
  };
}

function distance(ours: number | readonly number[], cell: string): number {
  if (typeof ours === 'number') return Math.abs(ours - Number(cell));
  const recorded = JSON.parse(cell) as number[];
  if (recorded.length !== ours.length) return Number.POSITIVE_INFINITY;
  return Math.max(0, ...ours.map((value, i) => Math.abs(value - (recorded[i] as number))));
}

describe('the recorded example 6.1', () => {
  it.for([
    ['OP', 'orders'],
    ['SP', 'shipments'],
  ] as const)('with disruption %s is followed in every column to 1e-9', ([name, kind], context) => {
    const recorded = sharedData('supply', `test_sim_disruption_example_6_1_${name}.csv`);
    const instances = sharedData('supply', 'stockpyl_instances.json');
    if (recorded === undefined || instances === undefined) return context.skip(noSharedData);
    const { demand, disrupted, stages } = readTrajectory(recorded);
    expect([demand.length, disrupted.length]).toEqual([100, 30]);
    const graph = graphOf(serialChain(instances, 'example_6_1', demand));
    const model = balanceModel(graph, testCatalogue()) as BalanceModel;
    const outages = disrupted.map((from) => ({ twin: 'stage-2', kind, from, until: from + 1 }));
    const plan = outagePlan(model, outages, 100);
    const balance = new Balance(model, 1);
    const worst = new Map<string, number>();
    const [met, asked] = [
      [0, 0, 0],
      [0, 0, 0],
    ];
    for (let period = 0; period < 100; period++) {
      balance.step(period, plan[period] ?? noOutages(model));
      stages.forEach((recordedColumns, index) => {
        const ours = columnsOf(balance.state, model, index + 1);
        met[index] = (met[index] as number) + ours.DMFS;
        asked[index] = (asked[index] as number) + ours.IO;
        const total = asked[index] as number;
        const all = { ...ours, FR: total > 0 ? (met[index] as number) / total : 1 };
        expect(
          [...recordedColumns.keys()].filter((column) => column !== 'DISR' && column !== '').sort(),
        ).toEqual(Object.keys(all).sort());
        for (const [column, value] of Object.entries(all)) {
          const cell = recordedColumns.get(column)?.[period] ?? '';
          worst.set(column, Math.max(worst.get(column) ?? 0, distance(value, cell)));
        }
      });
    }
    for (const [column, most] of worst) expect(most, column).toBeLessThan(1e-9);
  });
});
