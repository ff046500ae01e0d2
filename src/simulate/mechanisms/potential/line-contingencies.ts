/**
 * Every single line outage of a network (N-1), exact and without solving again: the worst loading
 * that each leaves, and what it cuts off. Called by criticality and by the N-1 benchmark.
 */
import { DcFlow } from './dc-flow.ts';
import { LineOutages } from './line-outages.ts';
import { OutageScreen } from './outage-screen.ts';
import type { PowerModel } from './power-model.ts';
import type { PowerSolution } from './power-solution.ts';

export interface LineContingency {
  readonly twin: string;
  /** Highest flow over capacity of any other line without it; 0 where none has a capacity. */
  readonly worstLoading: number;
  /** Buses that it cuts off from the slack of their island, by id. */
  readonly cutOff: readonly string[];
  /** Whether those are left without a source. */
  readonly dark: boolean;
}

/** What is made once for a network as it is: then `screen.worstLoadings(flows)` is all of N-1. */
export interface ContingencyAnalysis {
  readonly outages: LineOutages;
  readonly screen: OutageScreen;
  /** Megawatt by line, before any outage. */
  readonly flows: Float64Array;
}

/** Prepares N-1 around a solution, injections held but for the slacks. Throws `SingularNetwork`. */
export function contingencyAnalysis({ laid, flows }: PowerSolution): ContingencyAnalysis {
  const { model, network, out } = laid;
  const capacity = Float64Array.from(model.lines, (line) => line.capacity);
  const outages = new LineOutages(new DcFlow(network, out));
  return { outages, screen: new OutageScreen(outages, capacity), flows };
}

/** One for each line, in the order of the model. */
export function lineContingencies(solution: PowerSolution): LineContingency[] {
  const { model, placeOf } = solution.laid;
  const { outages, screen, flows } = contingencyAnalysis(solution);
  const worst = screen.worstLoadings(flows);
  return model.lines.map(({ twin }, line) => {
    const separation = outages.separation(line);
    return {
      twin,
      worstLoading: worst[line] as number,
      cutOff: separation === undefined ? [] : twinsAt(model, placeOf, separation.nodes),
      dark: separation?.slack === -1,
    };
  });
}

function twinsAt({ nodes }: PowerModel, placeOf: Int32Array, places: Int32Array): string[] {
  const within = new Set(places);
  return nodes.filter((_, node) => within.has(placeOf[node] as number)).map(({ twin }) => twin);
}
