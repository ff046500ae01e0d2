/** The features of an element: its place, its stress, its reserves, and what the declared rules say of it. */
import { mostStress } from '../../../gnn/model/stress-network.ts';
import { spanOf } from '../dependency-walk.ts';
import { exceeds } from './superposition.ts';
import type { View } from './view.ts';

interface NodeFeature {
  readonly name: string;
  of(view: View, element: number): number;
}

/** In the order of the columns. Counts and sums are in logarithms, times in hours. */
export const nodeFeatures: readonly NodeFeature[] = [
  { name: 'failed', of: ({ failed }, n) => failed[n] ?? 0 },
  { name: 'awaited', of: ({ awaitedAmong }) => Number(awaitedAmong > 0) },
  { name: 'nearFailure', of: ({ fromFailed }, n) => 1 / (1 + (fromFailed[n] ?? 0)) },
  { name: 'reached', of: ({ fromFailed }, n) => Number(Number.isFinite(fromFailed[n])) },
  { name: 'depth', of: ({ fromSources }, n) => depth(fromSources[n] ?? 0) },
  { name: 'limits', of: ({ network }, n) => Math.log1p(spanOf(network.limitOffsets, n)) },
  { name: 'neighbours', of: ({ network }, n) => Math.log1p(spanOf(network.neighbours.offsets, n)) },
  { name: 'leads', of: ({ leads }, n) => Math.log1p(leads[n] ?? 0) },
  { name: 'shifted', of: ({ shifted }, n) => Math.log1p(shifted[n] ?? 0) },
  { name: 'baseStress', of: ({ baseStress }, n) => bounded(baseStress[n] ?? 0) },
  { name: 'stress', of: ({ stressNow }, n) => bounded(stressNow[n] ?? 0) },
  { name: 'exceeds', of: ({ stressNow }, n) => Number(exceeds(stressNow[n] ?? 0)) },
  { name: 'breakable', of: breakable },
  // What one step of the declared rules does, and where they end.
  { name: 'failsNext', of: ({ declared }, n) => Number(declared[n] === 1) },
  { name: 'failsByRule', of: ({ declared }, n) => Number((declared[n] ?? -1) >= 0) },
  { name: 'ruleNearness', of: ({ declared }, n) => nearness(declared[n] ?? -1) },
  // The same where loads are passed on as they have grown.
  { name: 'failsByLoads', of: ({ loads }, n) => Number((loads.steps[n] ?? -1) >= 0) },
  { name: 'loadsNearness', of: ({ loads }, n) => nearness(loads.steps[n] ?? -1) },
  { name: 'peak', of: ({ loads }, n) => bounded(loads.peak[n] ?? 0) },
  { name: 'second', of: ({ loads }, n) => bounded(loads.second[n] ?? 0) },
  { name: 'holds', of: ({ network }, n) => Number((network.holdSeconds[n] ?? 0) > 0) },
  { name: 'holdTime', of: ({ network }, n) => Math.log1p((network.holdSeconds[n] ?? 0) / 3600) },
];

function depth(hops: number): number {
  return Number.isFinite(hops) ? Math.log1p(hops) : 4;
}

function nearness(step: number): number {
  return step < 0 ? 0 : 1 / (1 + step);
}

/** Beyond `mostStress`, more says no more. */
function bounded(stress: number): number {
  return Math.max(-mostStress, Math.min(mostStress, stress));
}

/** Limits that a single failure more would break. */
function breakable(view: View, element: number): number {
  let count = 0;
  for (const limit of limitsOf(view.network.limitOffsets, element)) {
    if ((view.stress[limit] as number) + (view.largest[limit] as number) > 1) count++;
  }
  return Math.log1p(count);
}

function* limitsOf(offsets: Int32Array, element: number): Generator<number> {
  for (let limit = offsets[element] as number; limit < (offsets[element + 1] as number); limit++) {
    yield limit;
  }
}
