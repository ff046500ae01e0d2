/**
 * Overload cascade: all lines loaded above their capacity trip at once, the flows settle anew on the
 * islands that are left, and so on until no line is overloaded. Called by the power run and by the
 * cascades of lines that predictors are judged on.
 */
import { DcFlow } from './dc-flow.ts';
import type { DcNetwork } from './dc-network.ts';

/** A flow this much above capacity is none: rounding. */
const overloadTolerance = 1e-9;

export interface CascadeStart {
  readonly network: DcNetwork;
  /** By line, in megawatt; infinite for no limit. */
  readonly capacity: Float64Array;
  /** By line: 1 when it is out to begin with. */
  readonly out: Uint8Array;
  /** Injections by node, in megawatt, on the islands that there are. */
  readonly injections: (flow: DcFlow) => Float64Array;
}

export interface CascadeRound {
  /** Ascending. */
  readonly tripped: readonly number[];
  /** Flow over capacity of each. */
  readonly loadings: readonly number[];
}

export interface CascadeEnd {
  readonly rounds: readonly CascadeRound[];
  /** As things are when no line is overloaded any more. */
  readonly flow: DcFlow;
  readonly injections: Float64Array;
  readonly flows: Float64Array;
}

/** At most one round for each line; ends because lines only go out. */
export function overloadCascade({ network, capacity, out, injections }: CascadeStart): CascadeEnd {
  const rounds: CascadeRound[] = [];
  const gone = out.slice();
  for (;;) {
    const flow = new DcFlow(network, gone.slice());
    const power = injections(flow);
    const flows = flow.flows(power);
    const tripped = overloadedLines(flows, capacity);
    if (tripped.length === 0) return { rounds, flow, injections: power, flows };
    const loadings = tripped.map((line) =>
      loadingOf(flows[line] as number, capacity[line] as number),
    );
    rounds.push({ tripped, loadings });
    for (const line of tripped) gone[line] = 1;
  }
}

/** Lines that carry more than their capacity, ascending. */
export function overloadedLines(flows: Float64Array, capacity: Float64Array): number[] {
  return [...flows.keys()].filter(
    (line) =>
      Math.abs(flows[line] as number) >
      (capacity[line] as number) + overloadTolerance * Math.max(1, capacity[line] as number),
  );
}

/** Share of the capacity in use; 0 for nothing on nothing, infinite for something on nothing. */
export function loadingOf(flow: number, capacity: number): number {
  if (flow === 0) return 0;
  return Math.abs(flow) / capacity;
}
