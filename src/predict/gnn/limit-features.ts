/** The features of a limit: its stress, what can be added to it, and its name as a vector. */
import { hashText } from '../../model/random.ts';
import { spanOf } from '../dependency-walk.ts';
import type { View } from './view.ts';

interface LimitFeature {
  readonly name: string;
  of(view: View, limit: number): number;
}

const nameSize = 8;

/** In the order of the columns; counts and sums are in logarithms. */
export const limitFeatures: readonly LimitFeature[] = [
  { name: 'baseStress', of: ({ network }, l) => Math.min(2, network.base[l] ?? 0) },
  { name: 'twoSided', of: ({ network }, l) => network.twoSided[l] ?? 0 },
  { name: 'isUsed', of: ({ network }, l) => Number(Math.abs(network.base[l] ?? 0) > 1e-6) },
  { name: 'stress', of: ({ stress }, l) => Math.max(-2, Math.min(2, stress[l] ?? 0)) },
  { name: 'largestShift', of: ({ largest }, l) => Math.log1p(Math.min(9, largest[l] ?? 0)) },
  { name: 'rise', of: ({ rise }, l) => Math.log1p(rise[l] ?? 0) },
  { name: 'fall', of: ({ fall }, l) => Math.log1p(fall[l] ?? 0) },
  {
    name: 'singleLossBreaks',
    of: ({ stress, largest }, l) => Number((stress[l] ?? 0) + (largest[l] ?? 0) > 1),
  },
  { name: 'supports', of: ({ network }, l) => Math.log1p(spanOf(network.shifts.offsets, l)) },
  { name: 'crowding', of: ({ crowding }, l) => crowding[l] ?? 0 },
  ...Array.from({ length: nameSize }, (_, i) => ({
    name: `name${i}`,
    of: ({ network }: View, l: number) => nameVector(network.limitName[l] ?? '')[i] ?? 0,
  })),
];

const vectors = new Map<string, Float64Array>();
const keptVectors = 4096;

/**
 * A fixed vector of unit length for any name, so that an unseen commodity has one too: signed
 * feature hashing of its letter trigrams (Weinberger et al. 2009). Like names are near each other.
 */
function nameVector(name: string): Float64Array {
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
