/** What published grids say of their cascades, and the same from cascades of ours: the oracle. */
import type { Outcome } from '../../../gnn/model/stress-network.ts';
import { avalanches } from '../metrics/avalanche-centrality.ts';
import { lastStep } from '../spread.ts';

/** Of the cascades of every single failure, by the node that fails first or, of the second two, at all. */
export interface CascadeLabels {
  /** Share of the nodes that have failed at the end, the first included. */
  readonly avalancheFraction: Float64Array;
  /** Share of the cascades in which a node fails, its own included. */
  readonly failureFraction: Float64Array;
  /** Avalanche fraction times the share of the cascades of others in which a node fails. */
  readonly avalancheCentrality: Float64Array;
  /** The step of the last failure, 0 when nothing else fails. */
  readonly terminationStep: Float64Array;
}

/** Labels from the outcomes of every single failure, in the order of nodes. */
export function labelsOf(outcomes: readonly Outcome[]): CascadeLabels {
  const nodeCount = outcomes.length;
  const probability = new Uint8Array(nodeCount * nodeCount);
  for (const [seed, outcome] of outcomes.entries())
    for (const [node, step] of outcome.entries())
      probability[seed * nodeCount + node] = step < 0 ? 0 : 1;
  const { avalancheFraction, failureFraction, centrality } = avalanches({ nodeCount, probability });
  return {
    avalancheFraction,
    failureFraction,
    avalancheCentrality: centrality,
    terminationStep: Float64Array.from(outcomes, lastStep),
  };
}
