/** What published grids say of their cascades, and the same from cascades of ours: the oracle. */
import type { Outcome } from '../../../gnn/model/stress-network.ts';

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
  const count = outcomes.length;
  const avalancheFraction = new Float64Array(count);
  const failureFraction = new Float64Array(count);
  const terminationStep = new Float64Array(count);
  outcomes.forEach((outcome, seed) => {
    let [size, last] = [0, 0];
    for (const [node, step] of outcome.entries()) {
      if (step < 0) continue;
      size++;
      last = Math.max(last, step);
      failureFraction[node] = (failureFraction[node] as number) + 1 / count;
    }
    avalancheFraction[seed] = size / count;
    terminationStep[seed] = last;
  });
  const avalancheCentrality = avalancheFraction.map(
    (size, node) => size * ((failureFraction[node] as number) - 1 / count),
  );
  return { avalancheFraction, failureFraction, avalancheCentrality, terminationStep };
}
