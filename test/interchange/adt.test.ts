import { describe, expect, test } from 'vitest';
import { readAdtJson } from '../../src/interchange/adt/json-reader.ts';
import { readNdjson } from '../../src/interchange/adt/ndjson-reader.ts';
import { textFile } from './reading.ts';

const model = { '@id': 'dtmi:a:Room;1', '@type': 'Interface', '@context': 'dtmi:dtdl:context;3' };
const room = {
  $dtId: 'room-1',
  $etag: 'W/"x"',
  $metadata: { $model: 'dtmi:a:Room;1', temperature: { lastUpdateTime: '2024-01-01T00:00:00Z' } },
  temperature: 21,
  thermostat: { $metadata: {}, target: 20, range: { low: 1 } },
};
const next = {
  $dtId: 'room-1',
  $relationshipId: 'door',
  $targetId: 'room-2',
  $relationshipName: 'leadsTo',
  width: 1.2,
};
const twin = {
  id: 'room-1',
  model: 'dtmi:a:Room;1',
  properties: { temperature: 21, thermostat: { target: 20, range: { low: 1 } } },
};
const relationship = {
  source: 'room-1',
  name: 'leadsTo',
  target: 'room-2',
  id: 'door',
  properties: { width: 1.2 },
};
const lines = (...items: unknown[]) =>
  textFile('a.ndjson', items.map((item) => JSON.stringify(item)).join('\r\n'));

describe('ADT NDJSON', () => {
  test('gives the models, twins and relationships of its sections', () => {
    const document = readNdjson(
      lines(
        { Section: 'Header' },
        { fileVersion: '1.0.0', author: 'me', organization: 'us' },
        { Section: 'Models' },
        model,
        { Section: 'Twins' },
        room,
        { Section: 'Relationships' },
        next,
      ),
    );
    expect(document).toMatchObject({
      models: [model],
      changes: [
        { change: { addTwin: twin }, where: 'a.ndjson:6' },
        { change: { addRelationship: relationship }, where: 'a.ndjson:8' },
      ],
      problems: [],
    });
  });

  test('lists a broken line and takes the others', () => {
    const text = `${JSON.stringify(room)}\n{"$dtId": "room-2", \n${JSON.stringify(next)}\n`;
    const document = readNdjson(textFile('a.ndjson', text));
    expect(document.changes).toHaveLength(2);
    expect(document.problems).toMatchObject([
      {
        code: 'BAD_USER_INPUT',
        where: 'a.ndjson:2:21',
        expected: 'a complete JSON text',
        action: 'correct the text, or export the file again',
      },
    ]);
  });

  test('lists what is in the wrong place or shape', () => {
    const document = readNdjson(
      lines({ Section: 'Twins' }, { $dtId: 'a' }, 7, next, { Section: 'Others' }, { x: 1 }),
    );
    expect(document.changes).toEqual([]);
    expect(document.problems.map(({ where, message }) => `${where} ${message}`)).toEqual([
      'a.ndjson:2 twin "a" names no model',
      'a.ndjson:3 the item is no twin, relationship or model',
      'a.ndjson:4 twin "room-1" names no model',
      'a.ndjson:5 the section "Others" is not known',
      'a.ndjson:6 the item is no twin, relationship or model',
    ]);
  });

  test('says when it is of another version', () => {
    const document = readNdjson(lines({ Section: 'Header' }, { fileVersion: '2.0.0' }));
    expect(document.problems).toMatchObject([
      { where: 'a.ndjson:2', message: 'the file has version 2.0.0' },
    ]);
  });

  test('takes lists of {file, model}', () => {
    expect(readNdjson(lines({ file: 'Room.json', model })).models).toEqual([model]);
  });

  test('keeps the first of two twins with one id', () => {
    const document = readNdjson(lines(room, { ...room, temperature: 5 }));
    expect(document.changes).toHaveLength(1);
    expect(document.problems).toEqual([
      {
        code: 'CONFLICT',
        where: 'a.ndjson:2',
        message: 'twin "room-1" was read before, from a.ndjson:1',
        expected: 'an id of its own for each twin',
        action: 'rename one of the two, or read one of the files under a prefix',
      },
    ]);
  });
});

describe('ADT JSON', () => {
  const json = (value: unknown) => readAdtJson(textFile('a.json', JSON.stringify(value)));

  test.each([
    [
      'an export of the explorer',
      {
        digitalTwinsFileInfo: { fileVersion: '1.0.0' },
        digitalTwinsModels: [model],
        digitalTwinsGraph: { digitalTwins: [room], relationships: [next] },
      },
    ],
    ['a mixed list', [model, room, next]],
    ['a page of the REST interface', { value: [model, room, next], nextLink: null }],
    ['lists by kind', { models: [model], twins: [room], relationships: [next] }],
  ])('reads %s', (_, value) => {
    const document = json(value);
    expect(document.models).toEqual([model]);
    expect(document.changes.map(({ change }) => change)).toEqual([
      { addTwin: twin },
      { addRelationship: relationship },
    ]);
    expect(document.problems).toEqual([]);
  });

  test('reads one model or one twin by itself', () => {
    expect(json(model).models).toEqual([model]);
    expect(json(room).changes).toHaveLength(1);
  });

  test('takes $sourceId for the source', () => {
    const document = json([{ ...next, $dtId: undefined, $sourceId: 'room-9' }]);
    expect(document.changes).toMatchObject([{ change: { addRelationship: { source: 'room-9' } } }]);
  });

  test('names the place of a bad item by its JSON Pointer', () => {
    const document = json({ digitalTwinsGraph: { digitalTwins: [room, { $dtId: 'b' }] } });
    expect(document.problems).toMatchObject([
      { where: 'a.json#/digitalTwinsGraph/digitalTwins/1' },
    ]);
  });

  test('is refused whole when it is cut short', () => {
    const text = JSON.stringify([room, next]);
    const document = readAdtJson(textFile('a.json', text.slice(0, text.length / 2)));
    expect(document).toMatchObject({ changes: [], problems: [{ where: 'a.json:1:159' }] });
  });
});
