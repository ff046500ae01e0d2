/**
 * All paths from one twin to another, shortest first: best-first search with the exact distance to
 * the end as its estimate (A*, Hart, Nilsson and Raphael 1968), so it follows only steps that can
 * still arrive, and its work grows with the number of paths asked for.
 */
import { LinchpinError } from '../../model/errors.ts';
import type { Path } from '../query.ts';
import { distancesTo } from './distances.ts';
import { type Search, stepsFrom } from './step.ts';
import { compareTrails, pathOf, type Trail, visits } from './trail.ts';
import type { Walk } from './walk.ts';

/**
 * How many trails a search may follow, well under a second's work; only paths that keep crossing
 * themselves come near it.
 */
const maxTrails = 50_000;

/** The paths from the search's beginning to the node `to`. */
export function pathsBetween(search: Search, to: number): Path[] {
  const { from, walk, first } = search;
  const left = distancesTo(walk, from, to);
  const found: Trail[] = [];
  /** Trails that can arrive after as many hops as their index says. */
  const waiting: Trail[][] = Array.from({ length: walk.hops.max + 1 }, () => []);
  if (left[from] !== 0) waiting[(left[from] as number) - 1]?.push({ node: from, hops: 0 });
  let followed = 0;
  for (const bucket of waiting) {
    if (search.shortest && found.length > 0) break;
    // Taken from the end: the first in order, then what it leads to, then the next.
    bucket.sort((a, b) => compareTrails(walk.graph, b, a));
    for (let trail = bucket.pop(); trail !== undefined; trail = bucket.pop()) {
      if (found.length >= first) break;
      if (trail.node === to) {
        if (trail.hops >= walk.hops.min) found.push(trail);
        continue;
      }
      if (++followed > maxTrails) throw tooWide(found.length);
      for (const next of continuations(walk, trail)) {
        const hops = left[next.node] as number;
        if (hops !== 0) waiting[next.hops + hops - 1]?.push(next);
      }
    }
  }
  return found.map((trail) => pathOf(walk.graph, trail));
}

function continuations(walk: Walk, before: Trail): Trail[] {
  if (before.hops > 0 && walk.passes !== undefined && !walk.passes(before.node)) return [];
  return stepsFrom(walk, before.node)
    .filter((step) => !visits(before, step.node))
    .map((step) => ({ node: step.node, hops: before.hops + 1, step, before }))
    .reverse();
}

function tooWide(found: number): LinchpinError {
  return new LinchpinError({
    code: 'LIMIT_EXCEEDED',
    where: 'paths',
    message: `the search followed ${maxTrails} trails and found ${found} path(s)`,
    action: 'ask for fewer paths (first), fewer hops (hops) or fewer names (along)',
  });
}
