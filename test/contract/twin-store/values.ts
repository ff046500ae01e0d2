/** Contract: values of every DTDL schema come out as they went in, whichever way they went in. */
import { describe, expect, test } from 'vitest';
import type { Json } from '../../../src/model/json.ts';
import type { Subject } from '../twin-store.contract.ts';
import { everySchema, everything, everyValue } from './every-schema.ts';
import { isChecked } from './ontology.ts';

const add = (id: string, properties = {}) => ({ addTwin: { id, model: everything, properties } });

const time = (value: Json | undefined) => Date.parse(String(value));

export function valueContract(subject: Subject): void {
  const held = async (prefix: string, owner: string): Promise<unknown[]> => {
    const twins = await subject.store.twins(everyValue.map(({ id }) => `${prefix}${id}`));
    return twins.map((twin, index) => {
      const properties = owner === '' ? twin?.properties : twin?.properties[owner];
      return (properties as Record<string, Json>)[everyValue[index]?.name as string];
    });
  };
  const values = everyValue.map(({ value }) => value);

  describe('values', () => {
    test('of every schema are read as they were added, set and observed, also after a restart', async () => {
      await subject.store.addModels(everySchema);
      await subject.store.commit(
        everyValue.flatMap(({ id, name, value }) => [
          add(id, { [name]: value, part: { [name]: value } }),
          add(`set-${id}`),
          add(`observed-${id}`),
        ]),
      );
      await subject.store.commit(
        everyValue.flatMap(({ id, name: property, value }, time) => [
          { set: { twin: `set-${id}`, property, value } },
          { set: { twin: `set-${id}`, property: `part/${property}`, value } },
          { observe: { twin: `observed-${id}`, path: property, value, time } },
        ]),
      );
      const check = async () => {
        expect(await held('', '')).toEqual(values);
        expect(await held('', 'part')).toEqual(values);
        expect(await held('set-', '')).toEqual(values);
        expect(await held('set-', 'part')).toEqual(values);
        expect(await held('observed-', '')).toEqual(values);
      };
      await check();
      await subject.restart();
      await check();
    });

    test('of every schema are those of relationships too', async () => {
      await subject.store.addModels(everySchema);
      await subject.store.commit([
        add('a'),
        ...everyValue.flatMap(({ id, name: property, value }) => {
          const relationship = { source: 'a', target: 'a', name: 'feeds' };
          return [
            { addRelationship: { ...relationship, id, properties: { [property]: value } } },
            { addRelationship: { ...relationship, id: `set-${id}` } },
            { setRelationship: { source: 'a', id: `set-${id}`, property, value } },
          ];
        }),
      ]);
      const check = async () => {
        const snapshot = await subject.store.snapshot();
        for (const { id, name, value } of everyValue) {
          for (const each of [id, `set-${id}`]) {
            const relationship = snapshot.relationship({ source: 'a', id: each });
            expect(relationship?.properties).toEqual({ [name]: value });
          }
        }
      };
      await check();
      await subject.restart();
      await check();
    });

    test('of every schema are found by what they equal', async () => {
      await subject.store.addModels(everySchema);
      await subject.store.commit(
        everyValue.map(({ id, name, value }) => add(id, { [name]: value })),
      );
      await subject.restart();
      for (const { id, name: path, value } of everyValue) {
        const where = { kind: 'compare', path, operator: 'eq', value } as const;
        const { items } = await subject.store.find({ where });
        expect(items.map((twin) => twin.id)).toContain(id);
        for (const item of items) {
          const held = item.properties[path];
          // A long is what it counts, as a number or as a text; a moment is when it is.
          if (path === 'aLong') expect(String(held)).toBe(String(value));
          else if (path === 'aDateTime') expect(time(held)).toBe(time(value));
          else expect(held).toEqual(value);
        }
      }
    });

    test('take each other’s place, and leave nothing of what was there before', async () => {
      await subject.store.addModels(everySchema);
      const last = new Map(everyValue.map(({ name, value }) => [name, value]));
      await subject.store.commit([add('a'), add('whole')]);
      for (const { name: property, value } of everyValue) {
        const put = { id: 'whole', model: everything, properties: { [property]: value } };
        await subject.store.commit([{ set: { twin: 'a', property, value } }, { putTwin: put }]);
      }
      await subject.restart();
      const [a, whole] = await subject.store.twins(['a', 'whole']);
      expect(a?.properties).toEqual(Object.fromEntries(last));
      const [name, value] = [...last].at(-1) as [string, Json];
      expect(whole?.properties).toEqual({ [name]: value });
      await subject.store.commit(
        [...last.keys()].map((property) => ({ set: { twin: 'a', property, value: null } })),
      );
      await subject.restart();
      expect((await subject.store.twins(['a']))[0]?.properties).toEqual({});
    });

    test('that fit no schema are kept by a store without rules, whatever they replace', async () => {
      if (isChecked(subject.store)) return;
      const shapes: Json[] = [
        1,
        'x',
        true,
        [],
        {},
        [null],
        [1, 'x', [true]],
        { a: null },
        1.5,
        [1],
      ];
      const wanted = shapes.flatMap((from) => shapes.map((to) => [from, to] as const));
      await subject.store.commit(wanted.map(([value], i) => add(`${i}`, { value })));
      await subject.store.commit(
        wanted.map(([, value], i) => ({ set: { twin: `${i}`, property: 'value', value } })),
      );
      await subject.restart();
      const twins = await subject.store.twins(wanted.map((_, i) => `${i}`));
      expect(twins.map((twin) => twin?.properties.value)).toEqual(wanted.map(([, to]) => to));
    });
  });
}
