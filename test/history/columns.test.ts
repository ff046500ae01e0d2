import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { unwrapped, wrapped } from '../../src/history/blob.ts';
import { ByteReader, ByteWriter } from '../../src/history/bytes.ts';
import { readNumbers, writeNumbers } from '../../src/history/columns.ts';
import type { Entry, RecordEntries } from '../../src/history/entry.ts';
import { decodePart, encodePart } from '../../src/history/part.ts';
import type { Json } from '../../src/model/json.ts';
import { normal } from '../../src/model/random.ts';

function encoded(numbers: readonly number[]): Uint8Array {
  const writer = new ByteWriter();
  writeNumbers(writer, numbers);
  return writer.written();
}

const whole = fc.maxSafeInteger();
const decimal = fc.tuple(fc.integer(), fc.integer({ min: 0, max: 9 })).map(([a, b]) => a / 10 ** b);
const time = fc.tuple(fc.nat(1e6), fc.nat(4096)).map(([a, b]) => 1.8e12 + a + b / 4096);

describe('a column of numbers', () => {
  test('gives back every double as it was', () => {
    const list = fc.oneof(
      ...[whole, decimal, time, fc.double(), fc.constantFrom(0, -0, Number.NaN, 5e-324)].map((of) =>
        fc.array(of, { maxLength: 40 }),
      ),
      fc.array(fc.oneof(whole, decimal, fc.double()), { maxLength: 40 }),
    );
    fc.assert(
      fc.property(list, (numbers) => {
        const reader = new ByteReader(encoded(numbers));
        expect(readNumbers(reader, numbers.length)).toEqual(numbers);
        expect(reader.done).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });

  test('takes a byte or two for each step of a regular signal', () => {
    const times = Array.from({ length: 1000 }, (_, i) => 1.8e12 + i * 1000 + ((i * 7) % 40));
    expect(encoded(times).length).toBeLessThan(1020);
    const values = Array.from({ length: 1000 }, (_, i) => (2000 + ((i * 13) % 50)) / 100);
    expect(encoded(values).length).toBeLessThan(1020);
    expect(encoded(times.map(() => 5)).length).toBeLessThan(10);
  });
});

const entry: fc.Arbitrary<Entry> = fc.record({
  revision: fc.maxSafeInteger().map(Math.abs),
  time: fc.double({ noNaN: true, noDefaultInfinity: true }),
  value: fc.oneof(
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    // Nested ones go through JSON text, which has no -0.
    fc.jsonValue().map((json) => JSON.parse(JSON.stringify(json)) as Json),
    fc.constant(undefined),
  ),
  stamp: fc.constantFrom('kept', 'set', 'removed'),
  late: fc.boolean(),
  sequence: fc.option(fc.nat(), { nil: undefined }),
  writer: fc.option(fc.string(), { nil: undefined }),
});
const paths = fc.uniqueArray(fc.string(), { maxLength: 4 });
const record = paths.chain((names) =>
  fc.tuple(...names.map((name) => fc.tuple(fc.constant(name), fc.array(entry, { minLength: 1 })))),
);
const part = fc.dictionary(fc.string(), record, { maxKeys: 5 });

describe('a part of a segment', () => {
  test('gives back its records, all or one', () => {
    fc.assert(
      fc.property(part, (given) => {
        const records = Object.entries(given).map(
          ([key, entries]) => [key, new Map(entries)] as [string, RecordEntries],
        );
        const bytes = encodePart(records);
        expect([...decodePart(bytes)]).toEqual(records);
        for (const record of records) expect([...decodePart(bytes, record[0])]).toEqual([record]);
      }),
      { numRuns: 500 },
    );
  });

  test('takes under three bytes a sample of a sensor, its compression included', async () => {
    let [value, time] = [20, 1.8e12];
    const entries = Array.from({ length: 8000 }, (_, i): Entry => {
      value = Math.round((value + 0.1 * normal(1, 0, 0, i)) * 100) / 100;
      time += 1000;
      const observed = time + Math.round(20 * normal(2, 0, 0, i));
      const none = { sequence: undefined, writer: undefined };
      return { revision: i * 100, time: observed, value, stamp: 'set', late: false, ...none };
    });
    const blob = await wrapped(encodePart([['tpump-1', new Map([['flow', entries]])]]));
    expect(blob.length / entries.length).toBeLessThan(3);
    expect([...decodePart(await unwrapped('', blob))][0]?.[1].get('flow')).toEqual(entries);
  });
});
