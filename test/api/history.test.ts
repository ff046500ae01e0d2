import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { valueAt } from '../../src/model/path.ts';
import { openApi, type TestApi } from './api-fixture.ts';

const begin = Date.parse('2027-03-01T12:00:00Z');
/** Seconds after the beginning, and the power that a source observed then. */
const readings = [
  [0, 10],
  [20, 30],
  [70, 5],
  [40, 20],
  [130, 1],
] as const;

let api: TestApi;
let revisions: number[];
beforeAll(async () => {
  api = await openApi();
  await api.services.history.graphAt(await api.store.revision());
  revisions = [];
  for (const [seconds, value] of readings) {
    const time = begin + seconds * 1000;
    const reading = { twin: 'tank-1', path: 'power', value, time };
    revisions.push((await api.store.commit([{ observe: reading }])).revision);
  }
});
afterAll(() => api.close());

/** The points of a property's history. */
async function points(args: string, fields = 'time last', graph = ''): Promise<unknown> {
  const field = `twin(id: "tank-1") { history(${args}) { ${fields} } }`;
  const { data, errors } = await api.ask(
    graph === '' ? `{ ${field} }` : `{ ${graph} { ${field} } }`,
  );
  expect(errors).toEqual([]);
  return valueAt(data, `${graph === '' ? '' : 'asOf/'}twin/history`);
}

const at = (seconds: number) => new Date(begin + seconds * 1000).toISOString();

describe('the history of a property', () => {
  test('is in the order of source times, late values in their place', async () => {
    expect(await points('property: "power"')).toEqual([
      { time: at(0), last: 10 },
      { time: at(20), last: 30 },
      { time: at(40), last: 20 },
      { time: at(70), last: 5 },
      { time: at(130), last: 1 },
    ]);
  });

  test('begins with `from` and ends before `to`', async () => {
    expect(await points(`property: "power", from: "${at(20)}", to: "${at(70)}"`)).toEqual([
      { time: at(20), last: 30 },
      { time: at(40), last: 20 },
    ]);
  });

  test('is gathered into buckets', async () => {
    const all = 'time avg min max last count';
    expect(await points(`property: "power", from: "${at(0)}", every: "PT1M"`, all)).toEqual([
      { time: at(0), avg: 20, min: 10, max: 30, last: 20, count: 3 },
      { time: at(60), avg: 5, min: 5, max: 5, last: 5, count: 1 },
      { time: at(120), avg: 1, min: 1, max: 1, last: 1, count: 1 },
    ]);
  });

  test('says which commit brought a value', async () => {
    expect(await points('property: "power"', 'revision')).toEqual(
      [0, 1, 3, 2, 4].map((reading) => ({ revision: revisions[reading] })),
    );
  });

  test('ends with a past graph at its moment, also for values that came late', async () => {
    const graph = `asOf(revision: ${revisions[2]})`;
    expect(await points('property: "power"', 'last', graph)).toEqual([
      { last: 10 },
      { last: 30 },
      { last: 5 },
    ]);
  });

  test('has text too, without numbers', async () => {
    await api.store.commit([{ set: { twin: 'tank-1', property: 'label', value: 'big' } }]);
    expect(await points(`property: "label", every: "P1D"`, 'avg min max last count')).toEqual([
      { avg: null, min: null, max: null, last: 'big', count: 2 },
    ]);
  });

  test('is empty for what never was', async () => {
    expect(await points('property: "thermostat/target"')).toEqual([]);
  });

  test.each([
    ['property: "powr"', 'BAD_USER_INPUT', 'did you mean power?'],
    ['property: "pwr"', 'BAD_USER_INPUT', 'did you mean power?'],
    [`property: "power", from: "${at(9)}", to: "${at(1)}"`, 'BAD_USER_INPUT', 'before the beginn'],
    ['property: "power", every: "PT0S"', 'BAD_USER_INPUT', 'a bucket has no length'],
  ])('%s is refused', async (args, code, message) => {
    const { errors } = await api.ask(`{ twin(id: "tank-1") { history(${args}) { last } } }`);
    expect(errors[0]?.extensions.code).toBe(code);
    expect(errors[0]?.message).toContain(message);
  });
});
