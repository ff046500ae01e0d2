/**
 * What flows over closed couplers: where several ways without reactance lead round, they share as if
 * all had the same small one. Called when outputs are asked for.
 */
import { DcFlow } from './dc-flow.ts';
import type { Joining } from './power-model.ts';
import type { PowerSolution } from './power-solution.ts';

/** Megawatt by coupler, from its first end to its second. */
export function couplerFlows(solution: PowerSolution): Float64Array {
  const { laid, flows, generation, served, dark } = solution;
  const { model, closed, working } = laid;
  const count = model.nodes.length;
  const left = new Float64Array(count);
  const add = (node: number, megawatt: number) => {
    left[node] = (left[node] as number) + megawatt;
  };
  model.sources.forEach(({ at }, s) => {
    add(at, generation[s] as number);
  });
  model.loads.forEach(({ at }, l) => {
    add(at, -(served[l] as number));
  });
  model.shunts.forEach(({ at, taken }, s) => {
    if (working.shunts[s] === 1 && dark[at] === 0) add(at, -taken);
  });
  model.lines.forEach(({ from, to }, line) => {
    add(from, -(flows[line] as number));
    add(to, flows[line] as number);
  });
  const ends = (end: (coupler: Joining) => number) => Int32Array.from(model.couplers, end);
  const network = {
    nodeCount: count,
    from: ends(({ from }) => from),
    to: ends(({ to }) => to),
    susceptance: new Float64Array(model.couplers.length).fill(1),
    shift: new Float64Array(model.couplers.length),
    reference: new Uint8Array(count),
    source: new Float64Array(count).fill(1),
  };
  const out = closed.map((isClosed) => 1 - isClosed);
  return new DcFlow(network, out).flows(left);
}
