/** What twins that get another version of their model have observed: nothing is lost or undone. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { BulkResult } from '../../src/flows/bulk-result.ts';
import type { Change } from '../../src/model/change.ts';
import type { JsonObject } from '../../src/model/json.ts';
import type { Twin } from '../../src/model/twin.ts';
import { add, one, plantForEach, renamed, two } from './migration-fixture.ts';

const plant = plantForEach();
const observe = (path: string, value: number | string, time: number): Change => ({
  observe: { twin: 'p', path, value, time },
});

describe('readings and a migration', () => {
  test('that are older than what was known before it stay without effect', async () => {
    const part: Change = {
      observe: { twin: 'p', path: 'part', value: { level: 3, kind: 'k' }, time: 60 },
    };
    const label = observe('label', 'new', 50);
    await plant.store.commit([add('p'), label, observe('level', 5, 50), part]);
    const rename = [...renamed.rename, { from: 'part/kind', to: 'mode' }];
    const { revision } = await plant.migrate({ rename });
    expect((await plant.twin('p')).stamps).toEqual({
      ...{ name: { time: 50 }, level: { time: 50 } },
      ...{ part: { time: 60 }, mode: { time: 60 } },
    });
    await plant.store.commit([
      ...[observe('name', 'old', 49), observe('level', 4, 49)],
      ...[observe('part/level', 2, 59), observe('mode', 'old', 59)],
    ]);
    const before = { name: 'new', level: 5, part: { level: 3 }, mode: 'k' };
    expect(await plant.twin('p')).toMatchObject({ properties: before, revision });
    await plant.store.commit([observe('name', 'newer', 51), observe('mode', 'newer', 61)]);
    expect((await plant.twin('p')).properties).toMatchObject({ name: 'newer', mode: 'newer' });
  });

  test('that are older than a value that was set or removed stay without effect too', async () => {
    await plant.store.commit([add('p', { label: 'x', level: 1 })]);
    await plant.store.commit([
      { set: { twin: 'p', property: 'label', value: 'y' } },
      { set: { twin: 'p', property: 'level', value: null } },
    ]);
    await plant.migrate(renamed);
    await plant.store.commit([observe('name', 'old', 10), observe('level', 2, 10)]);
    expect((await plant.twin('p')).properties).toEqual({ name: 'y' });
  });

  test('that come first after a default was given count, however old', async () => {
    await plant.store.commit([add('p')]);
    await plant.migrate({ set: { level: 1 } });
    await plant.store.commit([observe('level', 2, 10)]);
    expect((await plant.twin('p')).properties).toEqual({ level: 2 });
  });

  test('that come while it is made are not lost, whichever goes first', async () => {
    await plant.store.commit([add('p', { label: 'x', level: 0 })]);
    let time = 1;
    let isDone = false;
    const telemetry = (async () => {
      for (; !isDone; time++) await plant.store.commit([observe('level', time, time)]);
    })();
    const back = { from: two, to: one, rename: [{ from: 'name', to: 'label' }] };
    for (let round = 0; round < 10; round++) {
      expect(await plant.migrate(renamed)).toMatchObject({ changed: 1 });
      const late = plant.store.commit([observe('level', -1, 0.5)]);
      expect(await plant.migrate(back)).toMatchObject({ changed: 1 });
      await late;
    }
    isDone = true;
    await telemetry;
    const { properties, stamps } = await plant.twin('p');
    expect(properties).toEqual({ label: 'x', level: time - 1 });
    expect(stamps.level).toEqual({ time: time - 1 });
  });
});

test('a dry run says what the real one does, and the way back leads to what was before', async () => {
  const properties = fc.record(
    {
      ...{ label: fc.constantFrom('x', 'y'), level: fc.nat(3), floor: fc.nat(3) },
      part: fc.record({ level: fc.nat(3), kind: fc.constant('k') }, { requiredKeys: [] }),
    },
    { requiredKeys: [] },
  );
  // Paths that the first version does not have, and two that change places: each has its way back.
  const swap = [
    { from: 'level', to: 'part/level' },
    { from: 'part/level', to: 'level' },
  ];
  const rename = fc
    .subarray([renamed.rename, [{ from: 'part/kind', to: 'mode' }], swap])
    .map((groups) => groups.flat());
  await fc.assert(
    fc.asyncProperty(fc.array(properties, { maxLength: 4 }), rename, async (contents, paths) => {
      const { items } = await plant.store.find({ first: 10 });
      await plant.store.commit(items.map(({ id }) => ({ removeTwin: { twin: id } })));
      const ids = contents.map((_, n) => `p${n}`);
      await plant.store.commit(contents.map((each, n) => add(`p${n}`, each as JsonObject)));
      const before = await plant.store.twins(ids);
      const dry = await plant.migrate({ rename: paths }, { dryRun: true });
      const real = await plant.migrate({ rename: paths }).catch(() => undefined);
      expect(shown(real)).toEqual(dry.refused > 0 ? undefined : shown(dry));
      const back = paths.map(({ from, to }) => ({ from: to, to: from }));
      if (real !== undefined) await plant.migrate({ from: two, to: one, rename: back });
      const after = await plant.store.twins(ids);
      expect(after.map(contentOf)).toEqual(before.map(contentOf));
    }),
    { numRuns: 60 },
  );
});

/** What does not depend on the time and revision of the commit. */
function shown(result: BulkResult | undefined) {
  return (
    result && {
      counts: [result.matched, result.changed, result.refused],
      sample: result.sample.map(({ from, to }) => [from, contentOf(to)]),
    }
  );
}

/** A component without values is the same as none. */
function contentOf(each: Twin | undefined) {
  const { part, ...rest } = each?.properties ?? {};
  const isEmpty = part === undefined || Object.keys(part as JsonObject).length === 0;
  return [each?.id, each?.model, isEmpty ? rest : { ...rest, part }, each?.stamps];
}
