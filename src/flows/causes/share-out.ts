/**
 * Shares figures out among groups of edits: by all combinations where so many runs are allowed, else
 * by a sample of the orders in which the edits may come. Used by `causesOf`.
 */
import { LinchpinError } from '../../model/errors.ts';
import { Moments } from '../../statistics/moments.ts';
import { mostRuns } from '../kpi-runs.ts';
import type { CoalitionRuns, CoalitionSetting } from './coalition-runs.ts';
import { type Group, groupsOf, joined, separateGroups } from './players.ts';
import {
  type Coalition,
  coalitionsOf,
  marginalsOf,
  pairedOrders,
  prefixesOf,
  shapleyValues,
} from './shapley.ts';

export interface Estimate {
  readonly contribution: number;
  /**
   * Of the contribution: 0 where it is exact and nothing is random. That of the sampled orders and
   * that over the seeds, added in quadrature, which is rather too wide than too narrow.
   */
  readonly standardError: number;
}

interface Shared {
  readonly groups: readonly Group[];
  /** By group, by figure. */
  readonly values: readonly (readonly Estimate[])[];
  readonly isExact: boolean;
}

/** Where a coalition turns out to be refused, its groups are joined, and it begins again. */
export async function sharedOut(
  setting: CoalitionSetting,
  runs: CoalitionRuns,
  most: number,
): Promise<Shared> {
  const single = groupsOf(setting.edits);
  checkRoom(single.length, setting.seeds.length, mostRuns);
  let groups = await separateGroups(single, runs.doesNotFit);
  for (;;) {
    const found = (await exactly(groups, runs, most)) ?? (await bySample(groups, runs, most));
    if (!('refused' in found)) {
      const values = estimates(found.samples, groups.length, setting);
      return { groups, values, isExact: found.samples.length === 1 };
    }
    groups = await joined(groups, found.refused, runs.isRefused);
  }
}

/** What players add, by sample and player; or a coalition that is refused. */
type Found =
  | { readonly samples: readonly (readonly Float64Array[])[] }
  | { readonly refused: readonly Group[] };

/** More than so many have more than 4,096 combinations. */
const mostPlayers = Math.log2(mostRuns);

/** Undefined where all combinations are too many. */
async function exactly(
  groups: readonly Group[],
  runs: CoalitionRuns,
  most: number,
): Promise<Found | undefined> {
  if (groups.length > mostPlayers) return undefined;
  const coalitions = coalitionsOf(groups.length).map(membersIn(groups));
  if (runs.count + runs.missing(coalitions) > most) return undefined;
  const refused = await runs.run(coalitions);
  if (refused !== undefined) return { refused };
  return { samples: [shapleyValues(groups.length, worthIn(groups, runs))] };
}

/** The least that an estimate with its error takes: two orders and their reverses. */
const leastPairs = 2;

async function bySample(
  groups: readonly Group[],
  runs: CoalitionRuns,
  most: number,
): Promise<Found> {
  const players = groups.length;
  const room = Math.floor((most - runs.count) / runs.seeds);
  checkRoom(players, runs.seeds, most - runs.count);
  const pairs = Math.max(leastPairs, Math.floor((room - 2) / (2 * (players - 1))));
  const orders = pairedOrders(players, pairs);
  for (const order of orders) {
    const refused = await runs.run(prefixesOf(order).map(membersIn(groups)));
    if (refused !== undefined) return { refused };
  }
  const worth = worthIn(groups, runs);
  return { samples: orders.map((order) => marginalsOf(order, worth)) };
}

function membersIn(groups: readonly Group[]) {
  return (coalition: Coalition) => coalition.map((player) => groups[player] as Group);
}

function worthIn(groups: readonly Group[], runs: CoalitionRuns) {
  const membersOf = membersIn(groups);
  return (coalition: Coalition) => runs.worth(membersOf(coalition));
}

function checkRoom(players: number, seeds: number, most: number): void {
  const least = Math.min(2 ** players, 2 * leastPairs * (players - 1) + 2) * seeds;
  if (least <= most) return;
  throw new LinchpinError({
    code: 'LIMIT_EXCEEDED',
    where: 'causes',
    message: `to tell ${players} groups of edits apart takes ${least} runs at least`,
    expected: `at most ${Math.max(0, most)} runs`,
    action: `ask with fewer edits or replications, or for more runs, up to ${mostRuns}`,
  });
}

/** Means over the samples and seeds, with their standard errors. An order and its reverse are one sample. */
function estimates(
  samples: readonly (readonly Float64Array[])[],
  players: number,
  { kpis, seeds }: CoalitionSetting,
): Estimate[][] {
  const pairs = samples.length > 1 ? samples.length / 2 : 1;
  const each = samples.length / pairs;
  return Array.from({ length: players }, (_, player) =>
    kpis.map((_, figure) => {
      const bySample = Array.from({ length: pairs }, () => new Moments());
      const bySeed = seeds.map(() => new Moments());
      samples.forEach((sample, s) => {
        seeds.forEach((_, seed) => {
          const value = sample[player]?.[seed * kpis.length + figure] as number;
          bySample[Math.floor(s / each)]?.add(value);
          bySeed[seed]?.add(value);
        });
      });
      const [samplesError, contribution] = errorOf(bySample);
      return { contribution, standardError: Math.hypot(samplesError, errorOf(bySeed)[0]) };
    }),
  );
}

/** The standard error of a mean of means, and that mean. */
function errorOf(means: readonly Moments[]): readonly [error: number, mean: number] {
  const moments = new Moments();
  for (const { mean } of means) moments.add(mean);
  const { count, variance, mean } = moments;
  return [count < 2 ? 0 : Math.sqrt(variance / count), mean];
}
