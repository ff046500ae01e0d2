/**
 * A path under construction: each step points to the one before, so that beginnings are shared.
 * A path comes to no twin twice; a walk of `rows`, in `link-walk.ts`, only follows none twice.
 */
import type { TwinGraph } from '../../model/graph.ts';
import type { Path } from '../query.ts';
import { compareSteps, relationshipOf, type Step } from './step.ts';

/** A node that was reached, and the way to it. */
export interface Trail {
  readonly node: number;
  readonly hops: number;
  /** Absent at the beginning. */
  readonly step?: Step;
  readonly before?: Trail;
}

/** The path of a trail. */
export function pathOf(graph: TwinGraph, trail: Trail): Path {
  const trails = trailsOf(trail);
  const steps = trails.flatMap(({ step }) => (step === undefined ? [] : [step]));
  const start = trails[0]?.before ?? trail;
  return {
    twins: [graph.idAt(start.node) ?? '', ...steps.map(({ twin }) => twin)],
    relationships: steps.map((step) => relationshipOf(graph, step)),
  };
}

/** Whether a trail has been at a node. */
export function visits(trail: Trail, node: number): boolean {
  for (let at: Trail | undefined = trail; at !== undefined; at = at.before) {
    if (at.node === node) return true;
  }
  return false;
}

/** The order of two trails from one beginning: by their first different step, the shorter first. */
export function compareTrails(graph: TwinGraph, a: Trail, b: Trail): number {
  const [left, right] = [trailsOf(a), trailsOf(b)];
  for (let i = 0; i < Math.min(left.length, right.length); i++) {
    const [one, other] = [left[i]?.step, right[i]?.step];
    if (one === undefined || other === undefined || left[i] === right[i]) continue;
    const order = compareSteps(graph, one, other);
    if (order !== 0) return order;
  }
  return left.length - right.length;
}

/** The trail after each step, the first first. */
function trailsOf(trail: Trail): Trail[] {
  const trails: Trail[] = [];
  for (let at: Trail | undefined = trail; at?.step !== undefined; at = at.before) trails.push(at);
  return trails.reverse();
}
