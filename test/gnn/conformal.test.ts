/** Sets that miss no more than promised on cascades like those that they were fitted to. */
import { expect, test } from 'vitest';
import { coverageAt, missedShare, setLevel } from '../../gnn/train/conformal.ts';
import { RandomStream } from '../../src/model/random.ts';

/** Cascades of twenty elements whose probabilities mean what they say, or less. */
function cascades(random: RandomStream, count: number, tilt = 1) {
  return Array.from({ length: count }, () => {
    const mood = random.uniform() ** 2;
    const chances = Array.from({ length: 20 }, () => mood * random.uniform());
    return {
      probability: chances.map((chance) => chance ** tilt),
      outcome: chances.map((chance) => Number(random.uniform() < chance)),
    };
  });
}

test.each([1, 3])(
  'the expected share that is missed is held, calibrated or not (tilt %i)',
  (tilt) => {
    const random = new RandomStream(tilt);
    const shares = Array.from({ length: 200 }, () => {
      const level = setLevel(cascades(random, 60, tilt));
      return 1 - coverageAt(cascades(random, 200, tilt), level);
    });
    const mean = shares.reduce((sum, share) => sum + share, 0) / shares.length;
    expect(mean).toBeLessThan(missedShare + 0.005);
    // And is not bought by sets of everything.
    expect(mean).toBeGreaterThan(missedShare / 2);
  },
);

test('too few cascades give sets of everything', () => {
  expect(setLevel(cascades(new RandomStream(3), 3))).toBe(0);
});

test('cascades in which nothing fails say nothing', () => {
  const random = new RandomStream(4);
  const some = cascades(random, 60);
  const idle = Array.from({ length: 500 }, () => ({ probability: [0.01], outcome: [0] }));
  expect(setLevel([...some, ...idle])).toBe(setLevel(some));
});
