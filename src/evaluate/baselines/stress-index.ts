/**
 * What the baselines read off a stress network again and again, made once per network: per element
 * instead of per limit, and the shifts by what fails. Used by the scores and the feature table.
 */
import type { SparseMatrix } from '../../../gnn/model/sparse.ts';
import type { StressNetwork } from '../../../gnn/model/stress-network.ts';
import { elementStress, shiftsByElement } from '../../predict/gnn/superposition.ts';

export interface StressIndex {
  readonly network: StressNetwork;
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
  const degree = Float64Array.from({ length: elementCount }, (_, n) => {
    return (neighbours.offsets[n + 1] as number) - (neighbours.offsets[n] as number);
  });
  return {
    network,
    elementOfLimit,
    shiftsBy: shiftsByElement(network),
    base: elementStress(network, network.base),
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
