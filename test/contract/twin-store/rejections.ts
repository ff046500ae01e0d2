/** Contract: refusals of telemetry are kept, and paged newest first. */
import { describe, expect, test } from 'vitest';
import type { Subject } from '../twin-store.contract.ts';

const rejection = (number: number) => ({
  time: number,
  source: number % 2 === 0 ? 'twins/even' : 'twins/odd',
  problem: {
    code: number % 3 === 0 ? ('NOT_FOUND' as const) : ('VALIDATION_FAILED' as const),
    where: `t${number}`,
    message: 'refused',
  },
  payload: '{"level": "wet"}',
});

export function rejectionContract(subject: Subject): void {
  describe('rejections', () => {
    test('are paged newest first, by code and source, over a restart', async () => {
      await subject.store.keepRejections(Array.from({ length: 10 }, (_, i) => rejection(i)));
      await subject.restart();
      await subject.store.keepRejections([rejection(10)]);
      const first = await subject.store.rejections({ first: 4 });
      expect(first.items.map(({ time }) => time)).toEqual([10, 9, 8, 7]);
      expect(first.items[0]).toEqual(rejection(10));
      const next = await subject.store.rejections({ first: 4, after: first.cursors[3] as string });
      expect(next.items.map(({ time }) => time)).toEqual([6, 5, 4, 3]);
      expect(next).toMatchObject({ hasNextPage: true, hasPreviousPage: true });
      const odd = await subject.store.rejections({ source: 'twins/o', code: 'NOT_FOUND' });
      expect(odd.items.map(({ time }) => time)).toEqual([9, 3]);
    });
  });
}
