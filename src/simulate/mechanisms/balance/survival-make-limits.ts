/**
 * What a store can make at most over t periods, `perPeriod·t + units`, by each of its inputs alone:
 * by the capacity of its orders, and where nothing of it comes from the region, by what enters.
 * Called by `regionProgram`.
 *
 * An input is brought no more than is made of it, so that such a limit on what its lanes bring is one
 * on what is made: Σ sent = quantity·made - under way ≤ capacity·t. The price of that row is one of
 * both, the capacity and what is under way.
 */
import type { Store } from './balance-model.ts';
import type { RegionEntries } from './survival-entries.ts';
import type { PipelineInput, SurvivalNetwork } from './survival-network.ts';
import type { LimitPart } from './survival-question.ts';

export interface MakeLimit {
  readonly perPeriod: number;
  readonly units: number;
  readonly parts: readonly LimitPart[];
  readonly beyond: readonly number[];
}

/** Only those that can be the least for some t, of those below `most` a period. */
export function makeLimits(
  network: SurvivalNetwork,
  place: number,
  { entries, most }: { readonly entries: RegionEntries; readonly most: number },
): MakeLimit[] {
  const store = network.model.stores[place] as Store;
  const inputs = network.pipelines[place] as readonly PipelineInput[];
  const limits = inputs
    .map((input) => limitOf(network, store, { input, entries }))
    .filter(({ perPeriod }) => perPeriod < most)
    .sort((a, b) => a.perPeriod - b.perPeriod || a.units - b.units);
  let least = Number.POSITIVE_INFINITY;
  return limits.filter(({ units }) => {
    if (units >= least) return false;
    least = units;
    return true;
  });
}

interface Entering {
  readonly input: PipelineInput;
  readonly entries: RegionEntries;
}

function limitOf(
  { from }: SurvivalNetwork,
  { twin, orderCapacity, reviewPeriods }: Store,
  { input, entries }: Entering,
): MakeLimit {
  const { transits, quantityPer, underWay: pipeline, most: units } = input;
  const scale = 1 / quantityPer;
  const under = { twin: input.twin, kind: 'pipeline', units: pipeline, scale } as const;
  const entering = transits.some((lane) => entries.isOpen(lane))
    ? Number.POSITIVE_INFINITY
    : transits.reduce((sum, lane) => sum + entries.rate(lane), 0) / quantityPer;
  const perPeriod = orderCapacity / reviewPeriods;
  if (entering < perPeriod) {
    const beyond = transits.map((lane) => from[lane] as number);
    return { perPeriod: entering, units, parts: [under], beyond };
  }
  const order = { twin, kind: 'order', units: orderCapacity, scale: 1 / reviewPeriods } as const;
  return { perPeriod, units, parts: [under, order], beyond: [] };
}
