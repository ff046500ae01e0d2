/** Which lines go out together to begin with: N-2 scenarios. Called by the samples. */
import type { RandomStream } from '../../model/random.ts';

/** Draws until one is taken as it is. */
const mostTries = 50;

/** Loaded lines are taken more often: a draw stands with the chance of their stress over this. */
const certainStress = 1.2;

/** Distinct pairs of lines, fewer than asked for where there are fewer. Empty for less than two lines. */
export function outagePairs(
  base: Float32Array,
  count: number,
  random: RandomStream,
): [number, number][] {
  const lines = base.length;
  const found = new Map<number, [number, number]>();
  const most = Math.min(count, (lines * (lines - 1)) / 2);
  for (let draw = 0; found.size < most && draw < 4 * most + 64; draw++) {
    const pair = loadedPair(base, random);
    found.set(pair[0] * lines + pair[1], pair);
  }
  return [...found.values()];
}

function loadedPair(base: Float32Array, random: RandomStream): [number, number] {
  for (let tries = 1; ; tries++) {
    const a = random.integer(base.length);
    const b = (a + 1 + random.integer(base.length - 1)) % base.length;
    const stress = Math.abs(base[a] as number) + Math.abs(base[b] as number);
    if (tries < mostTries && random.uniform() > stress / certainStress) continue;
    return [Math.min(a, b), Math.max(a, b)];
  }
}
