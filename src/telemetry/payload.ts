/**
 * Reads a payload: bytes to JSON and its flaws, or the problem that says why it is none.
 * Called by `decode` and `meanings.ts`.
 */
import type { Problem } from '../model/errors.ts';
import { type ReadJson, readJson } from './read-json.ts';

/** The largest payload that is read, in bytes. */
export const maxPayloadBytes = 262_144;
/** How much of a payload goes with a message, in characters, for its rejections. */
const excerptLength = 1024;

const utf8 = new TextDecoder('utf-8', { fatal: true });
const lenient = new TextDecoder('utf-8');

/** The JSON of a payload; `topic` is the place that problems name. */
export function parsePayload(topic: string, payload: Uint8Array): ReadJson | Problem {
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

/** The beginning of a payload as text, whatever its bytes are. */
export function excerptOf(payload: Uint8Array): string {
  const text = lenient.decode(payload.subarray(0, excerptLength * 4));
  return text.slice(0, excerptLength);
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
