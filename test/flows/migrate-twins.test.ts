/** Twins that get another version of their model: all of them or none. */
import { describe, expect, test } from 'vitest';
import type { Migration } from '../../src/flows/migration.ts';
import type { Change } from '../../src/model/change.ts';
import {
  add,
  one,
  plain,
  plantForEach,
  renamed,
  special,
  two,
  watch,
  watchTwo,
} from './migration-fixture.ts';

const plant = plantForEach();
const relate = (source: string, name: string, target: string): Change => ({
  addRelationship: { source, name, target },
});
const modelsOf = async () =>
  (await plant.store.find({ first: 100 })).items.map((each) => `${each.id} ${each.model}`);

describe('a migration', () => {
  test('renames, removes and gives defaults, and leaves what both versions know', async () => {
    await plant.store.commit([
      add('a', { label: 'north', floor: 1, part: { level: 2, kind: 'k' } }),
      add('b', { level: 4, part: { kind: 'k' } }),
    ]);
    const more = {
      rename: [...renamed.rename, { from: 'part/level', to: 'level' }],
      remove: ['part/kind'],
      set: { mode: 'auto', name: 'unnamed', 'part/level': 0 },
    };
    const report = await plant.migrate(more);
    expect(report).toMatchObject({
      ...{ matched: 2, changed: 2, refused: 0, repeated: false, rejected: [] },
      sample: [{ from: { id: 'a', model: one }, to: { id: 'a', model: two } }, {}],
    });
    expect(await plant.twin('a')).toMatchObject({ model: two, revision: report.revision });
    const content = [(await plant.twin('a')).properties, (await plant.twin('b')).properties];
    expect(content).toEqual([
      { name: 'north', floor: 1, level: 2, part: { level: 0 }, mode: 'auto' },
      { name: 'unnamed', level: 4, part: { level: 0 }, mode: 'auto' },
    ]);
  });

  test('leaves no empty component behind, and swaps two values', async () => {
    await plant.store.commit([add('a', { level: 1, floor: 2, part: { level: 3 } })]);
    await plant.migrate({
      rename: [
        ...[
          { from: 'level', to: 'part/level' },
          { from: 'part/level', to: 'level' },
        ],
      ],
    });
    expect((await plant.twin('a')).properties).toEqual({ level: 3, floor: 2, part: { level: 1 } });
    await plant.migrate({ from: two, to: one, remove: ['part/level'] });
    expect((await plant.twin('a')).properties).toEqual({ level: 3, floor: 2 });
  });

  test('is refused whole with every reason when a twin does not fit, as its dry run says', async () => {
    await plant.store.commit([
      ...[add('a', { label: 'x', floor: 1 }), add('b', { floor: 2 }), add('w', {}, watch)],
      ...[relate('a', 'near', 'w'), relate('w', 'watches', 'b'), add('c', { level: 1 })],
    ]);
    const before = await modelsOf();
    const dry = await plant.migrate({}, { dryRun: true });
    expect(dry).toMatchObject({ matched: 3, changed: 1, refused: 2, revision: 1 });
    expect(dry.sample.map(({ to }) => `${to?.id} ${to?.model}`)).toEqual([`c ${two}`]);
    const reasons = [
      {
        ...{ where: 'a/label', message: `${two} has no such property` },
        action: expect.stringMatching(
          /^name label under rename, perhaps to level, or under remove$/,
        ),
      },
      {
        ...{ where: 'a/near:w', message: `${two} declares no relationship "near"` },
        action:
          'remove or move the relationship near with the id near:w, from a to w, first, or migrate w in the same commit (also)',
      },
      {
        ...{ where: 'w/watches:b', message: `the target b is a ${two}` },
        action: expect.stringMatching(/the id watches:b, from w to b, first, or migrate w in/),
      },
    ];
    expect(dry.rejected).toMatchObject(reasons);
    const refused = plant.migrate({});
    await expect(refused).rejects.toMatchObject({ code: 'VALIDATION_FAILED', problems: reasons });
    expect(await modelsOf()).toEqual(before);
    expect(await plant.store.revision()).toBe(1);
  });

  test('of twins that need each other is judged when all have their new model', async () => {
    await plant.store.commit([
      ...[add('a'), add('b'), add('w', {}, watch), relate('a', 'feeds', 'b')],
      ...[relate('b', 'feeds', 'a'), relate('a', 'feeds', 'a'), relate('w', 'watches', 'b')],
    ]);
    await expect(plant.migrate({})).rejects.toMatchObject({ problems: [{ where: 'w/watches:b' }] });
    const others = { ...plain, from: watch, to: watchTwo };
    const dry = await plant.migrate({}, { dryRun: true }, others);
    expect(dry).toMatchObject({ matched: 3, changed: 3, refused: 0 });
    expect(await plant.migrate({}, {}, others)).toMatchObject({ matched: 3, changed: 3 });
    expect(await modelsOf()).toEqual([`a ${two}`, `b ${two}`, `w ${watchTwo}`]);
    expect((await plant.store.snapshot()).size).toEqual({ twins: 3, relationships: 4 });
  });

  test('is about those that fit its filter, and about subtypes only when asked to', async () => {
    const some = [add('a', { floor: 1 }), add('b', { floor: 2 }), add('s', { floor: 1 }, special)];
    await plant.store.commit(some);
    const where = { kind: 'compare', path: 'floor', operator: 'eq', value: 1 } as const;
    expect(await plant.migrate({ where })).toMatchObject({ matched: 1, changed: 1 });
    expect(await modelsOf()).toEqual([`a ${two}`, `b ${one}`, `s ${special}`]);
    expect(await plant.migrate({ where, exact: false })).toMatchObject({ matched: 1, changed: 1 });
    expect(await modelsOf()).toEqual([`a ${two}`, `b ${one}`, `s ${two}`]);
    await plant.store.commit([add('s2', {}, special)]);
    const up = { from: one, to: special, exact: false };
    expect(await plant.migrate(up)).toMatchObject({ matched: 1, changed: 1 });
    expect((await plant.twin('b')).model).toBe(special);
  });

  test('does not put a value where there is one, and names the twin', async () => {
    await plant.store.commit([
      add('a', { level: 1, part: { level: 2 } }),
      add('b', { label: 'x' }),
    ]);
    const rename = [{ from: 'level', to: 'part/level' }];
    const reasons = [
      { code: 'CONFLICT', where: 'a/part/level' },
      { code: 'VALIDATION_FAILED', where: 'b/label' },
    ];
    const dry = await plant.migrate({ rename }, { dryRun: true });
    expect(dry).toMatchObject({ matched: 2, changed: 0, refused: 2, rejected: reasons });
    await expect(plant.migrate({ rename })).rejects.toMatchObject({ problems: reasons });
    const below = [{ from: 'floor', to: 'level/deep' }];
    await plant.store.commit([add('c', { floor: 1, level: 2 })]);
    await expect(plant.migrate({ rename: below })).rejects.toThrow(/^CONFLICT c\/level\/deep/);
  });

  test('by two filters that find the same twin is refused', async () => {
    await plant.store.commit([add('a')]);
    await expect(plant.migrate({}, {}, { ...plain, to: special })).rejects.toMatchObject({
      code: 'CONFLICT',
      where: 'a',
    });
  });

  test('to a model that is decommissioned is refused, and from one is what it is for', async () => {
    await plant.store.commit([add('a')]);
    await plant.store.decommissionModel(two, true);
    const refused = plant.migrate({});
    await expect(refused).rejects.toThrow(/^VALIDATION_FAILED input.to: .*expected a twin of .*;1/);
    await plant.store.decommissionModel(two, false);
    await plant.store.decommissionModel(one, true);
    expect(await plant.migrate({})).toMatchObject({ changed: 1 });
    await plant.store.removeModel(special);
    await expect(plant.store.removeModel(two)).rejects.toThrow(
      /use the model dtmi:test:Pump;2: a;/,
    );
  });

  test('that makes no sense is refused with its place', async () => {
    const refusals: [Partial<Migration>, RegExp][] = [
      [{ to: one }, /^BAD_USER_INPUT input.to: the twins have the model/],
      [{ to: 'dtmi:test:Pump;3' }, /^NOT_FOUND input.to: there is no model .*did you mean/],
      [{ from: 'dtmi:test:Pumps;1' }, /^NOT_FOUND input.from: there is no model/],
      [{ remove: ['a//b'] }, /^BAD_USER_INPUT input: the property path "a\/\/b" is malformed/],
      [{ set: { __proto__x: 1, 'constructor/a': 1 } }, /"constructor\/a" is malformed/],
      [{ set: { mode: null } }, /^BAD_USER_INPUT input.set: mode is null/],
      [{ ...renamed, remove: ['label'] }, /^BAD_USER_INPUT input: label and label/],
      [
        { rename: [{ from: 'labell', to: 'name' }] },
        /^BAD_USER_INPUT input.rename: no twin of .*;1 has a property labell; .*did you mean label\?/,
      ],
      [{ remove: ['part/levle'] }, /^BAD_USER_INPUT input.remove: .*did you mean part\/level\?/],
      [{ remove: ['part', 'part/level'] }, /part\/level and part are renamed or removed twice/],
    ];
    for (const [more, message] of refusals)
      await expect(plant.migrate(more)).rejects.toThrow(message);
    const also = plant.migrate({}, {}, { ...plain, from: watch, to: 'dtmi:test:Watch;3' });
    await expect(also).rejects.toThrow(/^NOT_FOUND input.also\[0\].to/);
  });

  test('is repeated by its operation id alone, and holds to a revision', async () => {
    await plant.store.commit([add('a', { label: 'x' })]);
    const once = { operationId: 'up', ifRevision: 1 };
    const dry = { ...once, ifRevision: 0, dryRun: true };
    await expect(plant.migrate(renamed, dry)).rejects.toMatchObject({ where: 'ifRevision' });
    expect(await plant.migrate(renamed, once)).toMatchObject({ changed: 1, revision: 2 });
    await plant.store.commit([add('b', { label: 'y' })]);
    const again = await plant.migrate(renamed, once);
    expect(again).toMatchObject({ matched: 0, changed: 0, revision: 2, repeated: true });
    expect((await plant.twin('b')).model).toBe(one);
    await expect(plant.migrate({}, once)).rejects.toMatchObject({ where: 'operationId' });
  });
});
