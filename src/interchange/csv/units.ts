/** Conversion between units of the DTDL quantitative types, for columns of CSV files. */

interface Unit {
  readonly quantity: string;
  /** Value in the quantity's base unit = value × factor + offset. */
  readonly factor: number;
  readonly offset?: number;
}

/** Factors to one base unit per quantity (SI Brochure, 9th edition; NIST SP 811, appendix B). */
const factors: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  length: {
    metre: 1,
    centimetre: 0.01,
    millimetre: 0.001,
    kilometre: 1000,
    foot: 0.3048,
    inch: 0.0254,
    mile: 1609.344,
  },
  time: { second: 1, millisecond: 0.001, minute: 60, hour: 3600, day: 86_400, year: 31_557_600 },
  mass: { kilogram: 1, gram: 0.001, tonne: 1000, massPound: 0.45359237 },
  volume: { cubicMetre: 1, litre: 0.001, gallon: 0.003785411784, cubicFoot: 0.028316846592 },
  volumeFlowRate: {
    litrePerSecond: 1,
    litrePerMinute: 1 / 60,
    litrePerHour: 1 / 3600,
    gallonPerMinute: 3.785411784 / 60,
    cubicMetrePerSecond: 1000,
    cubicMetrePerMinute: 1000 / 60,
    cubicMetrePerHour: 1000 / 3600,
    cubicFootPerMinute: 28.316846592 / 60,
  },
  power: { watt: 1, kilowatt: 1e3, megawatt: 1e6, gigawatt: 1e9, horsepower: 745.6998715822702 },
  apparentPower: { voltAmpere: 1, kilovoltAmpere: 1e3, megavoltAmpere: 1e6, gigavoltAmpere: 1e9 },
  reactivePower: {
    voltAmpereReactive: 1,
    kilovoltAmpereReactive: 1e3,
    megavoltAmpereReactive: 1e6,
  },
  energy: { joule: 1, wattHour: 3600, kilowattHour: 3.6e6, megawattHour: 3.6e9 },
  pressure: { pascal: 1, kilopascal: 1e3, bar: 1e5, poundPerSquareInch: 6894.757293168361 },
  voltage: { volt: 1, millivolt: 0.001, kilovolt: 1e3, megavolt: 1e6 },
  current: { ampere: 1, milliampere: 0.001, kiloampere: 1e3 },
  velocity: { metrePerSecond: 1, kilometrePerHour: 1 / 3.6, milePerHour: 0.44704 },
  angle: { radian: 1, degreeOfArc: Math.PI / 180, turn: 2 * Math.PI },
  ratio: { unity: 1, percent: 0.01 },
};

const units = new Map<string, Unit>(
  Object.entries(factors).flatMap(([quantity, named]) =>
    Object.entries(named).map(([name, factor]): [string, Unit] => [name, { quantity, factor }]),
  ),
);
units.set('kelvin', { quantity: 'temperature', factor: 1 });
units.set('degreeCelsius', { quantity: 'temperature', factor: 1, offset: 273.15 });
units.set('degreeFahrenheit', { quantity: 'temperature', factor: 5 / 9, offset: 459.67 * (5 / 9) });

/** Converts values from one unit to another; undefined where the two measure different things. */
export function conversion(from: string, to: string): ((value: number) => number) | undefined {
  const [source, target] = [units.get(from), units.get(to)];
  if (from === to) return (value) => value;
  if (source === undefined || target === undefined || source.quantity !== target.quantity) {
    return undefined;
  }
  return (value) =>
    (value * source.factor + (source.offset ?? 0) - (target.offset ?? 0)) / target.factor;
}
