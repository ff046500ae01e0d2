/** Graphs of points in the plane, as grids grow there. Made by the spatial families. */

import type { UndirectedGraph } from '../../../src/evaluate/undirected-graph.ts';
import type { RandomStream } from '../../../src/model/random.ts';

export interface Points {
  /** By point, about 0 to 1. */
  readonly x: Float64Array;
  readonly y: Float64Array;
}

export interface PlacedGraph extends Points {
  readonly graph: UndirectedGraph;
}

export function distance({ x, y }: Points, a: number, b: number): number {
  const [dx, dy] = [(x[a] as number) - (x[b] as number), (y[a] as number) - (y[b] as number)];
  return Math.sqrt(dx * dx + dy * dy);
}

/** Uniform over a range. */
export function between(random: RandomStream, least: number, most: number): number {
  return least + (most - least) * random.uniform();
}

/** A whole number, its logarithm uniform over a range. */
export function logUniform(random: RandomStream, [least, most]: readonly [number, number]): number {
  return Math.floor(least * Math.exp(random.uniform() * Math.log(most / least)));
}
