/**
 * Reads a message's `$time`: ISO 8601 with a zone, or epoch milliseconds. Refuses what is more
 * likely a mistake than a time, because the newest time wins and a wrong one would win for long.
 * Called by `decode`.
 */
import { isoMilliseconds } from '../model/iso-time.ts';
import type { Json } from '../model/json.ts';

/** Times before this (3 March 1973) are those of unset clocks, or seconds taken for milliseconds. */
const earliest = 1e11;
/** How far a source's clock may be ahead of the server's: a day, in milliseconds. */
const aheadMilliseconds = 86_400_000;

/** Why a value is no time, and what to do about it. */
export interface TimeFlaw {
  readonly message: string;
  readonly action: string;
}

/** Epoch milliseconds of a `$time`, or its flaw; `now` is the server's time. */
export function sourceTime(value: Json, now: number): number | TimeFlaw {
  const time = typeof value === 'string' ? isoTime(value) : epochTime(value);
  if (typeof time !== 'number') return time;
  if (time < earliest) {
    return flaw(`${shown(value)} lies before 1973`, 'set the clock of the device');
  }
  if (time <= now + aheadMilliseconds) return time;
  return flaw(
    `${shown(value)} is more than a day ahead of the server`,
    'set the clock of the device, or of the server',
  );
}

function isoTime(text: string): number | TimeFlaw {
  const time = isoMilliseconds(text);
  switch (time) {
    case 'form':
      return flaw(
        `${shown(text)} is not an ISO 8601 time`,
        'write it like 2026-05-01T12:00:00Z, or send epoch milliseconds',
      );
    case 'zone':
      return flaw(
        `${shown(text)} has no time zone`,
        'end it with Z for UTC, or with an offset such as +02:00',
      );
    case 'calendar':
      return flaw(`${shown(text)} is not in the calendar`, 'check month, day, hour and minute');
    default:
      return time;
  }
}

function epochTime(value: Json): number | TimeFlaw {
  if (typeof value !== 'number') {
    return flaw(`${shown(value)} is not a time`, 'send ISO 8601 text or epoch milliseconds');
  }
  const unit = likelyUnit(Math.abs(value));
  if (unit !== undefined) {
    return flaw(`${value} looks like epoch ${unit}`, 'send epoch milliseconds');
  }
  return Math.floor(value);
}

/** What a number that is no plausible count of milliseconds seems to count. */
function likelyUnit(size: number): string | undefined {
  if (size >= 1e17) return 'nanoseconds';
  if (size >= 1e14) return 'microseconds';
  return size >= 1e8 && size < earliest ? 'seconds' : undefined;
}

function shown(value: Json): string {
  const text = JSON.stringify(value);
  return text.length <= 40 ? text : `${text.slice(0, 39)}…`;
}

function flaw(message: string, action: string): TimeFlaw {
  return { message, action };
}
