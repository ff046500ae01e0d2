/** Units beside values published elsewhere, and beside the list that DTDL itself declares. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { converted, unitNames, unitsBeside, unitsLike } from '../../src/model/units.ts';
import { packageRoot } from '../../src/package-root.ts';
import { noSharedData, sharedData } from '../support/shared-data.ts';

/** The units as the language declares them: by prefix, and as one unit over another. */
const metamodel = sharedData(
  'dtdl/metamodel/v4/DTDL.FeatureExtension.quantitativeTypes.v2.Elements.json',
);

interface Unit {
  readonly name: string;
  readonly exponent?: number;
  readonly baseUnit?: string;
  readonly prefix?: string;
  readonly topUnit?: string;
  readonly bottomUnit?: string;
}

/** Value, unit, value, unit: definitions and the conversion factors of NIST SP 811, appendix B. */
const published: readonly [number, string, number, string][] = [
  [212, 'degreeFahrenheit', 100, 'degreeCelsius'],
  [-40, 'degreeFahrenheit', -40, 'degreeCelsius'],
  [0, 'kelvin', -273.15, 'degreeCelsius'],
  [98.6, 'degreeFahrenheit', 37, 'degreeCelsius'],
  [0, 'kelvin', -459.67, 'degreeFahrenheit'],
  [1, 'mile', 5_280, 'foot'],
  [1, 'nauticalMile', 1.852, 'kilometre'],
  [1, 'inch', 25.4, 'millimetre'],
  [1, 'acre', 43_560, 'squareFoot'],
  [1, 'hectare', 10_000, 'squareMetre'],
  [1, 'gallon', 3.785_411_784, 'litre'],
  [1, 'gallon', 128, 'fluidOunce'],
  [1, 'cubicFoot', 28.316_846_592, 'litre'],
  [1, 'poundPerSquareInch', 6.894_757, 'kilopascal'],
  [1, 'inchesOfMercury', 3_386.389, 'pascal'],
  [1, 'inchesOfWater', 249.0889, 'pascal'],
  [760, 'millimetresOfMercury', 101_325, 'pascal'],
  [1, 'bar', 1_000, 'millibar'],
  [1, 'horsepower', 745.6999, 'watt'],
  [1, 'tonOfRefrigeration', 3_516.853, 'watt'],
  [1, 'britishThermalUnit', 1_055.056, 'joule'],
  [1, 'britishThermalUnitPerHour', 0.293_071_1, 'watt'],
  [8.76, 'kilowattHourPerYear', 1, 'watt'],
  [1, 'kilowattHour', 3.6, 'megajoule'],
  [1, 'electronvolt', 1.602_176_634e-19, 'joule'],
  [1, 'slug', 14.5939, 'kilogram'],
  [1, 'pound', 4.448_222, 'newton'],
  [1, 'ounce', 0.278_013_9, 'newton'],
  [1, 'ton', 8.896_443e3, 'newton'],
  [1, 'knot', 0.514_444_4, 'metrePerSecond'],
  [1, 'milePerHour', 0.447_04, 'metrePerSecond'],
  [90, 'kilometrePerHour', 25, 'metrePerSecond'],
  [1, 'footcandle', 10.763_91, 'lux'],
  [1, 'gForce', 980.665, 'centimetrePerSecondSquared'],
  [1, 'gauss', 1e-4, 'tesla'],
  [1, 'maxwell', 1e-8, 'weber'],
  [1, 'turn', 360, 'degreeOfArc'],
  [1, 'degreeOfArc', 3_600, 'secondOfArc'],
  [60, 'revolutionPerMinute', 360, 'degreePerSecond'],
  [1, 'mebibyte', 8_388_608, 'bit'],
  [1, 'gibibitPerSecond', 131_072, 'kibibytePerSecond'],
  [50, 'percent', 0.5, 'unity'],
  [1, 'partsPerMillion', 1e-4, 'percent'],
  [3, 'bel', 30, 'decibel'],
  [1, 'year', 365, 'day'],
  [1, 'astronomicalUnit', 149_597_870.7, 'kilometre'],
  [7.936_641_44, 'massPoundPerHour', 1, 'gramPerSecond'],
  [15.850_32, 'gallonPerMinute', 1, 'litrePerSecond'],
];

