import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decode } from '../../src/telemetry/decode.ts';
import { maxPayloadBytes } from '../../src/telemetry/payload.ts';

const receivedAt = Date.UTC(2026, 4, 1, 12);
const read = (topic: string, payload: string | Uint8Array) =>
  decode({ topic, payload: Buffer.from(payload), receivedAt });

test('an object of properties becomes a reading for each', () => {
  const message = read('twins/pump-1', '{"flow": 12.5, "operational": true, "tags": ["a"]}');
  expect(message).toEqual({
    source: 'twins/pump-1',
    payload: '{"flow": 12.5, "operational": true, "tags": ["a"]}',
    problems: [],
    readings: [
      { twin: 'pump-1', path: 'flow', value: 12.5, time: receivedAt },
      { twin: 'pump-1', path: 'operational', value: true, time: receivedAt },
      { twin: 'pump-1', path: 'tags', value: ['a'], time: receivedAt },
    ],
  });
});

test('$time, $seq and $id go with every reading of the message', () => {
  const { readings } = read(
    'twins/p',
    '{"$time":"2026-05-01T13:59:00+02:00","$seq":7,"$id":"m-1","flow":1,"thermostat/target":20}',
  );
  const shared = { twin: 'p', time: receivedAt - 60_000, sequence: 7, messageId: 'm-1' };
  expect(readings).toEqual([
    { ...shared, path: 'flow', value: 1 },
    { ...shared, path: 'thermostat/target', value: 20 },
  ]);
});

test('a topic with a path carries one value, whatever its kind', () => {
  for (const [payload, value] of [
    ['21.5', 21.5],
    ['"open"', 'open'],
    ['false', false],
    ['[1,2]', [1, 2]],
    ['{"target":20}', { target: 20 }],
    ['\ufeff1', 1],
  ] as const) {
    const { readings, problems } = read('twins/a%2Fb/thermostat/target', payload);
    expect(problems).toEqual([]);
    expect(readings).toEqual([{ twin: 'a/b', path: 'thermostat/target', value, time: receivedAt }]);
  }
});

test('an object on a path may carry its own time', () => {
  const { readings } = read('twins/a/thermostat', `{"target":20,"$time":${receivedAt - 5}}`);
  expect(readings).toEqual([
    { twin: 'a', path: 'thermostat', value: { target: 20 }, time: receivedAt - 5 },
  ]);
});

test('an empty payload, which clears a retained message, is neither reading nor problem', () => {
  expect(read('twins/a', '')).toEqual({
    source: 'twins/a',
    payload: '',
    readings: [],
    problems: [],
  });
});

test('a bad part does not stop its neighbours', () => {
  const { readings, problems } = read(
    'twins/a',
    '{"flow":1,"count":9007199254740993,"x":null,"a//b":2,"__proto__":3,"level":4}',
  );
  expect(readings.map(({ path }) => path)).toEqual(['flow', 'level']);
  expect(problems).toEqual([
    {
      code: 'BAD_USER_INPUT',
      where: 'a/count',
      expected: 'JSON whose keys, numbers and texts can be kept as they are',
      message: '9007199254740993 would be rounded to 9007199254740992',
      action: 'send a whole number beyond 2^53 as text, "9007199254740993", to a long',
    },
    {
      code: 'BAD_USER_INPUT',
      where: 'a/__proto__',
      expected: 'JSON whose keys, numbers and texts can be kept as they are',
      message: 'the key __proto__ is not allowed',
      action: 'give the property another name',
    },
    {
      code: 'BAD_USER_INPUT',
      where: 'a/x',
      message: 'null is not a reading',
      expected: 'a value',
      action: 'leave the property out when nothing was observed',
    },
    {
      code: 'BAD_USER_INPUT',
      where: 'a/a//b',
      message: 'the property path is malformed',
      expected: 'names separated by /, as in thermostat/target',
    },
  ]);
});

test.each([
  ['pump on', 'the payload is not JSON'],
  ['{"flow":', 'the payload is not JSON'],
  ['{"flow":NaN}', 'the payload is not JSON'],
  ['12.5', 'the payload is not a JSON object'],
  ['[{"flow":1}]', 'the payload is not a JSON object'],
  ['null', 'the payload is not a JSON object'],
  ['{"$time":"2026-05-01T12:00:00","flow":1}', '$time: "2026-05-01T12:00:00" has no time zone'],
  ['{"$tmie":1,"flow":1}', 'the field $tmie is not known'],
  ['{"$seq":-1,"flow":1}', '$seq is not a whole number from 0 to 2^53 - 1'],
  ['{"$seq":1.5,"flow":1}', '$seq is not a whole number'],
  ['{"$id":"","flow":1}', '$id is neither a whole number nor a text'],
  ['{"$id":{},"flow":1}', '$id is neither a whole number nor a text'],
  ['{"$seq":9007199254740993,"flow":1}', '$seq is not a whole number from 0 to 2^53 - 1'],
  ['{"$seq":1,"$seq":2,"flow":1}', 'the key $seq is there twice'],
  [`{"flow":1,"deep":${'['.repeat(50_000)}${']'.repeat(50_000)}}`, 'nested more than 32 deep'],
])('%.60s is refused whole', (payload, message) => {
  const { readings, problems } = read('twins/a', payload);
  expect(readings).toEqual([]);
  expect(problems).toHaveLength(1);
  expect(problems[0]).toMatchObject({
    code: 'BAD_USER_INPUT',
    message: expect.stringContaining(message),
  });
});

test('bytes that are not UTF-8 are refused, and shown as far as they can be', () => {
  const { problems, payload } = read('twins/a', Uint8Array.from([0x7b, 0xff, 0xfe, 0x7d]));
  expect(problems).toEqual([
    {
      code: 'BAD_USER_INPUT',
      where: 'twins/a',
      message: 'the payload is not UTF-8 text',
      action: 'send the payload as JSON text in UTF-8',
      expected: 'JSON in UTF-8',
    },
  ]);
  expect(payload).toBe('{\ufffd\ufffd}');
});

test('a payload at the limit is read and one over it is refused', () => {
  const text = (length: number) => JSON.stringify('x'.repeat(length - 2));
  expect(read('twins/a/note', text(maxPayloadBytes)).readings).toHaveLength(1);
  const over = read('twins/a/note', text(maxPayloadBytes + 1));
  expect(over.readings).toEqual([]);
  expect(over.problems).toEqual([
    {
      code: 'LIMIT_EXCEEDED',
      where: 'twins/a/note',
      message: 'the payload has 262145 bytes',
      expected: 'at most 262144 bytes',
      action: 'send fewer properties in one message',
    },
  ]);
  expect(over.payload).toHaveLength(1024);
});

test('any bytes on any topic give a message, and no prototype is touched', () => {
  const bytes = fc.oneof(
    fc.uint8Array(),
    fc.json().map((text) => Buffer.from(text)),
    fc.json().map((text) => Buffer.from(text.slice(0, text.length / 2))),
  );
  fc.assert(
    fc.property(fc.string(), bytes, (topic, payload) => {
      const message = decode({ topic: `twins/${topic}`, payload, receivedAt });
      expect(message.payload.length).toBeLessThanOrEqual(1024);
    }),
  );
  expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
});
