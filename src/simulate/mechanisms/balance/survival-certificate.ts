/** Reads a program of survival that is solved: what proves its time, and what is lost. Used by `survivals`. */
import { compareText } from '../../../model/compare-text.ts';
import type { DemandLoss, DemandShare, SurvivalLimit } from '../../survival.ts';
import { timeColumn } from './survival-limit-rows.ts';
import type { SurvivalNetwork } from './survival-network.ts';
import type { RegionAnswer } from './survival-region.ts';

export interface Certificate {
  readonly failsFirst: readonly DemandShare[];
  readonly limits: readonly SurvivalLimit[];
  readonly gap: number;
}

const nothing = 1e-9;

/** By strong duality the prices of what there is add up to the time. */
export function certificateOf(network: SurvivalNetwork, answer: RegionAnswer): Certificate {
  const { duals, reducedCosts, objective } = answer.solution;
  const { periodLength } = network.model;
  const { rowUpper, columnUpper } = answer.program;
  const found = new Map<string, SurvivalLimit>();
  let proven = (reducedCosts[timeColumn] as number) * (columnUpper[timeColumn] as number);
  const note = (limit: Omit<SurvivalLimit, 'secondsPerUnit'>, periods: number) => {
    const { twin, kind, units } = limit;
    // What is not under way nobody can add.
    if (periods <= nothing || (kind === 'pipeline' && units === 0)) return;
    const known = found.get(`${kind} ${twin}`)?.secondsPerUnit ?? 0;
    const secondsPerUnit = known + periods * periodLength;
    found.set(`${kind} ${twin}`, { twin, kind, units, secondsPerUnit });
  };
  answer.rows.forEach(({ parts }, row) => {
    const dual = duals[row] as number;
    proven += dual * (rowUpper[row] as number);
    for (const { scale, ...limit } of parts) {
      const isStock = limit.kind === 'stock' || limit.kind === 'pipeline';
      note(limit, dual * scale * (isStock ? 1 : objective));
    }
  });
  for (const { input, price } of pipelinePrices(answer)) {
    proven += price * input.underWay;
    note({ twin: input.twin, kind: 'pipeline', units: input.underWay }, price);
  }
  const limits = [...found.values()].sort(byWeight);
  const gap = Math.abs(objective - proven) * periodLength;
  return { failsFirst: sharesOf(network, answer), limits, gap };
}

/** What a unit under way is worth: by so much less is the next step worth than the one before. */
function* pipelinePrices({ making, solution }: RegionAnswer) {
  for (const { columns, inputs } of making) {
    const worth = columns.map((column) => Math.max(0, solution.reducedCosts[column] as number));
    for (const [k, input] of inputs.entries()) {
      const price = ((worth[k] as number) - (worth[k + 1] as number)) / input.quantityPer;
      yield { input, price: Math.max(0, price) };
    }
  }
}

/** The most telling first. */
export function byWeight(a: SurvivalLimit, b: SurvivalLimit): number {
  return (
    b.units * b.secondsPerUnit - a.units * a.secondsPerUnit ||
    compareText(a.twin, b.twin) ||
    compareText(a.kind, b.kind)
  );
}

/** The demands at stores whose stock has a price. */
function sharesOf({ model, rates }: SurvivalNetwork, answer: RegionAnswer): DemandShare[] {
  const shares: DemandShare[] = [];
  answer.rows.forEach(({ place }, row) => {
    const price = answer.solution.duals[row] as number;
    if (price <= nothing) return;
    for (const d of model.stores[place]?.demands ?? []) {
      const share = price * (rates[d] as number);
      if (share > 0) shares.push({ demand: model.demands[d]?.twin ?? '', share });
    }
  });
  return shared(shares);
}

/** As shares of 1, the largest first. */
export function shared(weights: readonly DemandShare[]): DemandShare[] {
  const sum = weights.reduce((total, { share }) => total + share, 0);
  return weights
    .map(({ demand, share }) => ({ demand, share: share / sum }))
    .sort((a, b) => b.share - a.share || compareText(a.demand, b.demand));
}

/** What a program of least loss gives up. */
export function lossesOf({ model, values }: SurvivalNetwork, answer: RegionAnswer): DemandLoss[] {
  const losses: DemandLoss[] = [];
  for (const [d, column] of answer.lost) {
    const units = answer.solution.values[column] as number;
    if (units <= nothing) continue;
    losses.push({
      demand: model.demands[d]?.twin ?? '',
      units,
      cost: units * (values[d] as number),
    });
  }
  return losses.sort((a, b) => b.cost - a.cost || compareText(a.demand, b.demand));
}
