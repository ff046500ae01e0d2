/** What the query texts can beyond Azure Digital Twins: groups, aggregates, orders, longer joins. */
import { describe, expect, test } from 'vitest';
import { graphAfter } from '../../src/model/apply.ts';
import { parseAdt } from '../../src/query/adt/parse-adt.ts';
import { rowsOf } from '../../src/query/rows/rows-of.ts';
import { ask, asked, building, modelsOf } from './building.ts';

describe('aggregates', () => {
  test('are over all rows, of numbers alone', () => {
    const query =
      'SELECT COUNT(Capacity) AS n, SUM(Capacity) AS sum, AVG(Capacity) AS mean, MIN(Humidity) AS low, MAX(Humidity) AS high FROM DIGITALTWINS';
    expect(ask(query)).toEqual([{ n: 3, sum: 20, mean: 10, low: 40, high: 75 }]);
  });

  test('of nothing are one row of zeros and nulls', () => {
    const query = "SELECT COUNT(), SUM(a), MAX(a) FROM DIGITALTWINS WHERE $dtId = 'nobody'";
    expect(ask(query)).toEqual([{ COUNT: 0, SUM: 0, MAX: null }]);
  });

  test('by group have a row for each combination of values, missing ones last', () => {
    expect(
      ask(
        'SELECT T.HasTemperature, COUNT() FROM DIGITALTWINS T WHERE NOT IS_DEFINED(T.Temperature) GROUP BY T.HasTemperature',
      ),
    ).toEqual([
      { HasTemperature: false, COUNT: 1 },
      { HasTemperature: true, COUNT: 1 },
      { COUNT: 9 },
    ]);
  });

  test('count what each twin contains, over a join, the most first', () => {
    const query =
      'SELECT T.$dtId AS id, COUNT() AS parts FROM DIGITALTWINS T JOIN P RELATED T.contains GROUP BY T.$dtId ORDER BY parts DESC, T.$dtId DESC';
    expect(ask(query).slice(0, 3)).toEqual([
      { id: 'panel1', parts: 2 },
      { id: 'floor11', parts: 2 },
      { id: 'thermostat-15', parts: 1 },
    ]);
    expect(ask(query.replace('SELECT', 'SELECT TOP(1)'))).toEqual([{ id: 'panel1', parts: 2 }]);
  });

  test('may order groups without being shown', () => {
    const query =
      'SELECT T.$metadata.$model AS model FROM DIGITALTWINS T WHERE IS_DEFINED(T.Temperature) GROUP BY T.$metadata.$model ORDER BY SUM(T.Temperature) DESC';
    expect(ask(query)).toEqual([
      { model: 'dtmi:example:room;1' },
      { model: 'dtmi:example:cafe;1' },
    ]);
  });
});

describe('orders', () => {
  test('are by properties, then by ids, missing values last', () => {
    const spaces = "FROM DIGITALTWINS T WHERE IS_OF_MODEL('dtmi:example:space;1')";
    expect(asked(`SELECT * ${spaces} ORDER BY T.Temperature`)).toEqual([
      ...['cafe', 'room2', 'room1'],
      ...['area1-hall', 'hall-route-small'],
    ]);
    expect(asked(`SELECT TOP(2) ${spaces} ORDER BY T.Humidity DESC`)).toEqual([
      'area1-hall',
      'hall-route-small',
    ]);
  });
});

describe('joins', () => {
  test('are as many as one likes, and start anywhere', () => {
    const joins = 'abcdefg'.split('').map((name, i) => `JOIN ${name} RELATED ${'Tabcdef'[i]}.next`);
    const ring = graphAfter(building, [
      { addRelationship: { source: 'room1', target: 'room2', name: 'next' } },
      { addRelationship: { source: 'room2', target: 'room1', name: 'next' } },
    ]);
    expect(ask(`SELECT g.$dtId FROM DIGITALTWINS T ${joins.join(' ')}`, ring)).toEqual([
      { $dtId: 'room2' },
      { $dtId: 'room1' },
    ]);
  });

  test('and patterns go together, and compare properties with each other', () => {
    expect(
      asked(
        'SELECT hot, cold FROM DIGITALTWINS floor JOIN hot RELATED floor.contains MATCH (floor)-[]->(cold) WHERE hot.Temperature > cold.Temperature',
      ),
    ).toEqual(['room1 room2']);
  });
});

test('a cursor goes on after its row, though twins came and went meanwhile', () => {
  const query = parseAdt('SELECT T.$dtId FROM DIGITALTWINS T WHERE IS_DEFINED(T.Temperature)');
  const first = rowsOf(building, query, { modelsOf, first: 2 });
  expect(first.items).toEqual([{ $dtId: 'cafe' }, { $dtId: 'room1' }]);
  const model = 'dtmi:example:room;1';
  const later = graphAfter(building, [
    { addTwin: { id: 'attic', model, properties: { Temperature: 9 } } },
    { addTwin: { id: 'room11', model, properties: { Temperature: 9 } } },
    { removeTwin: { twin: 'room1', detach: true } },
  ]);
  const after = first.cursors[1] as string;
  expect(rowsOf(later, query, { modelsOf, after }).items).toEqual([
    { $dtId: 'room11' },
    { $dtId: 'room2' },
  ]);
  const other = parseAdt('SELECT T.$dtId FROM DIGITALTWINS T');
  expect(() => rowsOf(later, other, { modelsOf, after })).toThrow(
    'BAD_USER_INPUT after: the cursor belongs to another list or order',
  );
});
