/**
 * What the baselines read off a stress network again and again, made once per network: per element
 * instead of per limit, and the shifts by what fails. Used by the scores and the feature table.
 */
import { type SparseMatrix, transpose } from '../../../gnn/model/sparse.ts';
import type { StressNetwork } from '../../../gnn/model/stress-network.ts';

export interface StressIndex {
  readonly network: StressNetwork;
  /** Whether stress below -1 exceeds too: a flow that has turned round. */
  readonly signed: boolean;
  /** Whose limit it is. `[limits]` */
  readonly elementOfLimit: Int32Array;
  /** What a failure adds to each limit, by what fails. `[elements, limits]` */
  readonly shiftsBy: SparseMatrix;
  /** Greatest stress of its limits while everything works. `[elements]` */
  readonly base: Float64Array;
  /** Neighbours. `[elements]` */
  readonly degree: Float64Array;
  /** Sum of all that its failure adds to limits of others. `[elements]` */
  readonly influence: Float64Array;
  /** Sum of all that the failures of others would add to its limits. `[elements]` */
  readonly exposure: Float64Array;
}

const indices = new WeakMap<StressNetwork, StressIndex>();

/** The index of a network, made at the first call. */
export function stressIndex(network: StressNetwork): StressIndex {
  const known = indices.get(network);
  if (known !== undefined) return known;
  const made = buildIndex(network);
  indices.set(network, made);
  return made;
}

function buildIndex(network: StressNetwork): StressIndex {
  const { elementCount, limitOffsets, neighbours } = network;
  const elementOfLimit = new Int32Array(limitOffsets[elementCount] as number);
  for (let n = 0; n < elementCount; n++) {
    elementOfLimit.fill(n, limitOffsets[n], limitOffsets[n + 1]);
  }
  const signed = turnsRound(network);
  const degree = Float64Array.from({ length: elementCount }, (_, n) => {
    return (neighbours.offsets[n + 1] as number) - (neighbours.offsets[n] as number);
  });
  return {
    network,
    signed,
    elementOfLimit,
    shiftsBy: transpose(network.shifts),
    base: elementStress({ network, signed }, network.base),
    degree,
    ...raisedSums(network, elementOfLimit),
  };
}

/** Sums of the positive shifts, by who causes and by who bears them; those on oneself left out. */
function raisedSums({ elementCount, shifts }: StressNetwork, elementOfLimit: Int32Array) {
  const influence = new Float64Array(elementCount);
  const exposure = new Float64Array(elementCount);
  for (let limit = 0; limit < elementOfLimit.length; limit++) {
    const bearer = elementOfLimit[limit] as number;
    for (let e = shifts.offsets[limit] as number; e < (shifts.offsets[limit + 1] as number); e++) {
      const [cause, shift] = [shifts.indices[e] as number, shifts.values[e] as number];
      if (cause === bearer || shift <= 0) continue;
      influence[cause] = (influence[cause] as number) + shift;
      exposure[bearer] = (exposure[bearer] as number) + shift;
    }
  }
  return { influence, exposure };
}

/** Rounding, and shifts that were left out for being small. */
const leastTurn = 1e-3;

/**
 * Loads and lost weight are never below 0, so a limit whose stress is after some single failure is a
 * flow that has turned round, which its capacity bounds both ways.
 */
function turnsRound({ base, shifts }: StressNetwork): boolean {
  for (let limit = 0; limit < base.length; limit++) {
    const least = -leastTurn - (base[limit] as number);
    for (let e = shifts.offsets[limit] as number; e < (shifts.offsets[limit + 1] as number); e++) {
      if ((shifts.values[e] as number) < least) return true;
    }
  }
  return false;
}

/** Greatest stress among the limits of each element, 0 for one without limits. `[elements]` */
export function elementStress(
  index: Pick<StressIndex, 'network' | 'signed'>,
  stress: ArrayLike<number>,
): Float64Array {
  return Float64Array.from({ length: index.network.elementCount }, (_, n) => {
    return greatestStress(index, stress, n);
  });
}

/** The same of one element; the size of the stress where flows may turn round. */
export function greatestStress(
  { network, signed }: Pick<StressIndex, 'network' | 'signed'>,
  stress: ArrayLike<number>,
  element: number,
): number {
  const first = network.limitOffsets[element] as number;
  const end = network.limitOffsets[element + 1] as number;
  if (first === end) return 0;
  let most = Number.NEGATIVE_INFINITY;
  for (let limit = first; limit < end; limit++) {
    const value = stress[limit] as number;
    most = Math.max(most, signed ? Math.abs(value) : value);
  }
  return most;
}

/** How far stress may lie above 1 before it exceeds: single precision, summed a few times. */
const tolerance = 1e-6;

/** Whether an element with this stress fails. */
export function exceeds(stress: number): boolean {
  return stress > 1 + tolerance;
}
