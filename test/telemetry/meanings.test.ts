import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Schema } from '../../src/ontology/catalogue.ts';
import { type DeclaredTopic, DeclaredTopics } from '../../src/telemetry/declared-topics.ts';
import { decode } from '../../src/telemetry/decode.ts';
import type { TelemetryMessage } from '../../src/telemetry/telemetry-source.ts';

const receivedAt = Date.UTC(2026, 4, 1, 12);
const number: Schema = { kind: 'primitive', name: 'double' };
const telemetry = new Map<string, Schema>([
  ['flow', number],
  ['level', number],
  [
    'box',
    {
      kind: 'object',
      fields: new Map([
        ['box', number],
        ['width', number],
      ]),
    },
  ],
  ['counts', { kind: 'map', value: number }],
]);
const pump: DeclaredTopic = {
  model: 'dtmi:test:Pump;1',
  pattern: 'plant/{senderId}/telemetry',
  payloadFormat: 'Json/ecma/404',
  telemetry,
};
const topics = new DeclaredTopics([
  pump,
  { ...pump, pattern: 'plant/{senderId}/telemetry/{telemetryName}' },
  { ...pump, pattern: 'site/telemetry' },
  { ...pump, pattern: 'avro/{senderId}', payloadFormat: 'Avro/1.11.0' },
]);
const read = (topic: string, payload: string | Uint8Array, known = topics) =>
  decode({ topic, payload: Buffer.from(payload), receivedAt }, known);
const firstOf = ({ meanings = [] }: TelemetryMessage) => {
  const [first] = meanings;
  const [by] = first?.declared.values() ?? [];
  return first && by && { twin: first.twin, pattern: by.pattern, ...first.observed(by) };
};
const meaning = (topic: string, payload: string) => firstOf(read(topic, payload));

test('an object of telemetry by name becomes a reading for each, with what the message says', () => {
  const text = `{"flow": 1.5, "level": 2, "$time": ${receivedAt - 5}, "$seq": 7, "$id": "m"}`;
  const shared = { time: receivedAt - 5, sequence: 7, messageId: 'm' };
  const message = read('plant/p-1/telemetry', text);
  expect(message).toMatchObject({ readings: [], problems: [], payload: text });
  expect(message.meanings).toHaveLength(1);
  expect(firstOf(message)).toEqual({
    pattern: 'plant/{senderId}/telemetry',
    twin: 'p-1',
    readings: [
      { path: 'flow', value: 1.5, ...shared },
      { path: 'level', value: 2, ...shared },
    ],
    problems: [],
  });
});

test('where the topic names the telemetry, the payload is its value, or holds it by its name', () => {
  for (const [name, payload, value] of [
    ['flow', '1.5', 1.5],
    ['flow', '{"flow": 1.5}', 1.5],
    ['box', '{"width": 1}', { width: 1 }],
    ['box', '{"box": 1}', { box: 1 }],
    ['box', '{"box": {"width": 1}}', { width: 1 }],
    ['counts', '{"counts": 1}', { counts: 1 }],
    ['counts', '{"counts": {"a": 1}}', { a: 1 }],
  ] as const) {
    const found = meaning(`plant/p/telemetry/${name}`, payload);
    expect(found, payload).toMatchObject({ problems: [], readings: [{ path: name, value }] });
  }
  const timed = meaning('plant/p/telemetry/flow', `{"flow": 2, "$time": ${receivedAt - 9}}`);
  expect(timed?.readings).toEqual([{ path: 'flow', value: 2, time: receivedAt - 9 }]);
});

test('a topic without a twin leaves the twin open', () => {
  const [found] = read('site/telemetry', '{"flow":1}').meanings ?? [];
  expect(found).not.toHaveProperty('twin');
});

test('what is no telemetry of the model is refused, and does not stop its neighbours', () => {
  const found = meaning(
    'plant/p/telemetry',
    '{"flwo": 1, "level": 2, "__proto__": 3, "box": null}',
  );
  expect(found?.readings).toEqual([{ path: 'level', value: 2, time: receivedAt }]);
  expect(found?.problems.map(({ where }) => where)).toEqual(['p/__proto__', 'p/box', 'p/flwo']);
  expect(found?.problems[2]).toEqual({
    code: 'VALIDATION_FAILED',
    where: 'p/flwo',
    message: 'dtmi:test:Pump;1 has no telemetry flwo',
    expected: 'the name of a telemetry of the model',
    action: 'did you mean flow?',
  });
  expect(meaning('plant/p/telemetry/speed', '1')?.problems).toMatchObject([
    { where: 'p/speed', action: 'send properties to twins/{twin}' },
  ]);
  expect(meaning('plant/p/telemetry', '1')?.problems).toMatchObject([
    { message: 'the payload is not a JSON object, and the topic names no telemetry' },
  ]);
});

test('JSON is read by every name it goes by, other formats are refused', () => {
  const of = (payloadFormat: string) => new DeclaredTopics([{ ...pump, payloadFormat }]);
  for (const format of ['Json/ecma/404', 'json', 'JSON', 'application/json; charset=utf-8']) {
    const found = firstOf(read('plant/p/telemetry', '{"flow":1}', of(format)));
    expect(found?.readings, format).toHaveLength(1);
  }
  for (const format of ['Avro/1.11.0', 'Protobuf/3', 'raw/0', 'jsonlines', '']) {
    const found = firstOf(read('plant/p/telemetry', '{"flow":1}', of(format)));
    expect(found, format).toMatchObject({
      readings: [],
      problems: [{ code: 'BAD_USER_INPUT' }],
    });
  }
  expect(meaning('avro/p', '\u0002\u0000')?.problems).toEqual([
    {
      code: 'BAD_USER_INPUT',
      where: 'avro/p',
      message: 'payloads in the format Avro/1.11.0, which dtmi:test:Pump;1 declares, are not read',
      expected: 'the payload format Json/ecma/404',
      action: 'declare that format and send JSON, or send JSON to twins/{twin}',
    },
  ]);
});

test('a message that has no meaning says so itself', () => {
  expect(read('plant/50%/telemetry', '{"flow":1}')).toMatchObject({
    problems: [{ message: '"50%" is not percent-encoded text' }],
  });
  expect(read('plant/p/telemetry', '')).toMatchObject({ readings: [], problems: [], payload: '' });
  expect(read('elsewhere', '1').problems).toMatchObject([
    { message: 'no model declares this topic, and it does not begin with twins/' },
  ]);
});

test('any bytes on a declared topic give a message, and no prototype is touched', () => {
  const payload = fc.oneof(
    fc.json().map((text) => Buffer.from(text)),
    fc.uint8Array({ maxLength: 40 }),
  );
  const name = fc.constantFrom('p/telemetry', 'p/telemetry/flow', 'p/telemetry/__proto__');
  fc.assert(
    fc.property(name, payload, (rest, bytes) => {
      const message = read(`plant/${rest}`, bytes);
      const told = [...message.problems, ...(firstOf(message)?.problems ?? [])];
      for (const problem of told) expect(problem.message).not.toBe('');
      expect(Object.prototype).not.toHaveProperty('flow');
    }),
  );
});
