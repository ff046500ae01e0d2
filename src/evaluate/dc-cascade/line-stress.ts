/** A power grid as a stress network over its lines: what the outage of each does to the others. */
import type { StressNetwork } from '../../../gnn/model/stress-network.ts';
import { DcFlow } from '../../simulate/mechanisms/potential/dc-flow.ts';
import { LineOutages } from '../../simulate/mechanisms/potential/line-outages.ts';
import { ShiftMatrix } from '../shift-matrix.ts';
import { loadCarriers } from '../spread.ts';
import { adjacency, undirectedGraph } from '../undirected-graph.ts';
import { flowsWithout, type GridSnapshot, namingPlace } from './grid-snapshot.ts';
import { balanced } from './island-balance.ts';
import { LineCascade } from './line-cascade.ts';

export interface LineStress {
  readonly network: StressNetwork;
  readonly cascade: LineCascade;
}

/**
 * Limits are flows over ratings, positive in the direction of the base flow: a line trips when its
 * stress is above 1 or below -1. Shifts are exact, islands included, but for those below 1e-4.
 * Throws BAD_USER_INPUT.
 */
export function lineStress(snapshot: GridSnapshot): LineStress {
  const { network } = snapshot;
  const lines = network.from.length;
  const flow = namingPlace(() => new DcFlow(network));
  const flows = flow.flows(balanced(snapshot, flow.islands));
  const cascade = new LineCascade(snapshot, flows);
  const base = cascade.stressOf(flows);
  const outages = new LineOutages(flow);
  const shifts = new ShiftMatrix(lines, lines);
  const after = new Float64Array(lines);
  for (let lost = 0; lost < lines; lost++) {
    // Factors know nothing of how islands are balanced: a line that tears one apart is solved again.
    const stress = cascade.stressOf(
      outages.bridge[lost] === 1
        ? flowsWithout(snapshot, [lost])
        : namingPlace(() => outages.flowsWithout(lost, flows, after)),
    );
    for (let line = 0; line < lines; line++)
      if (line !== lost) shifts.add(line, lost, (stress[line] as number) - (base[line] as number));
  }
  const neighbours = adjacency(undirectedGraph(lines, linesThatMeet(network)));
  const limits = loadCarriers(lines, 'rating', { twoSided: true });
  return { network: { ...limits, base, shifts: shifts.matrix(), neighbours }, cascade };
}

/** Pairs of lines that share a node. */
function linesThatMeet({ nodeCount, from, to }: GridSnapshot['network']): [number, number][] {
  const at = Array.from({ length: nodeCount }, (): number[] => []);
  for (let line = 0; line < from.length; line++) {
    at[from[line] as number]?.push(line);
    at[to[line] as number]?.push(line);
  }
  return at.flatMap((lines) =>
    lines.flatMap((a, i) => lines.slice(i + 1).map((b): [number, number] => [a, b])),
  );
}
