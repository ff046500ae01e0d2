/**
 * Turns one MQTT message into readings: topic and payload bytes to a `TelemetryMessage`. It never
 * throws; whatever is not a reading becomes a problem that names it. Called by the adapters.
 */
import { isProblem, type Problem } from '../model/errors.ts';
import { isJsonObject, type Json } from '../model/json.ts';
import { type DeclaredTopics, noDeclaredTopics } from './declared-topics.ts';
import { meaningsOf } from './meanings.ts';
import { metadataOf } from './metadata.ts';
import { type Body, bodyOf, observed } from './observed-values.ts';
import { excerptOf, parsePayload } from './payload.ts';
import type { RawMessage, TelemetryMessage } from './telemetry-source.ts';
import { isTelemetryTopic, parseTopic, type TopicAddress } from './topic.ts';

/**
 * The readings of a message, and the problems of what is none; on a topic that models declare, what
 * it may mean. An empty payload has none of it.
 */
export function decode(
  raw: RawMessage,
  declared: DeclaredTopics = noDeclaredTopics,
): TelemetryMessage {
  const { topic, payload } = raw;
  const matches = isTelemetryTopic(topic) ? [] : declared.matching(topic);
  const meant: Meant = matches.length === 0 ? plainlyMeant(raw) : meaningsOf(raw, matches);
  return { source: topic, readings: [], problems: [], ...meant, payload: excerptOf(payload) };
}

type Meant = Partial<Pick<TelemetryMessage, 'readings' | 'problems' | 'meanings'>>;

/** What a message on a topic of a twin holds. */
function plainlyMeant({ topic, payload, receivedAt }: RawMessage): Meant {
  const refused = (problem: Problem) => ({ problems: [problem] });

  const address = parseTopic(topic);
  if (isProblem(address)) return refused(address);
  if (payload.length === 0) return {};
  const json = parsePayload(topic, payload);
  if (isProblem(json)) return refused(json);
  const body = bodyAt(address, json.value, topic);
  if (isProblem(body)) return refused(body);
  const metadata = metadataOf(body.metadata, { where: topic, now: receivedAt });
  if (isProblem(metadata)) return refused(metadata);
  const { twin, path } = address;
  const { values } = body;
  const found = observed({ place: twin, path, values, metadata, flaws: json.flaws });
  return { ...found, readings: found.readings.map((reading) => ({ twin, ...reading })) };
}

function bodyAt({ path }: TopicAddress, value: Json, topic: string): Body | Problem {
  if (!isJsonObject(value)) {
    return path === undefined ? notAnObject(topic) : { metadata: {}, values: [[path, value]] };
  }
  const { metadata, values } = bodyOf(value);
  return { metadata, values: path === undefined ? values : [[path, Object.fromEntries(values)]] };
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
