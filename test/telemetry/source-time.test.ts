import { expect, test } from 'vitest';
import { sourceTime } from '../../src/telemetry/source-time.ts';

const now = Date.UTC(2026, 4, 1, 12);

test.each([
  ['2026-05-01T12:00:00Z', now],
  ['2026-05-01T12:00Z', now],
  ['2026-05-01T14:00:00.250+02:00', now + 250],
  ['2026-05-01T14:00:00+0200', now],
  ['2026-05-01T12:00:00.123456789Z', now + 123],
  ['2024-02-29T00:00:00Z', Date.UTC(2024, 1, 29)],
  [now, now],
  [now + 0.75, now],
  [now + 86_400_000, now + 86_400_000],
  [Date.UTC(1980, 0, 1), Date.UTC(1980, 0, 1)],
])('%s is a time', (value, time) => {
  expect(sourceTime(value, now)).toBe(time);
});

test.each([
  ['2026-05-01T12:00:00', 'has no time zone'],
  ['2026-05-01 12:00:00Z', 'is not an ISO 8601 time'],
  ['2026-05-01', 'is not an ISO 8601 time'],
  ['yesterday', 'is not an ISO 8601 time'],
  ['', 'is not an ISO 8601 time'],
  ['2026-02-30T00:00:00Z', 'is not in the calendar'],
  ['2025-02-29T00:00:00Z', 'is not in the calendar'],
  ['2026-13-01T00:00:00Z', 'is not in the calendar'],
  ['2026-05-01T25:00:00Z', 'is not in the calendar'],
  ['9999-12-31T23:59:59Z', 'is more than a day ahead of the server'],
  ['1970-01-01T00:00:00Z', 'lies before 1973'],
  [now + 86_400_001, 'is more than a day ahead of the server'],
  [Math.floor(now / 1000), 'looks like epoch seconds'],
  [now * 1000, 'looks like epoch microseconds'],
  [now * 1e6, 'looks like epoch nanoseconds'],
  [0, 'lies before 1973'],
  [-1, 'lies before 1973'],
  [true, 'is not a time'],
  [null, 'is not a time'],
  [{ sec: 1 }, 'is not a time'],
])('%s is refused, because it %s', (value, reason) => {
  const flaw = sourceTime(value, now);
  expect(flaw).toMatchObject({ message: expect.stringContaining(reason) });
  expect(flaw).toMatchObject({ action: expect.stringMatching(/\w/) });
});

test('a long text is shown in part', () => {
  const flaw = sourceTime('x'.repeat(10_000), now);
  expect((flaw as { message: string }).message.length).toBeLessThan(80);
});
