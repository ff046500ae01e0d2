/** The shortest path from one twin to every other within reach: breadth-first search. */
import type { TwinGraph } from '../model/graph.ts';
import type { Path } from './query.ts';
import { type Search, stepsFrom } from './step.ts';
import { pathOf, type Trail } from './trail.ts';

/**
 * One path for each twin within reach, the nearest first; among equally short ones the first by
 * ids, because each level is walked in the order of its trails.
 */
export function shortestPaths(graph: TwinGraph, search: Search): Path[] {
  const seen = new Set([search.from]);
  const found: Trail[] = [];
  let level: Trail[] = [{ node: search.from, hops: 0 }];
  for (let hops = 1; hops <= search.maxHops && level.length > 0; hops++) {
    const next: Trail[] = [];
    for (const before of level) {
      for (const step of stepsFrom(graph, before.node, search.route)) {
        if (seen.has(step.node)) continue;
        seen.add(step.node);
        next.push({ node: step.node, hops, step, before });
      }
      if (found.length + next.length >= search.first) break;
    }
    found.push(...next.slice(0, search.first - found.length));
    level = found.length < search.first ? next : [];
  }
  return found.map((trail) => pathOf(graph, trail));
}
