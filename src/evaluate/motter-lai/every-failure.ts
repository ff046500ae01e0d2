/** The cascades of every single failure on a graph, and the graph as a stress network. */
import type { Onset, Outcome } from '../../../gnn/model/stress-network.ts';
import { ShiftMatrix } from '../shift-matrix.ts';
import { loadCarriers, type SpreadSample } from '../spread.ts';
import { adjacency, type UndirectedGraph } from '../undirected-graph.ts';
import { MotterLaiCascade } from './cascade.ts';

/** Shifts of stress are kept within these. */
export const shiftRange = [-1.5, 3] as const;

/**
 * Limits are loads over capacities; onset and outcome n are of the failure of node n alone. `alpha`
 * is the tolerance, above -1.
 */
export function everyFailure(graph: UndirectedGraph, alpha: number): SpreadSample {
  const { nodeCount } = graph;
  const neighbours = adjacency(graph);
  const cascade = new MotterLaiCascade(neighbours, alpha);
  const base = Float32Array.from(cascade.initial, (load, node) => cascade.stressOf(node, load));
  const shifts = new ShiftMatrix(nodeCount, nodeCount);
  const onsets: Onset[] = [];
  const outcomes: Outcome[] = [];
  const [least, most] = shiftRange;
  for (let seed = 0; seed < nodeCount; seed++) {
    const { onset, outcome } = cascade.run([seed]);
    const { stress } = onset;
    for (let node = 0; node < nodeCount; node++) {
      if (node === seed) continue;
      const shift = (stress[node] as number) - (base[node] as number);
      shifts.add(node, seed, Math.min(most, Math.max(least, shift)));
    }
    onsets.push(onset);
    outcomes.push(outcome);
  }
  const network = { ...loadCarriers(nodeCount, 'load'), base, shifts: shifts.matrix(), neighbours };
  return { network, onsets, outcomes };
}
