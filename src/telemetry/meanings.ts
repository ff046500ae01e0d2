/**
 * Reads a message on a topic that models declare. Which of them it is meant for is decided later, by
 * the twin's model, and only for that one the payload is read. Called by `decode`.
 */
import { isProblem, type Problem } from '../model/errors.ts';
import { isJsonObject, type Json } from '../model/json.ts';
import { adviceFor } from '../ontology/near-name.ts';
import { valueCheck } from '../ontology/value-check.ts';
import type { DeclaredTopic, TopicMatch } from './declared-topics.ts';
import { metadataOf } from './metadata.ts';
import { type Body, bodyOf, type ObservedValues, observed } from './observed-values.ts';
import { parsePayload } from './payload.ts';
import type { ReadJson } from './read-json.ts';
import type { Meaning, RawMessage } from './telemetry-source.ts';

/** `Json/ecma/404` of the extension's examples, plain `json`, and the media type. */
const jsonFormat = /^(?:application\/)?json(?:[/;].*)?$/i;

/** What a message may mean by the models that declare its topic; or the problem of them all. */
export function meaningsOf(
  raw: RawMessage,
  matches: readonly TopicMatch[],
): { readonly meanings: readonly Meaning[] } | { readonly problems: readonly Problem[] } {
  const { topic, payload } = raw;
  if (payload.length === 0) return { problems: [] };
  const meanings: Meaning[] = [];
  const problems: Problem[] = [];
  for (const { declared, twin, name } of matches) {
    if (isProblem(twin)) problems.push(twin);
    else {
      const place = twin ?? topic;
      const observedBy = (by: DeclaredTopic) => valuesOf({ raw, declared: by, place, name });
      meanings.push({ declared, observed: observedBy, ...(twin !== undefined && { twin }) });
    }
  }
  return meanings.length > 0 ? { meanings } : { problems: problems.slice(0, 1) };
}

function valuesOf(asked: Asked): ObservedValues {
  const { raw, declared } = asked;
  return isJson(declared)
    ? read(parsePayload(raw.topic, raw.payload), asked)
    : unread(raw, declared);
}

function isJson({ payloadFormat }: DeclaredTopic): boolean {
  return jsonFormat.test(payloadFormat);
}

interface Asked {
  readonly raw: RawMessage;
  readonly declared: DeclaredTopic;
  /** What problems name before the telemetry. */
  readonly place: string;
  /** The telemetry that the topic names, if it names one. */
  readonly name: string | undefined;
}

function read(json: ReadJson | Problem, { raw, declared, place, name }: Asked): ObservedValues {
  if (isProblem(json)) return refused(json);
  const { topic, receivedAt } = raw;
  const body =
    name === undefined ? allIn(json.value, topic) : oneIn(json.value, { declared, place, name });
  if (isProblem(body)) return refused(body);
  const metadata = metadataOf(body.metadata, { where: topic, now: receivedAt });
  if (isProblem(metadata)) return refused(metadata);
  const isKnown = ([each]: Body['values'][number]) => declared.telemetry.has(each);
  const values = body.values.filter(isKnown);
  const { flaws } = json;
  const found = observed({ place, path: name, values, metadata, flaws });
  const strange = body.values
    .filter((value) => !isKnown(value) && !flaws.some(({ key }) => key === value[0]))
    .map(([each]) => unknownTelemetry(declared, place, each));
  return { ...found, problems: [...found.problems, ...strange] };
}

/** Where the topic names no telemetry: an object of values by the names of telemetry. */
function allIn(value: Json, topic: string): Body | Problem {
  if (isJsonObject(value)) return bodyOf(value);
  return {
    code: 'BAD_USER_INPUT',
    where: topic,
    message: 'the payload is not a JSON object, and the topic names no telemetry',
    expected: 'an object of telemetry values by name, such as {"temperature": 21.5}',
  };
}

/**
 * Where the topic names the telemetry: its value, or an object that holds it under its name, as
 * senders write it whose format needs a name for each value.
 */
function oneIn(
  value: Json,
  { declared, place, name }: Omit<Asked, 'raw'> & { name: string },
): Body | Problem {
  const schema = declared.telemetry.get(name);
  if (schema === undefined) return unknownTelemetry(declared, place, name);
  if (!isJsonObject(value)) return { metadata: {}, values: [[name, value]] };
  const { metadata, values } = bodyOf(value);
  const whole = Object.fromEntries(values);
  const isAlone = values.length === 1 && values[0]?.[0] === name;
  const isHeld = isAlone && valueCheck(schema)(whole) !== undefined;
  return { metadata, values: isHeld ? values : [[name, whole]] };
}

function refused(problem: Problem): ObservedValues {
  return { readings: [], problems: [problem] };
}

function unread({ topic }: RawMessage, { model, payloadFormat }: DeclaredTopic): ObservedValues {
  const format = payloadFormat.slice(0, 64);
  return refused({
    code: 'BAD_USER_INPUT',
    where: topic,
    message: `payloads in the format ${format}, which ${model} declares, are not read`,
    expected: 'the payload format Json/ecma/404',
    action: 'declare that format and send JSON, or send JSON to twins/{twin}',
  });
}

function unknownTelemetry(
  { model, telemetry }: DeclaredTopic,
  place: string,
  name: string,
): Problem {
  const shown = name.slice(0, 64);
  return {
    code: 'VALIDATION_FAILED',
    where: `${place}/${shown}`,
    message: `${model} has no telemetry ${shown}`,
    expected: 'the name of a telemetry of the model',
    action: adviceFor(name, telemetry.keys(), 'send properties to twins/{twin}'),
  };
}
