/**
 * The order of numbers, by a radix sort of their bits: stable, and many times quicker on millions
 * than a sort that compares. Used by the measures of ranking and by the bins of boosted trees.
 */

/** Indices of the values from the least to the greatest, equal ones by index. `TypeError` for NaN. */
export function ascendingOrder(values: ArrayLike<number>): Uint32Array {
  return orderOf(values, 0);
}

/** Indices of the values from the greatest to the least, equal ones by index. `TypeError` for NaN. */
export function descendingOrder(values: ArrayLike<number>): Uint32Array {
  return orderOf(values, 0xffffffff);
}

/** Least significant byte first (Knuth, The Art of Computer Programming 3, algorithm 5.2.5 R). */
function orderOf(values: ArrayLike<number>, flip: number): Uint32Array {
  const count = values.length;
  const keys = sortableBytes(values, flip);
  let order = Uint32Array.from({ length: count }, (_, index) => index);
  let next = new Uint32Array(count);
  for (let byte = 0; byte < 8; byte++) {
    const starts = new Uint32Array(257);
    for (let i = byte; i < keys.length; i += 8) countAt(starts, (keys[i] as number) + 1);
    if (starts.includes(count)) continue; // All share this byte.
    for (let digit = 0; digit < 256; digit++) {
      starts[digit + 1] = (starts[digit + 1] as number) + (starts[digit] as number);
    }
    for (let i = 0; i < count; i++) {
      const index = order[i] as number;
      next[countAt(starts, keys[index * 8 + byte] as number)] = index;
    }
    [order, next] = [next, order];
  }
  return order;
}

/** Adds one and returns what was there. */
function countAt(counts: Uint32Array, place: number): number {
  const before = counts[place] as number;
  counts[place] = before + 1;
  return before;
}

/** Eight bytes a value, the least significant first, that compare as the values do. */
function sortableBytes(values: ArrayLike<number>, flip: number): Uint8Array {
  const words = new Uint32Array(values.length * 2);
  const double = new Float64Array(1);
  const [low, high] = [new Uint32Array(double.buffer, 0, 1), new Uint32Array(double.buffer, 4, 1)];
  for (let i = 0; i < values.length; i++) {
    const value = values[i] as number;
    if (Number.isNaN(value)) throw new TypeError(`value ${i} is not a number`);
    double[0] = value + 0; // -0 is 0.
    const sign = high[0] as number;
    const negative = sign >= 0x80000000;
    words[2 * i] = (negative ? ~(low[0] as number) : (low[0] as number)) ^ flip;
    words[2 * i + 1] = (negative ? ~sign : sign ^ 0x80000000) ^ flip;
  }
  return new Uint8Array(words.buffer);
}
