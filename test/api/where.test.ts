import { describe, expect, test } from 'vitest';
import type { WhereInput } from '../../src/api/filter-input.ts';
import { predicateOf } from '../../src/api/where.ts';

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

  test('knows units, places and texts whatever their letters', () => {
    expect(predicateOf({ property: 'a', gt: 1, in: [2], unit: 'metre' })).toEqual({
      kind: 'and',
      of: [
        { kind: 'compare', path: 'a', operator: 'gt', value: 1, unit: 'metre' },
        { kind: 'in', path: 'a', values: [2], unit: 'metre' },
      ],
    });
    expect(predicateOf({ property: 'a', near: { point: [1, 2], metres: 3 } })).toEqual({
      kind: 'near',
      path: 'a',
      point: [1, 2],
      metres: 3,
    });
    expect(predicateOf({ property: 'a', contains: 'x', ignoreCase: true })).toEqual({
      kind: 'text',
      path: 'a',
      operator: 'contains',
      value: 'x',
      ignoreCase: true,
    });
  });

  test('goes along relationships, with filters inside', () => {
    const predicate = predicateOf({
      related: {
        along: ['feeds'],
        direction: 'in',
        hops: { max: 2 },
        model: 'dtmi:m;1',
        relationship: { property: 'share', gt: 0 },
        through: { property: 'open', eq: true },
        where: { within: { of: 'x', hops: { min: 0, max: 3 } } },
        count: { gte: 2 },
      },
    });
    expect(predicate).toEqual({
      kind: 'related',
      along: ['feeds'],
      direction: 'in',
      hops: { max: 2 },
      models: ['dtmi:m;1'],
      relationship: { kind: 'compare', path: 'share', operator: 'gt', value: 0 },
      through: { kind: 'compare', path: 'open', operator: 'eq', value: true },
      where: { kind: 'within', from: 'x', hops: { min: 0, max: 3 } },
      count: { operator: 'gte', value: 2 },
    });
  });

  test('says where it cannot be understood', () => {
    expect(refused({})).toThrow('BAD_USER_INPUT where: the filter is empty');
    expect(refused({ property: 'a', exists: true, unit: 'metre' })).toThrow(
      'BAD_USER_INPUT where.unit: a unit is of a number that is compared',
    );
    expect(refused({ property: 'a', eq: 'x', ignoreCase: true })).toThrow(
      'BAD_USER_INPUT where.ignoreCase: it is about texts',
    );
    expect(refused({ property: 'a', near: { point: [1], metres: 1 } })).toThrow(
      'BAD_USER_INPUT where.near.point: it has not two numbers; expected [longitude, latitude]',
    );
    expect(refused({ related: { count: { gt: 1, lt: 3 } } })).toThrow(
      'BAD_USER_INPUT where.related.count: it has 2 comparisons; expected one of eq, ne, lt, lte, gt, gte',
    );
    expect(refused({ related: { through: { not: { gt: 1 } } } })).toThrow(
      'BAD_USER_INPUT where.related.through.not: gt has no property to test',
    );
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
