/**
 * Simple scores of who stocks out next: those of all cascades, and two that know what stock is for.
 * Used by the table of baselines.
 */
import { mostCover } from '../../predict/gnn/supply/flow-rates.ts';
import type { SupplyOnset } from '../../predict/gnn/supply/supply-onset.ts';
import type { SupplyStress } from '../../predict/gnn/supply/supply-stress.ts';
import { type FailureScoreName, failureScores } from '../baselines/failure-scores.ts';
import { StockOutRuns } from './stock-out-runs.ts';
import type { StockOutSample } from './stock-out-sample.ts';

/** Higher for what is more likely to stock out. `[elements]` */
export type StockOutScore = (network: SupplyStress, onset: SupplyOnset) => ArrayLike<number>;

/** The shorter the stock lasts, the riskier, whatever is out. */
const coverage: StockOutScore = ({ rates, elementCount }) => {
  return Float64Array.from({ length: elementCount }, (_, n) => -(rates.cover[n] ?? mostCover));
};

/** Who runs dry by gaps that move down the chain at mean demand, by how much; then who comes near. */
const shortageWalk: StockOutScore = (_, { walk }) => walk.ratio;

export type StockOutScoreName = FailureScoreName | 'coverage' | 'shortageWalk';

/** The scores by the name that tables give them. */
export const stockOutScores: Readonly<Record<StockOutScoreName, StockOutScore>> = {
  ...failureScores,
  coverage,
  shortageWalk,
};

/** Keys the demand of runs that know the chain whole but not what will be asked. */
const otherDemand = 70_000_000;

/** The simulator as a forecaster: by element the share of runs, of other demand, that stock out. */
export function simulatedShares(sample: StockOutSample, runs: number): Float64Array[] {
  const { model, seed, network, onsets } = sample;
  const simulators = Array.from({ length: runs }, (_, run) => {
    return new StockOutRuns(model, seed + otherDemand + run);
  });
  return onsets.map(({ outages }) => {
    const shares = new Float64Array(network.elementCount);
    for (const simulator of simulators) {
      simulator.run(outages).forEach((step, n) => {
        if (step > 0) shares[n] = (shares[n] as number) + 1 / runs;
      });
    }
    return shares;
  });
}
