/**
 * A cascade by superposition: what fails adds its shifts to the limits of others, until nothing
 * more exceeds. What a planner does with outage shifts, without simulating: a baseline's score, and
 * a part of the feature table.
 */
import type { Onset, StressNetwork } from '../../../gnn/model/stress-network.ts';
import {
  elementStress,
  exceeds,
  greatestStress,
  type StressIndex,
  stressIndex,
} from './stress-index.ts';

export interface ThresholdSpread {
  /** 0 for what had failed, 1 for what exceeds at once, then by round, -1 never. `[elements]` */
  readonly steps: Int16Array;
  /** Greatest stress over all rounds, that at the onset among them. `[elements]` */
  readonly peak: Float64Array;
  /** Stress after what exceeds at the onset has added its shifts. `[elements]` */
  readonly second: Float64Array;
}

/** Linear threshold model (Granovetter 1978) on shifts that add up. O(shifts of what fails). */
export function linearThreshold(
  network: StressNetwork,
  { failed, stress }: Onset,
): ThresholdSpread {
  const index = stressIndex(network);
  const now = Float64Array.from(stress);
  const peak = elementStress(index, now);
  const steps = new Int16Array(network.elementCount).fill(-1);
  const touchedAt = new Int32Array(network.elementCount);
  let frontier: number[] = [];
  for (let n = 0; n < network.elementCount; n++) {
    if (failed[n] === 1) steps[n] = 0;
    else if (exceeds(peak[n] as number)) frontier.push(n);
  }
  let second: Float64Array = peak.slice();
  for (let step = 1; frontier.length > 0; step++) {
    for (const n of frontier) steps[n] = Math.min(step, 32767);
    const touched = addShifts(index, frontier, { now, touchedAt, step });
    if (step === 1) second = elementStress(index, now);
    frontier = touched.filter((n) => {
      const most = greatestStress(index, now, n);
      peak[n] = Math.max(peak[n] as number, most);
      return steps[n] === -1 && exceeds(most);
    });
  }
  return { steps, peak, second };
}

interface Round {
  /** Stress of each limit, which is added to. */
  readonly now: Float64Array;
  /** The last step at which a limit of each element changed. */
  readonly touchedAt: Int32Array;
  readonly step: number;
}

/** Adds what the frontier's failures shift; returns whose limits changed, ascending. */
function addShifts(
  { elementOfLimit, shiftsBy }: StressIndex,
  frontier: readonly number[],
  { now, touchedAt, step }: Round,
): number[] {
  const { offsets, indices, values } = shiftsBy;
  const touched: number[] = [];
  for (const n of frontier) {
    for (let e = offsets[n] as number; e < (offsets[n + 1] as number); e++) {
      const limit = indices[e] as number;
      const bearer = elementOfLimit[limit] as number;
      now[limit] = (now[limit] as number) + (values[e] as number);
      if (touchedAt[bearer] === step) continue;
      touchedAt[bearer] = step;
      touched.push(bearer);
    }
  }
  return touched.sort((a, b) => a - b);
}
