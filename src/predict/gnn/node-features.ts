/** The features of a node: its place, its reserves, and what the declared rules say of it. */
import { spanOf } from '../dependency-walk.ts';
import { marginOf } from './group-features.ts';
import type { View } from './view.ts';

interface NodeFeature {
  readonly name: string;
  of(view: View, node: number): number;
}

/** In the order of the columns. Counts are in logarithms, times in hours. */
export const nodeFeatures: readonly NodeFeature[] = [
  { name: 'failed', of: ({ failed }, n) => failed[n] ?? 0 },
  { name: 'awaited', of: ({ awaited }) => Number(awaited) },
  { name: 'nearFailure', of: ({ fromFailed }, n) => 1 / (1 + (fromFailed[n] ?? 0)) },
  { name: 'reached', of: ({ fromFailed }, n) => Number(Number.isFinite(fromFailed[n])) },
  { name: 'depth', of: ({ fromSources }, n) => depth(fromSources[n] ?? 0) },
  { name: 'isSource', of: ({ network }, n) => Number(spanOf(network.groupOffsets, n) === 0) },
  { name: 'groups', of: ({ network }, n) => Math.log1p(spanOf(network.groupOffsets, n)) },
  { name: 'dependents', of: ({ network }, n) => Math.log1p(spanOf(network.dependentOffsets, n)) },
  { name: 'criticalGroups', of: (view, n) => Math.log1p(criticalGroups(view, n)) },
  { name: 'leastMargin', of: leastMargin },
  // What one step of the declared rules does, and where they end.
  { name: 'failsNext', of: ({ declared }, n) => Number(declared[n] === 1) },
  { name: 'failsByRule', of: ({ declared }, n) => Number((declared[n] ?? -1) >= 0) },
  { name: 'ruleNearness', of: ({ declared }, n) => nearness(declared[n] ?? -1) },
  { name: 'hasDelay', of: ({ network }, n) => Number((network.delaySeconds[n] ?? 0) > 0) },
  { name: 'delay', of: ({ network }, n) => Math.log1p((network.delaySeconds[n] ?? 0) / 3600) },
];

function depth(hops: number): number {
  return Number.isFinite(hops) ? Math.log1p(hops) : 4;
}

function nearness(step: number): number {
  return step < 0 ? 0 : 1 / (1 + step);
}

function leastMargin(view: View, node: number): number {
  let least = 1;
  for (const g of groupsOf(view, node)) least = Math.min(least, marginOf(view, g));
  return least;
}

/** Groups that the loss of one support breaks. */
function criticalGroups(view: View, node: number): number {
  let count = 0;
  for (const g of groupsOf(view, node)) {
    const share = (view.largest[g] ?? 0) / (view.total[g] || 1);
    if (marginOf(view, g) < share - 1e-9) count++;
  }
  return count;
}

function* groupsOf({ network }: View, node: number): Generator<number> {
  for (let g = network.groupOffsets[node] ?? 0; g < (network.groupOffsets[node + 1] ?? 0); g++) {
    yield g;
  }
}
