/**
 * All paths from one twin to another, shortest first: best-first search with the exact distance to
 * the end as its estimate (A*, Hart, Nilsson and Raphael 1968), so it follows only steps that can
 * still arrive, and its work grows with the number of paths asked for.
 */
import { LinchpinError } from '../model/errors.ts';
import type { TwinGraph } from '../model/graph.ts';
import type { Path } from './query.ts';
import { distancesTo } from './reach.ts';
import { type Search, stepsFrom } from './step.ts';
import { compareTrails, pathOf, type Trail, visits } from './trail.ts';

/** How many trails a search may follow; only paths that keep crossing themselves come near it. */
const maxTrails = 200_000;

/** The paths from the search's beginning to the node `to`. */
export function pathsBetween(graph: TwinGraph, search: Search, to: number): Path[] {
  const left = distancesTo(graph, search, to);
  const found: Trail[] = [];
  /** Trails that can arrive after as many hops as their index says. */
  const waiting: Trail[][] = Array.from({ length: search.maxHops + 1 }, () => []);
  const nearest = left.get(search.from);
  if (nearest !== undefined) waiting[nearest]?.push({ node: search.from, hops: 0 });
  let followed = 0;
  for (const bucket of waiting) {
    // Taken from the end: the first in order, then what it leads to, then the next.
    bucket.sort((a, b) => compareTrails(b, a));
    for (let trail = bucket.pop(); trail !== undefined; trail = bucket.pop()) {
      if (found.length >= search.first) break;
      if (trail.node === to) {
        found.push(trail);
        continue;
      }
      if (++followed > maxTrails) throw tooWide(found.length);
      for (const next of continuations(graph, search, trail)) {
        waiting[next.hops + (left.get(next.node) ?? Number.POSITIVE_INFINITY)]?.push(next);
      }
    }
  }
  return found.map((trail) => pathOf(graph, trail));
}

function continuations(graph: TwinGraph, search: Search, before: Trail): Trail[] {
  return stepsFrom(graph, before.node, search.route)
    .filter((step) => !visits(before, step.node))
    .map((step) => ({ node: step.node, hops: before.hops + 1, step, before }))
    .reverse();
}

function tooWide(found: number): LinchpinError {
  return new LinchpinError({
    code: 'LIMIT_EXCEEDED',
    where: 'paths',
    message: `the search followed ${maxTrails} trails and found ${found} path(s)`,
    action: 'ask for fewer paths (first), fewer hops (maxHops) or fewer names (along)',
  });
}
