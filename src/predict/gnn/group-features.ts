/** The features of a dependency group: its rule, its margin now, and its commodity as a vector. */
import { hashText } from '../../model/random.ts';
import { spanOf } from '../dependency-walk.ts';
import type { View } from './view.ts';

interface GroupFeature {
  readonly name: string;
  of(view: View, group: number): number;
}

const nameSize = 8;

/** In the order of the columns; shares are of the weight of all supports. */
export const groupFeatures: readonly GroupFeature[] = [
  { name: 'neededShare', of: neededShare },
  { name: 'failedShare', of: failedShare },
  // One-step physics: below zero the group is broken by what has failed now.
  { name: 'margin', of: marginOf },
  { name: 'largestShare', of: ({ largest, total }, g) => ratio(largest[g], total[g]) },
  {
    name: 'singleLossBreaks',
    of: (view, g) => Number(marginOf(view, g) < ratio(view.largest[g], view.total[g]) - 1e-9),
  },
  { name: 'grounded', of: ({ network }, g) => network.groupGrounded[g] ?? 0 },
  { name: 'supports', of: ({ network }, g) => Math.log1p(spanOf(network.supportOffsets, g)) },
  { name: 'crowding', of: ({ crowding }, g) => crowding[g] ?? 0 },
  ...Array.from({ length: nameSize }, (_, i) => ({
    name: `commodity${i}`,
    of: ({ network }: View, g: number) => commodityVector(network.groupName[g] ?? '')[i] ?? 0,
  })),
];

/** (working weight - need) / total; what is left before the group is no longer satisfied. */
export function marginOf(view: View, group: number): number {
  return 1 - failedShare(view, group) - neededShare(view, group);
}

/** An all-group needs everything, whatever its need says. */
function neededShare({ network, total }: View, group: number): number {
  return network.groupGrounded[group] ? ratio(network.groupNeed[group], total[group]) : 1;
}

function failedShare({ lost, total }: View, group: number): number {
  return ratio(lost[group], total[group]);
}

function ratio(part = 0, whole = 0): number {
  return whole > 0 ? part / whole : 0;
}

const vectors = new Map<string, Float64Array>();
const keptVectors = 4096;

/**
 * A fixed vector of unit length for any name, so that an unseen commodity has one too: signed
 * feature hashing of its letter trigrams (Weinberger et al. 2009). Like names are near each other.
 */
function commodityVector(name: string): Float64Array {
  const known = vectors.get(name);
  if (known !== undefined) return known;
  const vector = new Float64Array(nameSize);
  const text = `<${name.toLowerCase()}>`;
  for (let i = 0; i + 3 <= text.length; i++) {
    const hash = hashText(text.slice(i, i + 3));
    const slot = (hash >>> 8) % nameSize;
    vector[slot] = (vector[slot] ?? 0) + (hash & 1 ? 1 : -1);
  }
  const length = Math.hypot(...vector);
  if (length > 0) for (let i = 0; i < nameSize; i++) vector[i] = (vector[i] ?? 0) / length;
  if (vectors.size >= keptVectors) vectors.clear();
  vectors.set(name, vector);
  return vector;
}
