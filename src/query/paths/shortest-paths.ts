/** The shortest path from one twin to every other within reach: breadth-first search. */
import type { Path } from '../query.ts';
import { type Search, stepsFrom } from './step.ts';
import { pathOf, type Trail } from './trail.ts';
import type { Walk } from './walk.ts';

/**
 * One path for each twin within reach, the nearest first; among equally short ones the first by
 * ids, because each level is walked in the order of its trails.
 */
export function shortestPaths({ from, walk, first }: Search): Path[] {
  const { min, max } = walk.hops;
  const seen = new Uint8Array(walk.graph.nodeCount);
  seen[from] = 1;
  const found: Trail[] = [];
  let level: Trail[] = [{ node: from, hops: 0 }];
  for (let hops = 1; hops <= max && level.length > 0; hops++) {
    const enough = hops < min ? Number.POSITIVE_INFINITY : first - found.length;
    const next = nextLevel(walk, level, seen, enough);
    if (hops >= min) found.push(...next.slice(0, enough));
    level = found.length < first ? next : [];
  }
  return found.map((trail) => pathOf(walk.graph, trail));
}

/** The trails to nodes not yet seen that are one hop longer, in order: all, or at least `enough`. */
function nextLevel(walk: Walk, level: readonly Trail[], seen: Uint8Array, enough: number): Trail[] {
  const next: Trail[] = [];
  for (const before of level) {
    if (next.length >= enough) break;
    if (before.hops > 0 && walk.passes !== undefined && !walk.passes(before.node)) continue;
    for (const step of stepsFrom(walk, before.node)) {
      if (seen[step.node] === 1) continue;
      seen[step.node] = 1;
      next.push({ node: step.node, hops: before.hops + 1, step, before });
    }
  }
  return next;
}
