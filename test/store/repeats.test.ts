/** What an operation id is answered with when it comes again. */
import { describe, expect, test } from 'vitest';
import { operationOf, repeatedResult } from '../../src/store/live/repeats.ts';

const set = (value: number) => ({ set: { twin: 'a', property: 'level', value } });

describe('an operation', () => {
  const operation = operationOf('op', [set(1)]);

  test('that is new has no result yet', () => {
    expect(repeatedResult(undefined, operation)).toBeUndefined();
  });

  test('is repeated by the same changes, whatever the order of their keys', () => {
    const same = operationOf('op', [{ set: { value: 1, property: 'level', twin: 'a' } }]);
    const before = { revision: 7, rejected: [], changes: operation.changes };
    expect(repeatedResult(before, same)).toMatchObject({ revision: 7, repeated: true });
  });

  test('of an older record, which has no hash, is repeated by anything', () => {
    const before = { revision: 7, rejected: [] };
    expect(repeatedResult(before, operation)).toMatchObject({ revision: 7, repeated: true });
  });

  test('with other changes is a conflict that says what to do', () => {
    const before = { revision: 7, rejected: [], changes: operation.changes };
    expect(() => repeatedResult(before, operationOf('op', [set(2)]))).toThrow(
      'CONFLICT operationId: the operation id op was used for other changes; ' +
        'expected the same changes again, or an id that is new; use a new id for new changes',
    );
  });
});
