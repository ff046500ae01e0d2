/**
 * Dates, times and durations as Neo4j's own types, so that Cypher can compare and subtract them,
 * and back in one spelling. Other spellings of the same moment are kept by `properties.ts`.
 */
import neo4j from 'neo4j-driver';

const { Date: NativeDate, DateTime, Duration, Time } = neo4j.types;

const date = /^([0-9]{4})-([0-9]{2})-([0-9]{2})$/;
const time =
  /^([0-9]{2}):([0-9]{2}):([0-9]{2})(?:\.([0-9]{1,9}))?(?:Z|([+-])([0-9]{2}):([0-9]{2}))$/;
const duration =
  /^P(?:([0-9]{1,9})Y)?(?:([0-9]{1,9})M)?(?:([0-9]{1,9})W)?(?:([0-9]{1,9})D)?(?:T(?:([0-9]{1,9})H)?(?:([0-9]{1,9})M)?(?:([0-9]{1,9})(?:\.([0-9]{1,9}))?S)?)?$/;

/** Neo4j's offsets end at 18 hours, its seconds at 59. */
const limits = { offsetSeconds: 18 * 3600, second: 59 };

/** The native value of a text by the primitive schema's name; undefined when Neo4j has none for it. */
export function nativeTemporal(schema: string, text: string): unknown {
  switch (schema) {
    case 'date': {
      const day = dayOf(text);
      return day && new NativeDate(...day);
    }
    case 'time': {
      const clock = clockOf(text);
      return clock && new Time(...clock);
    }
    case 'dateTime': {
      const [day, clock] = [dayOf(text.slice(0, 10)), clockOf(text.slice(11))];
      return text[10] === 'T' && day && clock ? new DateTime(...day, ...clock) : undefined;
    }
    case 'duration':
      return durationOf(text);
    default:
      return undefined;
  }
}

/** The text of a native value; undefined when it is no date, time or duration. */
export function temporalText(value: unknown): string | undefined {
  if (neo4j.isDate(value)) return dayText(value);
  if (neo4j.isTime(value)) return `${clockText(value)}${offsetText(value.timeZoneOffsetSeconds)}`;
  if (neo4j.isDateTime(value)) {
    const offset = offsetText(value.timeZoneOffsetSeconds ?? 0n);
    return `${dayText(value)}T${clockText(value)}${offset}`;
  }
  return neo4j.isDuration(value) ? durationText(value) : undefined;
}

type Day = [year: number, month: number, day: number];
type Clock = [hour: number, minute: number, second: number, nanosecond: number, offset: number];
/** Numbers as the driver gives them: big integers from the wire, plain ones in our own objects. */
type Whole = number | bigint | { toNumber(): number };

function dayOf(text: string): Day | undefined {
  const match = date.exec(text);
  if (match === null) return undefined;
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
  // A day that the calendar does not have becomes another one here.
  const instant = new Date(Date.UTC(2000, month - 1, day));
  instant.setUTCFullYear(year, month - 1, day);
  const exists = instant.getUTCMonth() === month - 1 && instant.getUTCDate() === day;
  return exists && year > 0 ? [year, month, day] : undefined;
}

function clockOf(text: string): Clock | undefined {
  const match = time.exec(text);
  if (match === null) return undefined;
  const [hour, minute, second] = [Number(match[1]), Number(match[2]), Number(match[3])];
  const nanosecond = Number((match[4] ?? '').padEnd(9, '0'));
  const [offsetHour, offsetMinute] = [Number(match[6] ?? 0), Number(match[7] ?? 0)];
  const offset = (match[5] === '-' ? -1 : 1) * (offsetHour * 3600 + offsetMinute * 60);
  const known = hour < 24 && minute < 60 && second <= limits.second && offsetMinute < 60;
  if (!known || Math.abs(offset) > limits.offsetSeconds) return undefined;
  return [hour, minute, second, nanosecond, offset === 0 ? 0 : offset];
}

function durationOf(text: string): unknown {
  const match = duration.exec(text);
  if (match === null) return undefined;
  const part = (index: number) => Number(match[index] ?? 0);
  return new Duration(
    part(1) * 12 + part(2),
    part(3) * 7 + part(4),
    part(5) * 3600 + part(6) * 60 + part(7),
    Number((match[8] ?? '').padEnd(9, '0')),
  );
}

function dayText({ year, month, day }: { year: Whole; month: Whole; day: Whole }): string {
  return `${padded(year, 4)}-${padded(month)}-${padded(day)}`;
}

interface ClockParts {
  readonly hour: Whole;
  readonly minute: Whole;
  readonly second: Whole;
  readonly nanosecond: Whole;
}

function clockText({ hour, minute, second, nanosecond }: ClockParts): string {
  return `${padded(hour)}:${padded(minute)}:${padded(second)}${fraction(nanosecond)}`;
}

/** Nothing, or milli-, micro- or nanoseconds, whichever is enough: as programs write them. */
function fraction(nanosecond: Whole): string {
  const digits = padded(nanosecond, 9);
  if (digits === '000000000') return '';
  return `.${digits.replace(/^([0-9]{3}|[0-9]{6})0+$/, '$1')}`;
}

function offsetText(seconds: Whole): string {
  const offset = Number(seconds);
  if (offset === 0) return 'Z';
  const minutes = Math.abs(offset) / 60;
  return `${offset < 0 ? '-' : '+'}${padded(Math.floor(minutes / 60))}:${padded(minutes % 60)}`;
}

interface DurationParts {
  readonly months: Whole;
  readonly days: Whole;
  readonly seconds: Whole;
  readonly nanoseconds: Whole;
}

function durationText({ months, days, seconds, nanoseconds }: DurationParts): string {
  const [year, month] = [Math.floor(Number(months) / 12), Number(months) % 12];
  const all = Number(seconds);
  const [hour, minute] = [Math.floor(all / 3600), Math.floor(all / 60) % 60];
  const rest = `${all % 60}${fractionOfSeconds(nanoseconds)}`;
  const day = [unit(year, 'Y'), unit(month, 'M'), unit(Number(days), 'D')].join('');
  const clock = [unit(hour, 'H'), unit(minute, 'M'), rest === '0' ? '' : `${rest}S`].join('');
  if (clock === '') return day === '' ? 'PT0S' : `P${day}`;
  return `P${day}T${clock}`;
}

function unit(count: number, letter: string): string {
  return count === 0 ? '' : `${count}${letter}`;
}

function fractionOfSeconds(nanoseconds: Whole): string {
  const digits = padded(nanoseconds, 9).replace(/0+$/, '');
  return digits === '' ? '' : `.${digits}`;
}

function padded(value: Whole, length = 2): string {
  return String(Number(value)).padStart(length, '0');
}
