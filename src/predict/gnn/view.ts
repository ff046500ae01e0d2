/** What the features of elements and limits are read from, computed once for a network and an onset. */
import type { SparseMatrix } from '../../../gnn/model/sparse.ts';
import type { Onset, StressNetwork } from '../../../gnn/model/stress-network.ts';
import { spanOf } from '../dependency-walk.ts';
import { elementStress, type Superposition, superposedLoads } from './superposition.ts';

/** What does not change with the onset. */
export interface NetworkView {
  readonly network: StressNetwork;
  /** Steps from elements without limits, Infinity where none lead. `[elements]` */
  readonly fromSources: Float64Array;
  /** Sums over the shifts of a limit: what adds, what takes, and the largest. `[limits]` */
  readonly rise: Float64Array;
  readonly fall: Float64Array;
  readonly largest: Float64Array;
  /** Mean over those a limit leans on of log(1 + how many lean on them). `[limits]` */
  readonly crowding: Float64Array;
  /** What an element's failure shifts in all, and how many limits it shifts much. `[elements]` */
  readonly shifted: Float64Array;
  readonly leads: Float64Array;
  /** Greatest stress of its limits while everything works. `[elements]` */
  readonly baseStress: Float64Array;
}

/** An onset, and what is made of it without the network. */
export interface Seen extends Onset {
  /** Step at which the declared rules alone make an element fail, 0 for what has, -1 for never. `[elements]` */
  readonly declared: ArrayLike<number>;
  /**
   * Where nothing has failed and the forecast is about one failure, no matter where: of how many
   * elements any one may be it. Else 0.
   */
  readonly awaitedAmong: number;
}

export interface View extends NetworkView, Seen {
  /** Steps from what has failed, Infinity where none lead. `[elements]` */
  readonly fromFailed: Float64Array;
  /** The same of the onset. `[elements]` */
  readonly stressNow: Float64Array;
  /** What loads that are passed on make fail. */
  readonly loads: Superposition;
}

/** A shift of this much counts. */
const much = 0.2;

export function networkView(network: StressNetwork): NetworkView {
  const { elementCount, limitOffsets, neighbours, shifts } = network;
  const isSource = (element: number) => spanOf(limitOffsets, element) === 0;
  const zeros = (length: number) => new Float64Array(length);
  const view = {
    network,
    fromSources: hops(neighbours, isSource),
    rise: zeros(shifts.rows),
    fall: zeros(shifts.rows),
    largest: zeros(shifts.rows),
    crowding: zeros(shifts.rows),
    shifted: zeros(elementCount),
    leads: zeros(elementCount),
    baseStress: elementStress(network, network.base),
  };
  eachEntry(shifts, (limit, element, value) => {
    add(value > 0 ? view.rise : view.fall, limit, Math.abs(value));
    add(view.shifted, element, Math.abs(value));
    if (value > much) add(view.leads, element, 1);
    view.largest[limit] = Math.max(view.largest[limit] as number, value);
  });
  eachEntry(shifts, (limit, element) => {
    const crowd = Math.log1p(view.leads[element] as number);
    add(view.crowding, limit, crowd / spanOf(shifts.offsets, limit));
  });
  return view;
}

export function viewOf(view: NetworkView, seen: Seen): View {
  const { network } = view;
  return {
    ...view,
    ...seen,
    fromFailed: hops(network.neighbours, (element) => seen.failed[element] === 1),
    stressNow: elementStress(network, seen.stress),
    loads: superposedLoads(network, seen),
  };
}

/** Fewest steps from the start along the matrix, from rows to columns. */
function hops({ rows, offsets, indices }: SparseMatrix, start: (row: number) => boolean) {
  const found = new Float64Array(rows).fill(Number.POSITIVE_INFINITY);
  const queue: number[] = [];
  for (let row = 0; row < rows; row++) if (start(row)) queue.push(row);
  for (const row of queue) found[row] = 0;
  for (const row of queue) {
    for (let e = offsets[row] as number; e < (offsets[row + 1] as number); e++) {
      const next = indices[e] as number;
      if (found[next] !== Number.POSITIVE_INFINITY) continue;
      found[next] = (found[row] as number) + 1;
      queue.push(next);
    }
  }
  return found;
}

function eachEntry(
  { rows, offsets, indices, values }: SparseMatrix,
  tell: (row: number, column: number, value: number) => void,
): void {
  for (let row = 0; row < rows; row++) {
    for (let e = offsets[row] as number; e < (offsets[row + 1] as number); e++) {
      tell(row, indices[e] as number, values[e] as number);
    }
  }
}

function add(sums: Float64Array, index: number, value: number): void {
  sums[index] = (sums[index] as number) + value;
}
