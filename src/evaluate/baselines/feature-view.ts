/** What the columns of the feature table are read from, reckoned once per onset. */
import type { Onset, StressNetwork } from '../../../gnn/model/stress-network.ts';
import {
  elementStress,
  exceeds,
  type Superposition,
  superposed,
} from '../../predict/gnn/superposition.ts';
import { hopsFrom } from './hops.ts';
import { type StressIndex, stressIndex } from './stress-index.ts';

/** All arrays are `[elements]`. */
export interface FeatureView {
  readonly index: StressIndex;
  readonly failed: Uint8Array;
  /** After the outage, the greatest of its limits. */
  readonly stress: Float64Array;
  /** 1 for what exceeds after the outage. */
  readonly exceeding: Uint8Array;
  readonly fromFailed: Float64Array;
  readonly fromExceeding: Float64Array;
  /** Hops to the nearest of either, Infinity where none leads. */
  readonly besideFailed: Float64Array;
  readonly besideExceeding: Float64Array;
  readonly shiftsOfFailed: ShiftSums;
  readonly shiftsOfExceeding: ShiftSums;
  readonly threshold: Superposition;
  /** Shares of all elements. */
  readonly shareFailed: number;
  readonly shareExceeding: number;
  readonly shareByThreshold: number;
}

/** What some failures add to elements, each alone: where it raises and where it relieves. */
export interface ShiftSums {
  /** Sum of the positive shifts, at the limit where it is greatest. */
  readonly raised: Float64Array;
  /** Sum of the negative shifts, at the limit where it is least. */
  readonly relieved: Float64Array;
}

export function featureView(network: StressNetwork, onset: Onset): FeatureView {
  const index = stressIndex(network);
  const { failed } = onset;
  const stress = elementStress(network, onset.stress);
  const exceeding = failed.map((flag, n) => (flag === 0 && exceeds(stress[n] as number) ? 1 : 0));
  const threshold = superposed(network, onset);
  return {
    index,
    failed,
    stress,
    exceeding,
    fromFailed: hopsFrom(network.neighbours, failed),
    fromExceeding: hopsFrom(network.neighbours, exceeding),
    besideFailed: shareOfNeighbours(index, failed),
    besideExceeding: shareOfNeighbours(index, exceeding),
    shiftsOfFailed: shiftSums(index, onset.stress, failed),
    shiftsOfExceeding: shiftSums(index, onset.stress, exceeding),
    threshold,
    shareFailed: share(failed),
    shareExceeding: share(exceeding),
    shareByThreshold: share(threshold.steps.map((step) => (step > 0 ? 1 : 0))),
  };
}

function share(flags: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < flags.length; i++) sum += flags[i] as number;
  return sum / Math.max(1, flags.length);
}

/** Share of its neighbours that are flagged, 0 for one without. */
function shareOfNeighbours({ network, degree }: StressIndex, flags: Uint8Array): Float64Array {
  const { offsets, indices } = network.neighbours;
  return degree.map((count, n) => {
    let sum = 0;
    for (let e = offsets[n] as number; e < (offsets[n + 1] as number); e++) {
      sum += flags[indices[e] as number] as number;
    }
    return count === 0 ? 0 : sum / count;
  });
}

/** Raised is away from 0, whichever way a limit is stressed. */
function shiftSums(
  { network, shiftsBy, elementOfLimit }: StressIndex,
  stress: Float32Array,
  flags: Uint8Array,
): ShiftSums {
  const positive = new Float64Array(elementOfLimit.length);
  const negative = new Float64Array(elementOfLimit.length);
  for (let n = 0; n < network.elementCount; n++) {
    if (flags[n] !== 1) continue;
    const end = shiftsBy.offsets[n + 1] as number;
    for (let e = shiftsBy.offsets[n] as number; e < end; e++) {
      const limit = shiftsBy.indices[e] as number;
      const turned = network.twoSided[limit] === 1 && (stress[limit] as number) < 0;
      const shift = (turned ? -1 : 1) * (shiftsBy.values[e] as number);
      const sums = shift > 0 ? positive : negative;
      sums[limit] = (sums[limit] as number) + shift;
    }
  }
  const plain = { ...network, twoSided: new Uint8Array(network.twoSided.length) };
  const raised = elementStress(plain, positive);
  const relieved = elementStress(
    plain,
    negative.map((sum) => -sum),
  ).map((sum) => -sum);
  return { raised, relieved };
}
