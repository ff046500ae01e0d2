/** What keeps scenarios does on every store: run by `kept-scenarios.test.ts`. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Archive } from '../../src/model/archive.ts';
import { type Scenario, scenarioHash } from '../../src/model/scenario.ts';
import { type KeptScenarios, keptScenarios } from '../../src/scenario/kept-scenarios.ts';

/** A place that archives come from, again after a restart. */
export interface ArchivePlace {
  open(): Promise<{ readonly archive: Archive; close(): Promise<void> }>;
  remove(): Promise<void>;
}

const scenario = (seed: number): Scenario => ({
  base: 3,
  models: 'abc',
  edits: [{ outage: { twin: 'Brücke', from: 1.5 } }, { removeTwin: { twin: 'b' }, at: 2 }],
  seed,
  horizonSeconds: 60,
});

export function keptScenariosContract(placeOf: () => Promise<ArchivePlace>): void {
  let place: ArchivePlace;
  let opened: Awaited<ReturnType<ArchivePlace['open']>>;
  let kept: KeptScenarios;
  const clock = { now: () => 1_700_000_000_000 };
  const open = async () => {
    opened = await place.open();
    kept = keptScenarios(opened.archive, clock);
  };
  beforeEach(async () => {
    place = await placeOf();
    await open();
  });
  afterEach(async () => {
    await opened.close();
    await place.remove();
  });

  describe('a kept scenario', () => {
    test('is there after a restart, with its name, parent and time', async () => {
      const { kept: parent } = await kept.keep(scenario(1));
      const { kept: child } = await kept.keep(scenario(2), parent.id);
      await kept.names.give('flood', child.id, undefined);
      await opened.close();
      await open();
      expect(await kept.get(parent.id)).toEqual({ ...parent, parent: undefined });
      expect(await kept.get(child.id)).toEqual({
        id: scenarioHash(scenario(2)),
        scenario: scenario(2),
        parent: parent.id,
        createdAt: child.createdAt,
      });
      expect(await kept.names.idOf('flood')).toBe(child.id);
      expect((await kept.list()).map(({ id }) => id)).toEqual([child.id, parent.id]);
    });

    test('is kept once, as it was first', async () => {
      const first = await kept.keep(scenario(1));
      const again = await kept.keep(scenario(1), 'another');
      expect([first.isNew, again.isNew]).toEqual([true, false]);
      expect(again.kept).toEqual(first.kept);
      expect(await kept.list()).toHaveLength(1);
    });

    test('is gone when it is removed, and others are not', async () => {
      const { kept: parent } = await kept.keep(scenario(1));
      const { kept: child } = await kept.keep(scenario(2), parent.id);
      await kept.remove(parent.id);
      await kept.remove(parent.id);
      expect(await kept.get(parent.id)).toBeUndefined();
      expect(await kept.has(parent.id)).toBe(false);
      expect(await kept.get(child.id)).toEqual(child);
      expect((await kept.list()).map(({ id }) => id)).toEqual([child.id]);
      expect((await kept.keep(scenario(1))).isNew).toBe(true);
    });
  });

  describe('a name', () => {
    test('moves on only from where it is thought to be', async () => {
      const { names } = kept;
      await names.give('flood', 'a', undefined);
      await names.give('flood', 'b', 'a');
      await names.give('flood', 'b', 'a');
      expect(await names.idOf('flood')).toBe('b');
      await expect(names.give('flood', 'c', undefined)).rejects.toThrow(
        'CONFLICT name: the name flood stands for the scenario b; expected a name that is free; choose another name, or edit or delete that scenario',
      );
      await expect(names.give('flood', 'c', 'a')).rejects.toThrow(/^CONFLICT name/);
      await names.remove('flood');
      expect(await names.idOf('flood')).toBeUndefined();
      await names.give('flood', 'c', undefined);
      await names.give('Äpfel / ☂', 'c', undefined);
      expect(await names.of('c')).toEqual(['flood', 'Äpfel / ☂']);
      expect((await names.some(9)).toSorted()).toEqual(['flood', 'Äpfel / ☂']);
      expect([await names.of('a'), await names.of('b')]).toEqual([[], []]);
    });

    test.each(['', 'x'.repeat(257), '$x', 'a\nb', '0'.repeat(64)])('is not %j', async (name) => {
      await expect(kept.names.give(name, 'a', undefined)).rejects.toThrow(/^BAD_USER_INPUT name/);
      expect(await kept.names.some(9)).toEqual([]);
    });
  });

  test('what is damaged or of a later version is refused, not guessed at', async () => {
    const { kept: one } = await kept.keep(scenario(1));
    const bytes = (await opened.archive.get(`scenario/${one.id}`)) as Uint8Array;
    const put = async (text: string) => {
      await opened.archive.remove([`scenario/${one.id}`]);
      await opened.archive.put(`scenario/${one.id}`, Buffer.from(text));
    };
    const text = Buffer.from(bytes).toString();
    await put(text.replace('"seed":1', '"seed":2'));
    await expect(kept.get(one.id)).rejects.toThrow(/^DATA_DAMAGED scenario [0-9a-f]{64}: what is/);
    await put(text.slice(0, 20));
    await expect(kept.get(one.id)).rejects.toThrow(/^DATA_DAMAGED/);
    await put(text.replace('"format":1', '"format":9'));
    await expect(kept.get(one.id)).rejects.toThrow(/^DATA_TOO_NEW .*kept in format 9/);
  });
}
