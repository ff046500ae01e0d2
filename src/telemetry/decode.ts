/**
 * Turns one MQTT message into readings: topic and payload bytes to a `TelemetryMessage`. It never
 * throws; whatever is not a reading becomes a problem that names it. Called by the adapters.
 */
import { isProblem, type Problem } from '../model/errors.ts';
import { isJsonObject, type Json, type JsonObject } from '../model/json.ts';
import { pathSegments } from '../model/path.ts';
import type { Reading } from '../model/reading.ts';
import { type Metadata, metadataOf } from './metadata.ts';
import { type JsonFlaw, type ReadJson, readJson } from './read-json.ts';
import type { TelemetryMessage } from './telemetry-source.ts';
import { parseTopic, type TopicAddress } from './topic.ts';

/** The largest payload that is read, in bytes. */
export const maxPayloadBytes = 262_144;
/** How much of a payload goes with a message, in characters, for its rejections. */
const excerptLength = 1024;

const utf8 = new TextDecoder('utf-8', { fatal: true });
const lenient = new TextDecoder('utf-8');

/** One message as its transport delivers it. */
export interface RawMessage {
  readonly topic: string;
  readonly payload: Uint8Array;
  /** When it came in, epoch milliseconds, UTC: the readings' time where the message has none. */
  readonly receivedAt: number;
}

/** The readings of a message, and the problems of what is none. An empty payload has neither. */
export function decode({ topic, payload, receivedAt }: RawMessage): TelemetryMessage {
  const message = (decoded: Decoded): TelemetryMessage => ({
    source: topic,
    ...decoded,
    payload: excerpt(payload),
  });
  const refused = (problem: Problem) => message({ readings: [], problems: [problem] });

  const address = parseTopic(topic);
  if (isProblem(address)) return refused(address);
  if (payload.length === 0) return message({ readings: [], problems: [] });
  const json = parse(topic, payload);
  if (isProblem(json)) return refused(json);
  const body = bodyOf(address, json.value, topic);
  if (isProblem(body)) return refused(body);
  const metadata = metadataOf(body.metadata, { where: topic, now: receivedAt });
  if (isProblem(metadata)) return refused(metadata);
  return message(readingsOf(address, body.values, { metadata, flaws: json.flaws }));
}

function parse(topic: string, payload: Uint8Array): ReadJson | Problem {
  if (payload.length > maxPayloadBytes) return tooLarge(topic, payload.length);
  let text: string;
  try {
    text = utf8.decode(payload);
  } catch {
    const message = 'the payload is not UTF-8 text';
    const action = 'send the payload as JSON text in UTF-8';
    return { code: 'BAD_USER_INPUT', where: topic, message, expected: 'JSON in UTF-8', action };
  }
  try {
    return readJson(text);
  } catch (error) {
    return notJson(topic, error as SyntaxError);
  }
}

/** The values of a message by path, apart from its `$` fields. */
interface Body {
  readonly metadata: JsonObject;
  readonly values: readonly (readonly [string, Json])[];
}

function bodyOf({ path }: TopicAddress, value: Json, topic: string): Body | Problem {
  if (!isJsonObject(value)) {
    return path === undefined ? notAnObject(topic) : { metadata: {}, values: [[path, value]] };
  }
  const fields = Object.entries(value);
  const metadata = Object.fromEntries(fields.filter(([name]) => name.startsWith('$')));
  const values = fields.filter(([name]) => !name.startsWith('$'));
  return { metadata, values: path === undefined ? values : [[path, Object.fromEntries(values)]] };
}

interface Decoded {
  readonly readings: readonly Reading[];
  readonly problems: readonly Problem[];
}

/** The readings of all values but the flawed; a flaw of no single value refuses them all. */
function readingsOf(
  { twin, path }: TopicAddress,
  values: Body['values'],
  { metadata, flaws }: { readonly metadata: Metadata; readonly flaws: readonly JsonFlaw[] },
): Decoded {
  const readings: Reading[] = [];
  const problems = flaws.map((flaw) => flawProblem(flaw, placeOf(twin, path ?? flaw.key)));
  const flawed = new Set(flaws.map(({ key }) => path ?? key));
  if (flawed.has(undefined) || flaws.some(({ key }) => key?.startsWith('$'))) {
    return { readings, problems };
  }
  for (const [name, value] of values) {
    if (flawed.has(name)) continue;
    const problem = valueProblem(name, value, placeOf(twin, name));
    if (problem === undefined) readings.push({ twin, path: name, value, ...metadata });
    else problems.push(problem);
  }
  return { readings, problems };
}

function valueProblem(path: string, value: Json, where: string): Problem | undefined {
  if (pathSegments(path).length === 0) {
    const expected = 'names separated by /, as in thermostat/target';
    return {
      code: 'BAD_USER_INPUT',
      where,
      message: 'the property path is malformed',
      expected,
    };
  }
  if (value !== null) return undefined;
  return {
    code: 'BAD_USER_INPUT',
    where,
    message: 'null is not a reading',
    expected: 'a value',
    action: 'leave the property out when nothing was observed',
  };
}

function placeOf(twin: string, path: string | undefined): string {
  return path === undefined ? twin : `${twin}/${path}`;
}

function flawProblem({ message, action }: JsonFlaw, where: string): Problem {
  const expected = 'JSON whose keys, numbers and texts can be kept as they are';
  return { code: 'BAD_USER_INPUT', where, message, expected, action };
}

function tooLarge(where: string, bytes: number): Problem {
  return {
    code: 'LIMIT_EXCEEDED',
    where,
    message: `the payload has ${bytes} bytes`,
    expected: `at most ${maxPayloadBytes} bytes`,
    action: 'send fewer properties in one message',
  };
}

function notJson(where: string, error: SyntaxError): Problem {
  return {
    code: 'BAD_USER_INPUT',
    where,
    message: `the payload is not JSON (${error.message})`,
    expected: 'a JSON value',
    action: 'send JSON, such as {"flow": 12.5}; text needs double quotes',
  };
}

function notAnObject(topic: string): Problem {
  return {
    code: 'BAD_USER_INPUT',
    where: topic,
    message: 'the payload is not a JSON object',
    expected: 'an object of property values, such as {"flow": 12.5}',
    action: `send a single value to ${topic}/{property}`,
  };
}

function excerpt(payload: Uint8Array): string {
  const text = lenient.decode(payload.subarray(0, excerptLength * 4));
  return text.slice(0, excerptLength);
}
