/** How properties become native ones of Neo4j and come back. */
import fc from 'fast-check';
import neo4j from 'neo4j-driver';
import { describe, expect, test } from 'vitest';
import { type JsonObject, sameJson } from '../../src/model/json.ts';
import type { Hint } from '../../src/store/neo4j/hints.ts';
import { nativeOf, propertiesOf } from '../../src/store/neo4j/properties.ts';
import { arbitraryHint, arbitraryProperties } from '../support/arbitrary-properties.ts';

const { types } = neo4j;

/** Hints by the first step of a path. */
const hints = (byName: Record<string, Hint>): Hint => ({ child: (name) => byName[name] });

const typed = (type: string): Hint => ({ type, element: { type } });

describe('properties', () => {
  test('of any kind come back exactly, whatever the models say of them', () => {
    fc.assert(
      fc.property(arbitraryProperties, arbitraryHint, (properties, hint) => {
        const native = nativeOf(properties, hint);
        for (const key of Object.keys(native)) expect(key).not.toMatch(/^(?:id|model|)$/);
        const back = propertiesOf({ ...native, id: 'the twin', model: 'its model', _revision: 1n });
        expect(sameJson(back, properties)).toBe(true);
      }),
      { numRuns: 5_000 },
    );
  });

  test('have the native type that the model says', () => {
    const native = nativeOf(
      {
        count: 5,
        big: '9007199254740993',
        level: 5,
        on: true,
        built: '2026-03-01',
        seen: '2026-03-01T12:00:00.250+01:00',
        opens: '08:30:00Z',
        every: 'P1DT12H',
        place: { type: 'Point', coordinates: [4.5, 52.25] },
        tags: ['a', 'b'],
        days: ['2026-03-01', '2026-03-02'],
      },
      hints({
        count: typed('integer'),
        big: typed('long'),
        level: typed('double'),
        built: typed('date'),
        seen: typed('dateTime'),
        opens: typed('time'),
        every: typed('duration'),
        days: typed('date'),
      }),
    );
    expect(native).toEqual({
      count: 5n,
      big: 9007199254740993n,
      level: 5,
      on: true,
      built: new types.Date(2026, 3, 1),
      seen: new types.DateTime(2026, 3, 1, 12, 0, 0, 250_000_000, 3600),
      opens: new types.Time(8, 30, 0, 0, 0),
      every: new types.Duration(0, 1, 12 * 3600, 0),
      place: new types.Point(4326n, 4.5, 52.25),
      tags: ['a', 'b'],
      days: [new types.Date(2026, 3, 1), new types.Date(2026, 3, 2)],
    });
  });

  test('of components and maps have their path for a key, and names of the node’s own an underscore', () => {
    const properties = { thermostat: { target: 21, limits: { low: 1 } }, id: 'x', model: 'T-800' };
    expect(nativeOf(properties, undefined)).toEqual({
      'thermostat/target': 21,
      'thermostat/limits/low': 1,
      id_: 'x',
      model_: 'T-800',
    });
  });

  test.each<[string, JsonObject, Hint | undefined, unknown, JsonObject]>([
    ['null', { a: null }, undefined, undefined, { a: null }],
    ['an empty object', { a: {} }, undefined, undefined, { a: {} }],
    ['a list of objects', { a: [{ b: 1 }] }, undefined, undefined, { a: [{ b: 1 }] }],
    ['a mixed list', { a: [1, 'b'] }, undefined, undefined, { a: [1, 'b'] }],
    [
      'a date spelled oddly',
      { a: '2026-03-01T12:00:00.50Z' },
      hints({ a: typed('dateTime') }),
      new types.DateTime(2026, 3, 1, 12, 0, 0, 500_000_000, 0),
      { a: '2026-03-01T12:00:00.50Z' },
    ],
    [
      'a span spelled oddly',
      { a: 'PT90M' },
      hints({ a: typed('duration') }),
      new types.Duration(0, 0, 5400, 0),
      { a: 'PT90M' },
    ],
    ['a small whole number as text', { a: '42' }, hints({ a: typed('long') }), 42n, { a: '42' }],
  ])('%s is kept exactly beside the native form', (_, properties, hint, native, exact) => {
    const all = nativeOf(properties, hint);
    expect(all.a).toEqual(native);
    expect(JSON.parse(all._exact as string)).toEqual(exact);
  });

  test('that no calendar or clock has stay texts', () => {
    const properties = { a: '2026-02-30', b: '23:59:60Z', c: 'P0.5Y', d: '12:00:00+18:30' };
    const hint = hints({
      a: typed('date'),
      b: typed('time'),
      c: typed('duration'),
      d: typed('time'),
    });
    expect(nativeOf(properties, hint)).toEqual(properties);
  });
});
