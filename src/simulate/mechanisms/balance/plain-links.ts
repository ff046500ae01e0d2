/**
 * Finds the chains that `stepPlainChain` can step, and their links: every store has at most one
 * transit into it, which brings one unit for one, and all that is owed is served in order.
 */
import type { BalanceLayout } from './balance-layout.ts';

export interface PlainLinks {
  /** The transit into a store, -1 for none. `[stores]` */
  readonly transit: Int32Array;
  /** The input that it brings. `[stores]` */
  readonly input: Int32Array;
}

const known = new WeakMap<BalanceLayout, { readonly links: PlainLinks | undefined }>();

/** Undefined for a chain that is not plain. */
export function plainLinks(layout: BalanceLayout): PlainLinks | undefined {
  let found = known.get(layout);
  if (found === undefined) {
    found = { links: isPlain(layout) ? linksOf(layout) : undefined };
    known.set(layout, found);
  }
  return found.links;
}

function isPlain(layout: BalanceLayout): boolean {
  const { any, alternatives, inputOffsets, quantityPer, direct } = layout;
  const isOne = (length: number) => length <= 1;
  return (
    !(any.echelon || any.serviceTime || any.processing || any.orderRing) &&
    !direct.includes(0) &&
    !layout.losesSales.includes(1) &&
    layout.serviceRule.every((rule) => rule === 0) &&
    quantityPer.every((per) => per === 1) &&
    lengths(inputOffsets).every(isOne) &&
    lengths(alternatives.offsets).every(isOne)
  );
}

function lengths(offsets: Int32Array): number[] {
  return Array.from(offsets.subarray(1), (end, row) => end - (offsets[row] as number));
}

function linksOf({ sequence, inputOffsets, alternatives }: BalanceLayout): PlainLinks {
  const transit = new Int32Array(sequence.length).fill(-1);
  const input = new Int32Array(sequence.length).fill(-1);
  for (let store = 0; store < sequence.length; store++) {
    const first = inputOffsets[store] as number;
    if (first === inputOffsets[store + 1]) continue;
    input[store] = first;
    transit[store] = alternatives.items[alternatives.offsets[first] as number] as number;
  }
  return { transit, input };
}
