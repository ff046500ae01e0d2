/**
 * Reads ISO 8601 times, for a message's `$time` and the API's `DateTime`. A zone is asked for,
 * because without one the time would depend on where the service runs.
 */

const form = /^(\d{4})-(\d{2})-(\d{2})T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(Z|[+-]\d{2}:?\d{2})?$/;

/** What is wrong with a text that is no time: its form, a missing zone, or no such day or hour. */
export type IsoTimeFlaw = 'form' | 'zone' | 'calendar';

/** Epoch milliseconds of a time such as `2026-05-01T12:00:00+02:00`, or its flaw. */
export function isoMilliseconds(text: string): number | IsoTimeFlaw {
  const [, year, month, day, zone] = form.exec(text) ?? [];
  if (year === undefined) return 'form';
  if (zone === undefined) return 'zone';
  const time = Date.parse(text);
  // `Date.parse` takes 30 February for 2 March.
  const date = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)));
  return !Number.isNaN(time) && date.getUTCDate() === Number(day) ? time : 'calendar';
}

/**
 * Epoch milliseconds of a `dateTime` of DTDL (RFC 3339), with a fraction where it is finer; NaN for
 * what is none. A leap second counts as the second that follows it.
 */
export function momentOf(dateTime: string): number {
  const before = dateTime.replace(/(T\d{2}:\d{2}):60/, '$1:59');
  const [, finer] = /\.\d{3}(\d+)/.exec(dateTime) ?? [];
  const fraction = finer === undefined ? 0 : Number(`0.${finer}`);
  return Date.parse(before) + fraction + (before === dateTime ? 0 : 1_000);
}
