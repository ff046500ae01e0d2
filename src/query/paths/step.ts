/** One step of a path: the relationships that lead on from a twin, in the order of the far ids. */
import { compareText } from '../../model/compare-text.ts';
import type { TwinGraph } from '../../model/graph.ts';
import type { Relationship } from '../../model/relationship.ts';
import { visitSteps, type Walk } from './walk.ts';

/** A relationship, followed to its other end. */
export interface Step {
  /** The node it leads to. */
  readonly node: number;
  readonly twin: string;
  readonly edge: number;
}

/** A search for paths along a walk. */
export interface Search {
  /** The node it begins at. */
  readonly from: number;
  readonly walk: Walk;
  /** How many paths at most. */
  readonly first: number;
  /** Whether only those as short as the first are wanted. */
  readonly shortest: boolean;
}

/** The steps from a node, by the far twin's id, then the relationship's source and id. */
export function stepsFrom(walk: Walk, node: number): Step[] {
  const { graph } = walk;
  const steps: Step[] = [];
  visitSteps(walk, node, (far, edge) => {
    steps.push({ node: far, twin: graph.idAt(far) ?? '', edge });
    return false;
  });
  return steps.sort((a, b) => compareSteps(graph, a, b));
}

/** The order of two steps. */
export function compareSteps(graph: TwinGraph, a: Step, b: Step): number {
  if (a.edge === b.edge || a.node !== b.node) return compareText(a.twin, b.twin);
  const [left, right] = [relationshipOf(graph, a), relationshipOf(graph, b)];
  return compareText(left.source, right.source) || compareText(left.id, right.id);
}

/** The relationship of a step. */
export function relationshipOf(graph: TwinGraph, { edge }: Step): Relationship {
  return graph.relationshipAt(edge) as Relationship;
}
