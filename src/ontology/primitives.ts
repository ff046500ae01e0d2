/**
 * The primitive schemas of the language and which JSON values each accepts. Read by
 * `value-check.ts`. Ranges are those of the XSD types that the language's metamodel names.
 */
import type { Json } from '../model/json.ts';
import { geometries, isGeometry } from './geojson.ts';
import { isDate, isDateTime, isDuration, isTime } from './temporal.ts';

/** A number of JSON by its text, where the number itself would not say all of it. */
export class NumberText {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }

  toString(): string {
    return this.text;
  }
}

/** What a primitive accepts, in code and in words. */
export interface Primitive {
  readonly expected: string;
  /** Of what type its JSON values are; absent where they may be of several. */
  readonly type?: 'boolean' | 'number' | 'string';
  /** Whether its values are whole numbers, or the texts of such. */
  readonly whole?: true;
  accepts(value: Json | NumberText): boolean;
  /** Whether a twin may hold this text instead, because numbers are not exact enough. */
  acceptsText?(text: string): boolean;
  /** Advice for one refused value, where there is better than the expectation. */
  advice?(value: Json): string | undefined;
}

/** The primitives by name. */
export const primitives: ReadonlyMap<string, Primitive> = new Map<string, Primitive>([
  [
    'boolean',
    {
      expected: 'true or false',
      type: 'boolean',
      accepts: (value) => typeof value === 'boolean',
    },
  ],
  ['byte', wholeNumber(-128n, 127n)],
  ['short', wholeNumber(-32768n, 32767n)],
  ['integer', wholeNumber(-2147483648n, 2147483647n)],
  ['long', longNumber(-(2n ** 63n), 2n ** 63n - 1n)],
  ['unsignedByte', wholeNumber(0n, 255n)],
  ['unsignedShort', wholeNumber(0n, 65535n)],
  ['unsignedInteger', wholeNumber(0n, 4294967295n)],
  ['unsignedLong', longNumber(0n, 2n ** 64n - 1n)],
  ['float', realNumber('a finite number of single precision', Math.fround)],
  ['double', realNumber('a finite number', Number)],
  [
    'decimal',
    matching(
      'a decimal number in a string, such as "-12.50"',
      /^[+-]?(?:[1-9][0-9]*|0)(?:\.[0-9]*)?$/,
    ),
  ],
  ['string', textual('a string', () => true)],
  [
    'bytes',
    matching(
      'bytes in padded base64, such as "SGVsbG8="',
      /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/,
    ),
  ],
  [
    'uuid',
    matching(
      'a UUID such as "123e4567-e89b-12d3-a456-426614174000"',
      /^[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}$/,
    ),
  ],
  ['date', textual('a date such as 2026-03-01', isDate)],
  ['dateTime', textual('a date and time such as 2026-03-01T12:00:00Z', isDateTime)],
  ['time', textual('a time such as 12:00:00', isTime)],
  ['duration', textual('an ISO 8601 duration such as PT1H30M', isDuration)],
  ...geospatial(),
]);

function wholeNumber(low: bigint, high: bigint): Primitive {
  const pattern = low < 0n ? /^-?[0-9]+$/ : /^[0-9]+$/;
  const [least, most] = [Number(low), Number(high)];
  return {
    expected: `a whole number from ${low} to ${high}`,
    type: 'number',
    whole: true,
    accepts: (value) =>
      value instanceof NumberText
        ? pattern.test(value.text) && within(value.text, low, high)
        : Number.isSafeInteger(value) && Number(value) >= least && Number(value) <= most,
  };
}

/** Whole numbers of 64 bits, which twins may hold as text. */
function longNumber(low: bigint, high: bigint): Primitive {
  const digits = low < 0n ? /^-?[0-9]{1,19}$/ : /^[0-9]{1,20}$/;
  const kind = low < 0n ? 'a whole number' : 'a whole number, not negative,';
  const { accepts } = wholeNumber(low, high);
  return {
    accepts,
    whole: true,
    expected: `${kind} of 64 bits, as a decimal string beyond ±9007199254740991`,
    acceptsText: (text) => digits.test(text) && within(text, low, high),
    advice: (value) =>
      Number.isInteger(value)
        ? 'send it as a decimal string: JSON numbers are exact only up to ±9007199254740991'
        : undefined,
  };
}

function within(text: string, low: bigint, high: bigint): boolean {
  const number = BigInt(text);
  return number >= low && number <= high;
}

function realNumber(expected: string, rounded: (number: number) => number): Primitive {
  return {
    expected,
    type: 'number',
    accepts: (value) => {
      const number = value instanceof NumberText ? Number(value.text) : value;
      return typeof number === 'number' && Number.isFinite(rounded(number));
    },
  };
}

function textual(expected: string, test: (text: string) => boolean): Primitive {
  return {
    expected,
    type: 'string',
    accepts: (value) => typeof value === 'string' && test(value),
  };
}

function matching(expected: string, pattern: RegExp): Primitive {
  return textual(expected, (text) => pattern.test(text));
}

function* geospatial(): Iterable<[string, Primitive]> {
  for (const [name, geometry] of geometries) {
    const accepts = (value: Json | NumberText) =>
      !(value instanceof NumberText) && isGeometry(value, geometry);
    yield [name, { expected: `a GeoJSON ${geometry.type}`, accepts }];
  }
}
