import fc from 'fast-check';
import { expect, test } from 'vitest';
import { arrivalClock } from '../../src/model/clock.ts';

test('arrivals get later and later, whatever the clock does, and keep to it where it goes on', () => {
  const present = 1_795_000_000_000;
  const step = fc.oneof(fc.constant(0), fc.integer({ min: -3_600_000, max: 3_600_000 }));
  fc.assert(
    fc.property(fc.array(step, { minLength: 1, maxLength: 200 }), (steps) => {
      let now = present;
      const clock = arrivalClock({ now: () => now });
      let last = clock.now();
      expect(last).toBe(present);
      let highest = present;
      for (const by of steps) {
        now += by;
        const ahead = now > last;
        const next = clock.now();
        expect(next).toBeGreaterThan(last);
        if (ahead) expect(next).toBe(now);
        highest = Math.max(highest, now);
        expect(next - highest).toBeLessThan(1);
        last = next;
      }
    }),
  );
});
