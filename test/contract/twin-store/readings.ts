/** Contract: the newest reading wins in any order of arrival, and a message has effect once. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Reading } from '../../../src/model/reading.ts';
import type { Twin } from '../../../src/model/twin.ts';
import type { Subject } from '../twin-store.contract.ts';
import { add } from './ontology.ts';

/** What a twin holds, without the revisions, which tell of the order. */
function held(twin: Twin | undefined) {
  return { properties: twin?.properties, stamps: twin?.stamps };
}

export function readingContract(subject: Subject): void {
  describe('readings', () => {
    test('in any order, with duplicates and in any batches, leave the same state', async () => {
      const reading = fc.record({
        path: fc.constantFrom('level', 'name', 'part/level'),
        time: fc.integer({ min: 1, max: 3 }),
        sequence: fc.integer({ min: 0, max: 1 }),
        writer: fc.constantFrom('one', 'two'),
        value: fc.integer({ min: 0, max: 9 }),
      });
      const deliveries = fc.array(reading, { minLength: 1, maxLength: 12 }).chain((readings) =>
        fc.record({
          readings: fc.constant(readings),
          order: fc.shuffledSubarray([...readings, ...readings], {
            minLength: readings.length * 2,
          }),
          batch: fc.integer({ min: 1, max: 5 }),
        }),
      );
      let run = 0;
      await fc.assert(
        fc.asyncProperty(deliveries, async ({ readings, order, batch }) => {
          const [one, other] = [`in-order-${++run}`, `shuffled-${run}`];
          const observe = (twin: string, { path, value, ...stamp }: (typeof readings)[number]) => ({
            observe: { twin, path, value: path === 'name' ? `${value}` : value, ...stamp },
          });
          await subject.store.commit([add(one), add(other)]);
          await subject.store.commit(readings.map((each) => observe(one, each)));
          for (let i = 0; i < order.length; i += batch) {
            await subject.store.commit(
              order.slice(i, i + batch).map((each) => observe(other, each)),
            );
          }
          const [a, b] = await subject.store.twins([one, other]);
          expect(held(b)).toEqual(held(a));
        }),
        { numRuns: 25 },
      );
    });

    test('of a message seen before have no effect, within a commit, later and after a restart', async () => {
      await subject.store.commit([add('a'), add('b')]);
      const reading = { twin: 'a', path: 'level', value: 1, messageId: 'm/1' };
      const deliver = (time: number, more: Partial<Reading> = {}) =>
        subject.store.commit([{ observe: { ...reading, time, ...more } }]);
      await subject.store.commit([
        { observe: { ...reading, time: 1 } },
        { observe: { ...reading, time: 2, value: 2 } },
      ]);
      const value = async () => (await subject.store.twins(['a']))[0]?.properties.level;
      expect(await value()).toBe(1);
      const { revision } = await deliver(9, { value: 3 });
      expect(revision).toBe(2);
      await subject.restart();
      await deliver(10, { value: 4 });
      expect(await value()).toBe(1);
      await deliver(11, { value: 5, messageId: 'm/2' });
      expect(await value()).toBe(5);
      await deliver(12, { twin: 'b' });
      await deliver(12, { path: 'part/level' });
      const [a, b] = await subject.store.twins(['a', 'b']);
      expect([a?.properties.part, b?.properties.level]).toEqual([{ level: 1 }, 1]);
    });

    test('that were refused are not remembered, and keep their position in the batch', async () => {
      const reading = { path: 'level', value: 1, time: 1, messageId: 'early' };
      await subject.store.commit([add('a')]);
      const deliver = () =>
        subject.store.commit(
          [
            { observe: { ...reading, twin: 'a' } },
            { observe: { ...reading, twin: 'a' } },
            { observe: { ...reading, twin: 'late' } },
          ],
          { skipRefused: true },
        );
      expect((await deliver()).rejected).toMatchObject([{ code: 'NOT_FOUND', index: 2 }]);
      await subject.store.commit([add('late')]);
      expect((await deliver()).rejected).toEqual([]);
      expect((await subject.store.twins(['late']))[0]?.properties).toEqual({ level: 1 });
    });
  });
}
