/** Contract: what a store says of itself, of its models and of its log. */
import { describe, expect, test } from 'vitest';
import type { Subject } from '../twin-store.contract.ts';
import { add, contractModels, pumpModel } from './ontology.ts';

const valve = { ...pumpModel, '@id': 'dtmi:test:Valve;1' };

export function identityContract(subject: Subject): void {
  describe('a store', () => {
    test('has one identity for ever, declares its abilities and is well', async () => {
      const { id, supports } = subject.store;
      expect(id).toMatch(/\S/);
      expect(supports).toEqual({ sharedFeed: expect.any(Boolean) });
      await subject.store.commit([add('a')]);
      await subject.restart();
      expect(subject.store.id).toBe(id);
      expect(subject.store.supports).toEqual(supports);
      expect(await subject.store.health()).toBeUndefined();
    });

    test('closes as often as one likes', async () => {
      const { store } = subject;
      await subject.store.commit([add('a')]);
      await subject.restart();
      await Promise.all([store.close(), store.close()]);
      expect((await subject.store.twins(['a']))[0]?.id).toBe('a');
    });

    test('tells of its models after each change, before it is acknowledged', async () => {
      const told: string[][] = [];
      subject.store.onModels((models) => told.push(models.map(({ id }) => id)));
      const before = contractModels.map((model) => model['@id'] as string);
      await subject.store.addModels([valve]);
      expect(told).toEqual([[...before, valve['@id']]]);
      await subject.store.addModels([valve]);
      await subject.store.removeModel(valve['@id']);
      expect(told.slice(1)).toEqual([before]);
    });

    test('lets a check of models refuse them, with what they would be', async () => {
      const seen: number[] = [];
      const refuse = (after: readonly unknown[]) => {
        seen.push(after.length);
        throw new RangeError('not these');
      };
      const { store } = subject;
      await expect(store.addModels([valve], refuse)).rejects.toThrow('not these');
      await expect(store.removeModel(pumpModel['@id'] as string, refuse)).rejects.toThrow();
      expect(new Set(seen)).toEqual(new Set([4, 2]));
      await subject.restart();
      expect(await subject.store.models()).toHaveLength(3);
    });

    test('gives its log in pages, each commit once, with what it was', async () => {
      for (let i = 1; i <= 7; i++) {
        await subject.store.commit([add(`t${i}`, { level: i })], { operationId: `op${i}` });
      }
      await subject.store.commit([{ set: { twin: 't1', property: 'level', value: 0 } }]);
      await subject.restart();
      const { store } = subject;
      const pages = [await store.log(0, 3), await store.log(3, 3), await store.log(6, 3)];
      expect(pages.map((page) => page.map(({ revision }) => revision))).toEqual([
        [1, 2, 3],
        [4, 5, 6],
        [7, 8],
      ]);
      expect(pages[0]?.[0]).toMatchObject({
        operationId: 'op1',
        twins: { added: [{ id: 't1', properties: { level: 1 } }], removed: [], updated: [] },
        relationships: { added: [], removed: [], updated: [] },
      });
      expect(pages[2]?.[1]?.twins.updated).toMatchObject([
        { id: 't1', revision: 1, values: [{ path: 'level', from: 1, to: 0 }] },
      ]);
      expect(await store.log(8, 3)).toEqual([]);
    });

    test('keeps readings that come late in the log alone', async () => {
      const reading = { twin: 'a', path: 'level', value: 1, time: 5 };
      await subject.store.commit([add('a'), { observe: reading }]);
      const late = { ...reading, value: 2, time: 3, sequence: 1, writer: 'w', messageId: 'm' };
      const { revision, changeset } = await subject.store.commit([{ observe: late }]);
      expect([revision, changeset.twins.updated.size]).toEqual([2, 0]);
      await subject.restart();
      expect((await subject.store.log(1, 9))[0]?.late).toEqual([late]);
      for await (const commit of subject.store.commits(1, new AbortController().signal)) {
        expect(commit.late).toEqual([late]);
        break;
      }
      expect((await subject.store.twins(['a']))[0]).toMatchObject({
        revision: 1,
        properties: { level: 1 },
      });
    });
  });
}
