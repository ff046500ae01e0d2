/** Contract: conditions and operation ids make it safe to send a commit again. */
import { describe, expect, test } from 'vitest';
import { LinchpinError } from '../../../src/model/errors.ts';
import type { Subject } from '../twin-store.contract.ts';
import { add, hostileIds } from './ontology.ts';

const level = (value: number) => ({ set: { twin: 'a', property: 'level', value } });

export function operationContract(subject: Subject): void {
  describe('an operation', () => {
    test('that many send at once is done once, and all are told the same', async () => {
      const results = await Promise.all(
        Array.from({ length: 50 }, () => subject.store.commit([add('a')], { operationId: 'once' })),
      );
      expect(results.filter(({ repeated }) => !repeated)).toHaveLength(1);
      expect(new Set(results.map(({ revision }) => revision))).toEqual(new Set([1]));
      expect(await subject.store.revision()).toBe(1);
    });

    test('that is done is answered so, also when its condition no longer holds', async () => {
      const commit = () => subject.store.commit([add('a')], { operationId: 'op', ifRevision: 0 });
      expect(await commit()).toMatchObject({ revision: 1, repeated: false });
      await subject.store.commit([level(1)]);
      expect(await commit()).toMatchObject({ revision: 1, repeated: true });
      const other = subject.store.commit([add('b')], { operationId: 'new', ifRevision: 0 });
      await expect(other).rejects.toMatchObject({ code: 'CONFLICT', where: 'ifRevision' });
      await subject.restart();
      expect(await commit()).toMatchObject({ revision: 1, repeated: true });
      expect(await subject.store.commit([add('b')], { operationId: 'new', ifRevision: 2 })) //
        .toMatchObject({ revision: 3, repeated: false });
    });

    test('that changed nothing is remembered too', async () => {
      await subject.store.commit([add('a', { level: 1 })]);
      const commit = () =>
        subject.store.commit([{ removeTwin: { twin: 'b' } }], {
          operationId: 'nothing',
          skipRefused: true,
        });
      expect(await commit()).toMatchObject({ revision: 1, repeated: false });
      await subject.store.commit([add('b')]);
      await subject.restart();
      expect(await commit()).toMatchObject({
        revision: 1,
        repeated: true,
        rejected: [{ code: 'NOT_FOUND', where: 'b', index: 0 }],
      });
      expect((await subject.store.twins(['b']))[0]?.id).toBe('b');
    });

    test('may have any id, and each its own', async () => {
      const ids = [...hostileIds, 'x'.repeat(10_000), `${'x'.repeat(9_999)}y`, 'line\nbreak', ''];
      const commitAll = () =>
        Promise.all(
          ids.map((operationId, i) => subject.store.commit([add(`t${i}`)], { operationId })),
        );
      expect((await commitAll()).map(({ repeated }) => repeated)).toEqual(ids.map(() => false));
      await subject.restart();
      expect((await commitAll()).map(({ repeated }) => repeated)).toEqual(ids.map(() => true));
      expect(await subject.store.revision()).toBe(ids.length);
    });

    test('with ifRevision, sent again and again until it holds, counts without a loss', async () => {
      await subject.store.commit([add('a', { level: 0 })]);
      const increment = async (): Promise<void> => {
        const { store } = subject;
        for (;;) {
          const snapshot = await store.snapshot();
          const value = snapshot.number(snapshot.indexOf('a'), 'level') + 1;
          const done = await store.commit([level(value)], { ifRevision: snapshot.revision }).then(
            () => true,
            (error) => {
              expect(error.code).toBe('CONFLICT');
              return false;
            },
          );
          if (done) return;
        }
      };
      await Promise.all(Array.from({ length: 8 }, () => increment()));
      await subject.restart();
      const [a] = await subject.store.twins(['a']);
      expect([a?.properties.level, a?.revision]).toEqual([8, 9]);
    });

    test('that is a plan is made in its turn, once, whatever it would come to later', async () => {
      await subject.store.commit([add('a', { level: 0 })]);
      const increment = (step: number, operationId = `add ${step}`) =>
        subject.store.commit(
          {
            identity: { step },
            changesOn: (graph) => [level(graph.number(graph.indexOf('a'), 'level') + step)],
          },
          { operationId },
        );
      const steps = Array.from({ length: 20 }, (_, index) => index + 1);
      await Promise.all([...steps, ...steps].map((step) => increment(step)));
      expect((await subject.store.twins(['a']))[0]).toMatchObject({
        properties: { level: 210 },
        revision: 21,
      });
      await subject.store.commit([{ removeTwin: { twin: 'a' } }]);
      await subject.restart();
      expect(await increment(7)).toMatchObject({ repeated: true });
      const another = increment(8, 'add 7');
      await expect(another).rejects.toMatchObject({ code: 'CONFLICT', where: 'operationId' });
    });

    test('that is a plan is refused by what it throws, and is not remembered', async () => {
      const problem = { code: 'LIMIT_EXCEEDED', where: 'plan', message: 'too many' } as const;
      let isRefused = true;
      const plan = {
        identity: 'plan',
        changesOn: () => {
          if (isRefused) throw new LinchpinError(problem);
          return [add('b')];
        },
      };
      const refused = subject.store.commit(plan, { operationId: 'plan' });
      const other = subject.store.commit([add('a')]);
      await expect(refused).rejects.toThrow('LIMIT_EXCEEDED plan: too many');
      expect(await other).toMatchObject({ revision: 1 });
      isRefused = false;
      expect(await subject.store.commit(plan, { operationId: 'plan' })).toMatchObject({
        revision: 2,
        repeated: false,
      });
    });
  });
}
