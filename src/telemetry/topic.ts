/**
 * MQTT topics of telemetry: `twins/{twin}` and `twins/{twin}/{path}`. Ids and names are
 * percent-encoded where they hold a character that MQTT keeps for itself.
 * Used by `decode`, by the adapters' subscriptions and by the simulated devices.
 */
import type { Problem } from '../model/errors.ts';
import { pathSegments } from '../model/path.ts';
import { idProblem } from '../model/twin.ts';

/** The filter that matches every telemetry topic. */
export const telemetryFilter = 'twins/#';

const notDeclared = 'no model declares this topic, and it does not begin with twins/';

/** What a topic addresses: a twin, and one of its property paths or several. */
export interface TopicAddress {
  readonly twin: string;
  /** Absent when the payload is an object of properties. */
  readonly path?: string;
}

/** Whether a topic is one of telemetry, well-formed or not. */
export function isTelemetryTopic(topic: string): boolean {
  return topic.startsWith('twins/');
}

/** The topic of a twin, or of one of its property paths. */
export function topicOf(twin: string, path?: string): string {
  const levels = path === undefined ? [twin] : [twin, ...path.split('/')];
  return `twins/${levels.map(encodeLevel).join('/')}`;
}

/** The twin that one level of a topic names, or why it names none (`BAD_USER_INPUT`). */
export function twinInLevel(topic: string, level: string): string | Problem {
  const twin = decodeLevel(level);
  if (twin === undefined) return notEncoded(topic, level);
  const wrongId = idProblem(twin);
  return wrongId === undefined ? twin : badTopic(topic, wrongId);
}

/** What a topic addresses, or why it addresses nothing (`BAD_USER_INPUT`). */
export function parseTopic(topic: string): TopicAddress | Problem {
  const [root, ...encoded] = topic.split('/');
  if (root !== 'twins') return badTopic(topic, notDeclared);
  const levels = encoded.map(decodeLevel);
  const broken = levels.indexOf(undefined);
  if (broken >= 0) return notEncoded(topic, encoded[broken] as string);
  const [twin = '', ...names] = levels as string[];
  const wrongId = idProblem(twin);
  if (wrongId !== undefined) return badTopic(topic, wrongId);
  if (names.length === 0) return { twin };
  const path = names.join('/');
  if (pathSegments(path).length === names.length) return { twin, path };
  return badTopic(topic, 'the property path in the topic is malformed');
}

function encodeLevel(level: string): string {
  return level.replace(/[%/+#]/g, (character) => encodeURIComponent(character));
}

function decodeLevel(level: string): string | undefined {
  if (!level.includes('%')) return level;
  try {
    return decodeURIComponent(level);
  } catch {
    return undefined;
  }
}

function badTopic(topic: string, message: string): Problem {
  const expected = 'twins/{twin} or twins/{twin}/{property path}';
  return { code: 'BAD_USER_INPUT', where: topic, message, expected };
}

function notEncoded(topic: string, level: string): Problem {
  return {
    ...badTopic(topic, `${JSON.stringify(level)} is not percent-encoded text`),
    action: 'write % as %25, / as %2F, + as %2B and # as %23',
  };
}
