/** A walk: a route made ready to be followed on one graph, node by node. */
import type { TwinGraph } from '../../model/graph.ts';
import type { Direction } from '../../model/relationship.ts';
import type { Test } from '../predicate/predicate.ts';
import type { Work } from '../work.ts';

/** Where one may go from node to node. */
export interface Walk {
  readonly graph: TwinGraph;
  readonly direction: Direction;
  readonly hops: { readonly min: number; readonly max: number };
  /** Whether an edge may be followed; undefined where each may. */
  readonly follows: Test<number> | undefined;
  /** Whether a way may lead on from a node between its ends; undefined where it always may. */
  readonly passes: Test<number> | undefined;
  readonly work: Pick<Work, 'follow'>;
}

/** What follows the edges of some names; undefined where any name will do. */
export function namedEdges(
  graph: TwinGraph,
  names: readonly string[] | undefined,
): Test<number> | undefined {
  if (names === undefined) return undefined;
  const wanted = new Set(names);
  return (edge) => wanted.has(graph.nameAt(edge) as string);
}

/** Each direction as it is seen from the other end. */
export const opposite = { out: 'in', in: 'out', both: 'both' } as const;

/** The same walk from its end. */
export function reversed(walk: Walk): Walk {
  return { ...walk, direction: opposite[walk.direction] };
}

/** What is done at a step: `far` is the node that `edge` leads to. True ends the round. */
type Visit = (far: number, edge: number) => boolean;

/** Visits what is one hop from a node, a loop once, until a visit ends it; whether one did. */
export function visitSteps(walk: Walk, node: number, visit: Visit): boolean {
  const { graph, direction, follows, work } = walk;
  if (direction !== 'in') {
    const edges = graph.outEdges(node);
    work.follow(edges.length);
    for (let i = 0; i < edges.length; i++) {
      const edge = edges[i] as number;
      if (follows !== undefined && !follows(edge)) continue;
      if (visit(graph.targetOf(edge), edge)) return true;
    }
  }
  if (direction === 'out') return false;
  const edges = graph.inEdges(node);
  work.follow(edges.length);
  for (let i = 0; i < edges.length; i++) {
    const edge = edges[i] as number;
    if (follows !== undefined && !follows(edge)) continue;
    const far = graph.sourceOf(edge);
    if (far === node && direction === 'both') continue;
    if (visit(far, edge)) return true;
  }
  return false;
}
