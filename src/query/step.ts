/** One step of a path: the relationships that lead on from a twin, in the order of the far ids. */
import { compareText } from '../model/compare-text.ts';
import type { TwinGraph } from '../model/graph.ts';
import type { Direction, Relationship } from '../model/relationship.ts';

/** A relationship, followed to its other end. */
export interface Step {
  /** The node it leads to. */
  readonly node: number;
  readonly twin: string;
  readonly relationship: Relationship;
}

/** Where paths may go. */
export interface Route {
  readonly direction: Direction;
  /** Relationship names; all where absent. */
  readonly along: ReadonlySet<string> | undefined;
}

/** A search for paths along a route. */
export interface Search {
  /** The node it begins at. */
  readonly from: number;
  readonly route: Route;
  readonly maxHops: number;
  /** How many paths at most. */
  readonly first: number;
}

/** The same route walked from its end. */
export function reversed({ direction, along }: Route): Route {
  const back = { out: 'in', in: 'out', both: 'both' } as const;
  return { direction: back[direction], along };
}

/** The steps from a node, by the far twin's id, then the relationship's source and id. */
export function stepsFrom(graph: TwinGraph, node: number, route: Route): Step[] {
  return unorderedSteps(graph, node, route).sort(compareSteps);
}

/** The steps from a node, in no particular order. */
export function unorderedSteps(graph: TwinGraph, node: number, route: Route): Step[] {
  const steps: Step[] = [];
  const follow = (edges: ArrayLike<number>, end: (edge: number) => number) => {
    for (let i = 0; i < edges.length; i++) {
      const edge = edges[i] as number;
      const relationship = graph.relationshipAt(edge);
      if (relationship === undefined || route.along?.has(relationship.name) === false) continue;
      const far = end(edge);
      const twin = graph.twinAt(far)?.id;
      if (twin !== undefined) steps.push({ node: far, twin, relationship });
    }
  };
  if (route.direction !== 'in') follow(graph.outEdges(node), (edge) => graph.targetOf(edge));
  if (route.direction !== 'out') follow(graph.inEdges(node), (edge) => graph.sourceOf(edge));
  return steps;
}

/** The order of two steps. */
export function compareSteps(a: Step, b: Step): number {
  return (
    compareText(a.twin, b.twin) ||
    compareText(a.relationship.source, b.relationship.source) ||
    compareText(a.relationship.id, b.relationship.id)
  );
}
