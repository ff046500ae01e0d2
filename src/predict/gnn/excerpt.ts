/**
 * Copies of elements beside what they hear from, each with one support replaced by a sound element:
 * nothing hears from a copy, so that all else is as in the whole network. Used for occlusion.
 */
import { type SparseEntry, sparseMatrix } from '../../../gnn/model/sparse.ts';
import type { StressNetwork } from '../../../gnn/model/stress-network.ts';

/** An element and the one whose failure is taken as impossible. */
export interface Occlusion {
  readonly node: number;
  readonly support: number;
}

export interface Excerpt {
  /** Elements: the copies, then a sound one, then those heard from. Only copies have limits. */
  readonly network: StressNetwork;
  /** What each element is a copy of, itself where it is heard; -1 is the sound one. */
  readonly originals: readonly number[];
  /** The limit of the whole network that each one is a copy of, and whose it is. */
  readonly limits: readonly CopiedLimit[];
  readonly copies: number;
}

export interface CopiedLimit {
  readonly limit: number;
  readonly copy: number;
}

export function excerptOf(network: StressNetwork, occlusions: readonly Occlusion[]): Excerpt {
  const copies = occlusions.length;
  const limits = occlusions.flatMap(({ node }, copy) =>
    range(network.limitOffsets, node).map((limit) => ({ limit, copy })),
  );
  const heard = heardFrom(network, occlusions, limits);
  const places = new Map(heard.map((element, i) => [element, copies + 1 + i]));
  const placeOf = (element: number, copy: number) =>
    element === occlusions[copy]?.support ? copies : (places.get(element) as number);
  const originals = [...occlusions.map(({ node }) => node), -1, ...heard];
  const { indices, values, offsets } = network.shifts;
  const shifts = limits.flatMap(({ limit, copy }, row): SparseEntry[] =>
    range(offsets, limit).map((e) => {
      const column = placeOf(indices[e] as number, copy);
      return { row, column, value: values[e] as number };
    }),
  );
  const size = originals.length;
  return {
    originals,
    limits,
    copies,
    network: {
      elementCount: size,
      limitOffsets: offsetsOf(limits, size),
      limitName: limits.map(({ limit }) => network.limitName[limit] ?? ''),
      base: Float32Array.from(limits, ({ limit }) => network.base[limit] as number),
      twoSided: Uint8Array.from(limits, ({ limit }) => network.twoSided[limit] as number),
      carries: Uint8Array.from(originals, (n) => network.carries[n] ?? 0),
      shifts: sparseMatrix(limits.length, size, shifts),
      neighbours: neighboursOf(network, occlusions, { size, places }),
      holdSeconds: Float64Array.from(originals, (n) => network.holdSeconds[n] ?? 0),
    },
  };
}

/** All that the copies' limits lean on, and their neighbours, but for the copies themselves. */
function heardFrom(
  { shifts, neighbours }: StressNetwork,
  occlusions: readonly Occlusion[],
  limits: readonly CopiedLimit[],
): number[] {
  const found = new Set<number>();
  for (const { limit } of limits) {
    for (const e of range(shifts.offsets, limit)) found.add(shifts.indices[e] as number);
  }
  for (const { node } of occlusions) {
    for (const e of range(neighbours.offsets, node)) found.add(neighbours.indices[e] as number);
  }
  return [...found];
}

function neighboursOf(
  { neighbours }: StressNetwork,
  occlusions: readonly Occlusion[],
  { size, places }: { readonly size: number; readonly places: ReadonlyMap<number, number> },
) {
  const entries = occlusions.flatMap(({ node }, row): SparseEntry[] =>
    range(neighbours.offsets, node).map((e) => {
      const column = places.get(neighbours.indices[e] as number) as number;
      return { row, column, value: neighbours.values[e] as number };
    }),
  );
  return sparseMatrix(size, size, entries);
}

function offsetsOf(limits: readonly CopiedLimit[], size: number): Int32Array {
  const offsets = new Int32Array(size + 1);
  for (const { copy } of limits) offsets[copy + 1] = (offsets[copy + 1] as number) + 1;
  for (let n = 0; n < size; n++)
    offsets[n + 1] = (offsets[n + 1] as number) + (offsets[n] as number);
  return offsets;
}

/** The places of row n in arrays with these offsets. */
export function range(offsets: Int32Array, n: number): number[] {
  const from = offsets[n] as number;
  return Array.from({ length: (offsets[n + 1] as number) - from }, (_, i) => from + i);
}
