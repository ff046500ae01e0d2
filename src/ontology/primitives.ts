/**
 * The primitive schemas of the language and which JSON values each accepts. Read by
 * `value-check.ts`. Ranges are those of the XSD types that the language's metamodel names.
 */
import type { Json } from '../model/json.ts';
import { geometries, isGeometry } from './geojson.ts';
import { isDate, isDateTime, isDuration, isTime } from './temporal.ts';

/** What a primitive accepts, in code and in words. */
export interface Primitive {
  readonly expected: string;
  accepts(value: Json): boolean;
  /** Advice for one refused value, where there is better than the expectation. */
  advice?(value: Json): string | undefined;
}

const largestFloat = 3.4028234663852886e38;
const longRange = [-(2n ** 63n), 2n ** 63n - 1n] as const;

const long: Primitive = {
  expected: 'a whole number of 64 bits, as a decimal string beyond ±9007199254740991',
  accepts: (value) => (typeof value === 'number' ? Number.isSafeInteger(value) : isLongText(value)),
  advice: (value) =>
    Number.isInteger(value)
      ? 'send it as a decimal string: JSON numbers are exact only up to ±9007199254740991'
      : undefined,
};

/** The primitives by name. */
export const primitives: ReadonlyMap<string, Primitive> = new Map<string, Primitive>([
  ['boolean', { expected: 'true or false', accepts: (value) => typeof value === 'boolean' }],
  ['integer', wholeNumber(-2147483648, 2147483647)],
  ['long', long],
  [
    'float',
    {
      expected: 'a finite number of single precision',
      accepts: (value) => typeof value === 'number' && Math.abs(value) <= largestFloat,
    },
  ],
  ['double', { expected: 'a finite number', accepts: (value) => Number.isFinite(value) }],
  ['string', { expected: 'a string', accepts: (value) => typeof value === 'string' }],
  ['date', textual('a date such as 2026-03-01', isDate)],
  ['dateTime', textual('a date and time such as 2026-03-01T12:00:00Z', isDateTime)],
  ['time', textual('a time such as 12:00:00', isTime)],
  ['duration', textual('an ISO 8601 duration such as PT1H30M', isDuration)],
  ...geospatial(),
]);

function wholeNumber(low: number, high: number): Primitive {
  return {
    expected: `a whole number from ${low} to ${high}`,
    accepts: (value) => Number.isInteger(value) && Number(value) >= low && Number(value) <= high,
  };
}

function textual(expected: string, test: (text: string) => boolean): Primitive {
  return { expected, accepts: (value) => typeof value === 'string' && test(value) };
}

function* geospatial(): Iterable<[string, Primitive]> {
  for (const [name, geometry] of geometries) {
    const accepts = (value: Json) => isGeometry(value, geometry);
    yield [name, { expected: `a GeoJSON ${geometry.type}`, accepts }];
  }
}

function isLongText(value: Json): boolean {
  if (typeof value !== 'string' || !/^-?[0-9]{1,19}$/.test(value)) return false;
  const number = BigInt(value);
  return number >= longRange[0] && number <= longRange[1];
}
