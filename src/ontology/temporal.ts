/**
 * Dates, times and durations as the language writes them: RFC 3339 for the first, ISO 8601 for
 * durations. Read by the primitive schemas.
 */

const date = /^([0-9]{4})-([0-9]{2})-([0-9]{2})$/;
const time = /^([0-9]{2}):([0-9]{2}):([0-9]{2})(?:\.[0-9]+)?(?:Z|[+-]([0-9]{2}):([0-9]{2}))$/;
const longest = 64;
const daysIn = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

// Years and months, or weeks; days; then hours, minutes, seconds. Only the last part may hold a
// fraction, which the look-aheads for a following digit or `T` rule out elsewhere.
const duration =
  /^P(?=[0-9T])(?:(?:[0-9]+(?:\.[0-9]+(?=Y$))?Y)?(?:[0-9]+(?:\.[0-9]+(?=M$))?M)?|(?:[0-9]+(?:\.[0-9]+(?=W$))?W)?)(?:[0-9]+(?:\.[0-9]+(?=D$))?D)?(?:T(?=[0-9])(?:[0-9]+(?:\.[0-9]+(?=H$))?H)?(?:[0-9]+(?:\.[0-9]+(?=M$))?M)?(?:[0-9]+(?:\.[0-9]+)?S)?)?$/;

/** Whether a text is a day of the calendar: `2026-02-28`. */
export function isDate(text: string): boolean {
  const match = date.exec(text);
  if (match === null) return false;
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  const days = month === 2 && leap ? 29 : (daysIn[month - 1] ?? 0);
  return year >= 1 && day >= 1 && day <= days;
}

/** Whether a text is a time of day, with its offset: `12:30:00.5Z`. */
export function isTime(text: string): boolean {
  const match = text.length <= longest ? time.exec(text) : null;
  if (match === null) return false;
  const [hour, minute, second] = [Number(match[1]), Number(match[2]), Number(match[3])];
  const [offsetHour, offsetMinute] = [Number(match[4] ?? 0), Number(match[5] ?? 0)];
  return hour < 24 && minute < 60 && second <= 60 && offsetHour < 24 && offsetMinute < 60;
}

/** Whether a text is a moment with an offset: `2026-02-28T12:30:00+01:00`. */
export function isDateTime(text: string): boolean {
  const split = text.indexOf('T');
  return split === 10 && isDate(text.slice(0, 10)) && isTime(text.slice(11));
}

/** Whether a text is a span of time: `P1DT12H`, `P2W`, `PT0.5S`. */
export function isDuration(text: string): boolean {
  return text.length <= longest && duration.test(text);
}