describe('units', () => {
  test.each(published)('%d %s are %d %s', (value, from, expected, to) => {
    const isNear = (found: number | undefined, wanted: number) =>
      Math.abs((found as number) - wanted) <= 5e-7 * Math.abs(wanted) + 1e-12;
    expect(converted(value, from, to)).toSatisfy((found: number) => isNear(found, expected));
    expect(converted(expected, to, from)).toSatisfy((found: number) => isNear(found, value));
  });

  test('convert exactly where they are defined so', () => {
    expect(converted(212, 'degreeFahrenheit', 'degreeCelsius')).toBe(100);
    expect(converted(98.6, 'degreeFahrenheit', 'degreeCelsius')).toBe(37);
    expect(converted(1, 'mile', 'kilometre')).toBe(1.609344);
    expect(converted(90, 'kilometrePerHour', 'metrePerSecond')).toBe(25);
    expect(converted(0.1, 'kilowattHour', 'joule')).toBe(360_000);
  });

  test('are all that DTDL declares, and those of one quantity convert into each other', () => {
    const language = JSON.parse(readFileSync(join(packageRoot(), 'schema/dtdl.json'), 'utf8'));
    const declared: Record<string, string[]>[] = [
      language.languages['2'].elements,
      language.extensions['dtmi:dtdl:extension:quantitativeTypes;1'].elements,
      language.extensions['dtmi:dtdl:extension:quantitativeTypes;2'].elements,
    ];
    const named = (id: string) => (id.split(':').at(-1) ?? '').replace(/;\d+$/, '');
    for (const elements of declared) {
      const quantities = Object.entries(elements).filter(([name]) => /Unit$|Unitless/.test(name));
      expect(quantities.length).toBeGreaterThan(30);
      for (const [quantity, ids] of quantities) {
        const units = ids.map(named);
        expect(units.filter((unit) => !unitNames.includes(unit))).toEqual([]);
        // A gray of one radiation is not a sievert of another.
        if (quantity === 'IonizingRadiationDoseUnit') continue;
        for (const unit of units) expect(unitsLike(unit)).toEqual(expect.arrayContaining(units));
      }
    }
  });

  test('are 52 kinds of quantity in 240 units, from each to each of its kind and back', () => {
    const language = JSON.parse(readFileSync(join(packageRoot(), 'schema/dtdl.json'), 'utf8'));
    const { cotypes, elements } = language.extensions['dtmi:dtdl:extension:quantitativeTypes;2'];
    const types = Object.values<{ isA: string[]; abstract?: true }>(cotypes).filter(
      ({ isA, abstract }) => isA.includes('QuantitativeType') && abstract !== true,
    );
    expect(types).toHaveLength(52);
    const kinds = Object.entries<string[]>(elements).filter(([name]) =>
      /Unit$|Unitless/.test(name),
    );
    const units = kinds.flatMap(([, ids]) => ids.map((id) => id.split(':').at(-1) ?? ''));
    expect(new Set(units).size).toBe(240);
    for (const from of units) {
      for (const to of unitsLike(from)) {
        const back = converted(converted(1234.5, from, to) as number, to, from) as number;
        expect(Math.abs(back - 1234.5), `${from} to ${to}`).toBeLessThan(1e-9);
      }
    }
  });

  test.skipIf(metamodel === undefined)(
    `are to one another as the language says: by prefixes and as ratios${metamodel ? '' : ` (${noSharedData})`}`,
    () => {
      const enums: { enumValues: Unit[] }[] = JSON.parse(
        readFileSync(metamodel as string, 'utf8').replace(/^\uFEFF/, ''),
      );
      const units = new Map(
        enums.flatMap((each) => each.enumValues).map((each) => [each.name, each]),
      );
      const near = (found: number | undefined, wanted: number, name: string) =>
        expect((found as number) / wanted, name).toBeCloseTo(1, 12);
      let judged = 0;
      for (const { name, baseUnit, prefix, topUnit = '', bottomUnit = '' } of units.values()) {
        if (baseUnit !== undefined && prefix !== undefined) {
          const base = /i$/.test(prefix) && /bit|byte/.test(name) ? 2 : 10;
          near(converted(1, name, baseUnit), base ** (units.get(prefix)?.exponent ?? 0), name);
          judged++;
        }
        if (topUnit === '') continue;
        for (const other of unitsLike(name).flatMap((each) => units.get(each) ?? [])) {
          const top = converted(1, topUnit, other.topUnit ?? '');
          const bottom = converted(1, bottomUnit, other.bottomUnit ?? '');
          if (top === undefined || bottom === undefined) continue;
          near(converted(1, name, other.name), top / bottom, `${name} in ${other.name}`);
          judged++;
        }
      }
      expect(judged).toBeGreaterThan(300);
    },
  );

  test('there and back give the same number', () => {
    const pair = fc
      .constantFrom(...unitNames)
      .chain((unit) => fc.tuple(fc.constant(unit), fc.constantFrom(...unitsLike(unit))));
    fc.assert(
      fc.property(fc.double({ min: -1e6, max: 1e6, noNaN: true }), pair, (value, [from, to]) => {
        const back = converted(converted(value, from, to) as number, to, from) as number;
        expect(Math.abs(back - value)).toBeLessThanOrEqual(1e-9 + Math.abs(value) * 1e-12);
      }),
    );
  });

  test('of another quantity, or unknown ones, do not convert', () => {
    expect(converted(1, 'metre', 'second')).toBeUndefined();
    expect(converted(1, 'gray', 'sievert')).toBeUndefined();
    expect(converted(1, 'metre', 'furlong')).toBeUndefined();
    expect(unitsLike('furlong')).toEqual([]);
    expect(unitsBeside('furlong')).toEqual([]);
  });

  test('that the language declares together may stand for one another', () => {
    expect(unitsBeside('milligray')).toEqual(expect.arrayContaining(['gray', 'microsievert']));
    expect(unitsBeside('metre')).toEqual(unitsLike('metre'));
  });
});
