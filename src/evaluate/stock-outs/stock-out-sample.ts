/**
 * Outages of one supply chain and who stocked out, as the baselines of all cascades take them. Only
 * stores that are asked for something can stock out: supplies and transits are not judged.
 */
import type { Outcome } from '../../../gnn/model/stress-network.ts';
import type { SupplyOutage } from '../../predict/gnn/supply/supply-chain.ts';
import { type SupplyOnset, supplyOnset } from '../../predict/gnn/supply/supply-onset.ts';
import { type SupplyStress, supplyStress } from '../../predict/gnn/supply/supply-stress.ts';
import type { BalanceModel } from '../../simulate/mechanisms/balance/balance-model.ts';
import { StockOutRuns } from './stock-out-runs.ts';

/** A `SpreadSample` whose network and onsets know the chain; one onset for each outcome. */
export interface StockOutSample {
  readonly model: BalanceModel;
  /** Of the demand that was drawn. */
  readonly seed: number;
  readonly network: SupplyStress;
  readonly onsets: readonly SupplyOnset[];
  readonly outcomes: readonly Outcome[];
}

/** What becomes of a chain in each of several sets of outages. */
export function stockOutSample(
  model: BalanceModel,
  seed: number,
  outages: readonly (readonly SupplyOutage[])[],
): StockOutSample {
  const network = supplyStress(model);
  const runs = new StockOutRuns(model, seed);
  return {
    model,
    seed,
    network,
    onsets: outages.map((each) => supplyOnset(network, each)),
    outcomes: outages.map((each) => runs.run(each)),
  };
}

/** The sample with 0, as for what has failed before, where nothing can run out. */
export function judgedSample<S extends StockOutSample>(sample: S): S {
  const { limitOffsets } = sample.network;
  const outcomes = sample.outcomes.map((outcome) =>
    outcome.map((step, n) => (limitOffsets[n] === limitOffsets[n + 1] ? 0 : step)),
  );
  return { ...sample, outcomes };
}
