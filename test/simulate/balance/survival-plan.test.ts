import { expect, test } from 'vitest';
import { tieredChain } from '../../../src/bench/tiered-chain.ts';
import type { LinearProgram } from '../../../src/linear-program/linear-program.ts';
import { loadSolver } from '../../../src/linear-program/solver.ts';
import type { BalanceModel } from '../../../src/simulate/mechanisms/balance/balance-model.ts';
import { balanceModel } from '../../../src/simulate/mechanisms/balance/build-balance-model.ts';
import { buildSurvivalNetwork } from '../../../src/simulate/mechanisms/balance/build-survival-network.ts';
import { openAtPlan } from '../../../src/simulate/mechanisms/balance/survival-plan.ts';
import { regionProgram } from '../../../src/simulate/mechanisms/balance/survival-program.ts';
import { graphOf, testCatalogue } from '../graphs.ts';

const solver = await loadSolver();
const allowed = [0, 1, 3, 10, 30, 100, 300, 1000];

test.each([0, 0.6])('with %f second sources a plan saves four pivots of five', (dualShare) => {
  const graph = graphOf(tieredChain([4, 10, 12, 8, 5], { dualShare }));
  const model = balanceModel(graph, testCatalogue()) as BalanceModel;
  const network = buildSurvivalNetwork(model, solver);
  const places = [...network.leaving.keys()];
  /** How many pivots are enough. */
  const pivots = (place: number, isPlanned: boolean) => {
    const out = new Set([place]);
    const built = regionProgram(network, { places, contains: () => true }, { out });
    return allowed.find((iterations) => {
      const limited = { ...solver, open: (it: LinearProgram) => solver.open(it, { iterations }) };
      const open = isPlanned
        ? openAtPlan(limited, network, { built, out })
        : limited.open(built.program);
      const { status } = open.solve();
      open.close();
      return status === 'optimal';
    }) as number;
  };
  const sum = (isPlanned: boolean) =>
    places.reduce((total, place) => total + pivots(place, isPlanned), 0);
  expect(sum(true)).toBeLessThan(sum(false) / 5);
});
