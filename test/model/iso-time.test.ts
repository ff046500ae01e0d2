import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isoMilliseconds } from '../../src/model/iso-time.ts';

describe('an ISO 8601 time', () => {
  test('is read back from what a date prints', () => {
    const dates = fc.date({ min: new Date(0), max: new Date('9999-12-31'), noInvalidDate: true });
    fc.assert(
      fc.property(dates, (date) => {
        expect(isoMilliseconds(date.toISOString())).toBe(date.getTime());
      }),
    );
  });

  test('counts its offset', () => {
    expect(isoMilliseconds('2026-05-01T12:00:00+02:00')).toBe(Date.UTC(2026, 4, 1, 10));
  });

  test.each([
    ['noon', 'form'],
    ['2026-05-01', 'form'],
    ['2026-05-01T12:00:00', 'zone'],
    ['2026-02-30T12:00:00Z', 'calendar'],
    ['2025-02-29T12:00:00Z', 'calendar'],
    ['2026-13-01T12:00:00Z', 'calendar'],
    ['2026-05-01T25:00:00Z', 'calendar'],
  ])('%s has a wrong %s', (text, flaw) => {
    expect(isoMilliseconds(text)).toBe(flaw);
  });
});
