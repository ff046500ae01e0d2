/** Contract: large pieces are kept as they were given, once for each key. */
import { describe, expect, test } from 'vitest';
import type { Subject } from '../twin-store.contract.ts';

export function archiveContract(subject: Subject): void {
  describe('the archive', () => {
    const bytes = (length: number) => Uint8Array.from({ length }, (_, at) => (at * 7) % 251);

    test('gives back what was put, also large and empty pieces, over a restart', async () => {
      const sizes = [0, 1, 1_000, 5_000_000];
      for (const size of sizes) {
        expect(await subject.store.archive.put(`piece/${size}`, bytes(size))).toBe(true);
      }
      await subject.restart();
      for (const size of sizes) {
        const kept = await subject.store.archive.get(`piece/${size}`);
        expect(kept !== undefined && Buffer.compare(kept, bytes(size))).toBe(0);
      }
      expect(await subject.store.archive.get('piece/2')).toBeUndefined();
    });

    test('keeps the first piece under a key', async () => {
      const { archive } = subject.store;
      expect(await archive.put('key', bytes(3))).toBe(true);
      expect(await archive.put('key', bytes(4))).toBe(false);
      expect(await archive.get('key')).toHaveLength(3);
    });

    test('lists keys by their beginning, in order, and forgets those that are removed', async () => {
      const { archive } = subject.store;
      const keys = ['b/1', 'a~', 'a/2', 'a/10', `a/${'x'.repeat(198)}`, 'A/1'];
      for (const key of keys) await archive.put(key, bytes(1));
      expect(await archive.keys('a/')).toEqual(['a/10', 'a/2', `a/${'x'.repeat(198)}`]);
      await archive.remove(['a/10', 'nothing', 'b/1']);
      expect(await archive.keys('')).toEqual(['A/1', 'a/2', `a/${'x'.repeat(198)}`, 'a~']);
      expect(await archive.put('a/10', bytes(2))).toBe(true);
    });
  });
}
