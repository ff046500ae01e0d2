/** Reads the `$` fields of a message: `$time`, `$seq`, `$id`. Called by `decode`. */
import type { Problem } from '../model/errors.ts';
import type { Json, JsonObject } from '../model/json.ts';
import { sourceTime } from './source-time.ts';

/** What the readings of one message share. */
export interface Metadata {
  /** Epoch milliseconds, UTC. */
  readonly time: number;
  readonly sequence?: number;
  readonly messageId?: string;
}

const expected = '$time, $seq or $id';
const longestId = 256;

/** The metadata of a message's `$` fields; `now` is its time where `$time` is absent. */
export function metadataOf(
  fields: JsonObject,
  { where, now }: { readonly where: string; readonly now: number },
): Metadata | Problem {
  const refused = (message: string, more: Partial<Problem> = {}): Problem => ({
    code: 'BAD_USER_INPUT',
    where,
    message,
    ...more,
  });
  let metadata: Metadata = { time: now };
  for (const [name, value] of Object.entries(fields)) {
    if (name === '$time') {
      const time = sourceTime(value, now);
      if (typeof time !== 'number')
        return refused(`$time: ${time.message}`, { action: time.action });
      metadata = { ...metadata, time };
    } else if (name === '$seq') {
      if (!isSequence(value)) return refused('$seq is not a whole number from 0 to 2^53 - 1');
      metadata = { ...metadata, sequence: value };
    } else if (name === '$id') {
      const messageId = messageIdOf(value);
      if (messageId === undefined) {
        return refused(`$id is neither a whole number nor a text of 1 to ${longestId} characters`);
      }
      metadata = { ...metadata, messageId };
    } else return refused(`the field ${name} is not known`, { expected });
  }
  return metadata;
}

function isSequence(value: Json): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

function messageIdOf(value: Json): string | undefined {
  if (Number.isSafeInteger(value)) return String(value);
  const fits = typeof value === 'string' && value !== '' && value.length <= longestId;
  return fits ? value : undefined;
}
