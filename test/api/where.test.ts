import { describe, expect, test } from 'vitest';
import { predicateOf, type WhereInput } from '../../src/api/where.ts';

const refused = (input: WhereInput) => () => predicateOf(input);

describe('a where filter', () => {
  test('is one test of a property', () => {
    expect(predicateOf({ property: 'power', gte: 5 })).toEqual({
      kind: 'compare',
      path: 'power',
      operator: 'gte',
      value: 5,
    });
  });

  test('joins all that one object says by and', () => {
    const predicate = predicateOf({
      property: 'power',
      gt: 1,
      lt: 9,
      not: { property: 'a', eq: 1 },
    });
    expect(predicate).toEqual({
      kind: 'and',
      of: [
        { kind: 'not', of: { kind: 'compare', path: 'a', operator: 'eq', value: 1 } },
        { kind: 'compare', path: 'power', operator: 'lt', value: 9 },
        { kind: 'compare', path: 'power', operator: 'gt', value: 1 },
      ],
    });
  });

  test('knows lists, texts and existence', () => {
    expect(predicateOf({ property: 'a', in: [1, 'x'] })).toEqual({
      kind: 'in',
      path: 'a',
      values: [1, 'x'],
    });
    expect(predicateOf({ property: 'a', exists: false })).toEqual({
      kind: 'exists',
      path: 'a',
      exists: false,
    });
    expect(predicateOf({ or: [{ property: 'a', startsWith: 'x' }] })).toEqual({
      kind: 'or',
      of: [{ kind: 'text', path: 'a', operator: 'startsWith', value: 'x' }],
    });
  });

  test('says where it cannot be understood', () => {
    expect(refused({})).toThrow('BAD_USER_INPUT where: the filter is empty');
    expect(refused({ and: [] })).toThrow('BAD_USER_INPUT where.and: the list is empty');
    expect(refused({ gt: 1 })).toThrow('BAD_USER_INPUT where: gt has no property to test');
    expect(refused({ property: 'a' })).toThrow('BAD_USER_INPUT where: nothing is said about a');
    expect(refused({ property: '', eq: 1 })).toThrow('where.property: the path is empty');
    expect(
      refused({ or: [{ property: 'a', eq: 1 }, { not: { property: 'b', eq: null } }] }),
    ).toThrow(
      'BAD_USER_INPUT where.or[1].not.eq: null compares with nothing; expected a value, or exists: false',
    );
  });
});
