/** A cascade that has run: what is seen after the first failures, and what then failed when. */
import type { Onset, Outcome, StressNetwork } from '../../gnn/model/stress-network.ts';

export interface Spread {
  readonly onset: Onset;
  readonly outcome: Outcome;
}

/** A network and cascades on it, one onset for each outcome. */
export interface SpreadSample {
  readonly network: StressNetwork;
  readonly onsets: readonly Onset[];
  readonly outcomes: readonly Outcome[];
}

/** The step at which the last failure happened; 0 when nothing failed but what had failed before. */
export function lastStep(outcome: Outcome): number {
  let last = 0;
  for (const step of outcome) if (step > last) last = step;
  return last;
}

/** Elements that carry load, with one limit each by that name: what all overload networks share. */
export function loadCarriers(elementCount: number, name: string, { twoSided = false } = {}) {
  return {
    elementCount,
    limitOffsets: Int32Array.from({ length: elementCount + 1 }, (_, n) => n),
    limitName: new Array<string>(elementCount).fill(name),
    twoSided: new Uint8Array(elementCount).fill(Number(twoSided)),
    carries: new Uint8Array(elementCount).fill(1),
    holdSeconds: new Float64Array(elementCount),
  };
}
