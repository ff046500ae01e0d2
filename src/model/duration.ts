/**
 * ISO 8601 durations (`P30D`, `PT1H30M`) as seconds. Called by the `Duration` scalar and by the
 * command line.
 */
import { LinchpinError } from './errors.ts';

const form =
  /^P(?!$)(?:(\d+(?:\.\d+)?)W)?(?:(\d+(?:\.\d+)?)D)?(?:T(?!$)(?:(\d+(?:\.\d+)?)H)?(?:(\d+(?:\.\d+)?)M)?(?:(\d+(?:\.\d+)?)S)?)?$/;
const secondsOf = [604_800, 86_400, 3_600, 60, 1];

/** Seconds of a duration. Years and months are refused: how long they are depends on when. */
export function durationSeconds(text: unknown): number {
  const parts = typeof text === 'string' ? form.exec(text) : null;
  if (parts === null) {
    const reason = isCalendar(text) ? 'months and years have no fixed length, so ' : '';
    throw new LinchpinError({
      code: 'BAD_USER_INPUT',
      where: 'Duration',
      message: `${reason}${JSON.stringify(text)} is not a duration`,
      expected: 'weeks, days, hours, minutes and seconds in ISO 8601, such as P30D or PT1H30M',
    });
  }
  return secondsOf.reduce((sum, seconds, unit) => sum + Number(parts[unit + 1] ?? 0) * seconds, 0);
}

/** Whether a text is a duration with years or months. */
function isCalendar(text: unknown): boolean {
  return typeof text === 'string' && /^P[^T]*\d[YM]/.test(text);
}

/** A duration in ISO 8601, in days, hours, minutes and seconds. */
export function isoDuration(seconds: number): string {
  const whole = [Math.floor(seconds / 86_400), Math.floor(seconds / 3_600) % 24];
  const minutes = Math.floor(seconds / 60) % 60;
  const rest = seconds % 60;
  const time = [`${whole[1]}H`, `${minutes}M`, `${rest}S`].filter((part) => !part.startsWith('0'));
  const days = whole[0] === 0 ? '' : `${whole[0]}D`;
  if (days === '' && time.length === 0) return 'PT0S';
  return `P${days}${time.length === 0 ? '' : `T${time.join('')}`}`;
}
