/**
 * The standard units of DTDL (versions 2 to 4) by quantity, each with its size in the first one.
 * Read by `units.ts`. Sources: the SI brochure (9th edition) and NIST SP 811 (2008), appendix B.
 */

const hour = 3_600;
/** 365 days, as NIST SP 811 has it beside the sidereal and tropical ones. */
const year = 31_536_000;
const inch = 0.0254;
/** The international foot; the survey foot is no longer in use. */
const foot = 0.3048;
const mile = 1_609.344;
const pound = 0.453_592_37;
/** Pounds, ounces and tons (of 2,000 pounds) of force, under standard gravity. */
const poundForce = pound * 9.806_65;
/** Of the International Table. */
const britishThermalUnit = 1_055.055_852_62;
/** Gallons and fluid ounces of the United States. */
const gallon = 231 * inch ** 3;

/** Binary prefixes by their power of 1,024; DTDL has no pebi. */
const prefixes = { '': 0, kibi: 1, mebi: 2, gibi: 3, tebi: 4, exbi: 6, zebi: 7, yobi: 8 };

/** Bits and bytes by prefix, with what follows their names. */
function binary(suffix: string): Readonly<Record<string, number>> {
  const sizes = Object.entries(prefixes).flatMap(([prefix, power]) => [
    [`${prefix}bit${suffix}`, 1_024 ** power],
    [`${prefix}byte${suffix}`, 8 * 1_024 ** power],
  ]);
  return Object.fromEntries(sizes);
}

/** Sizes of units by quantity. Temperatures are sizes of a degree; where 0 is, `zeros` says. */
export const quantities: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  Acceleration: { metrePerSecondSquared: 1, centimetrePerSecondSquared: 0.01, gForce: 9.80665 },
  Angle: {
    radian: 1,
    degreeOfArc: Math.PI / 180,
    minuteOfArc: Math.PI / 10_800,
    secondOfArc: Math.PI / 648_000,
    turn: 2 * Math.PI,
  },
  AngularAcceleration: { radianPerSecondSquared: 1 },
  AngularVelocity: {
    radianPerSecond: 1,
    degreePerSecond: Math.PI / 180,
    revolutionPerMinute: Math.PI / 30,
    revolutionPerSecond: 2 * Math.PI,
  },
  ApparentEnergy: {
    voltAmpereHour: 1,
    kilovoltAmpereHour: 1e3,
    megavoltAmpereHour: 1e6,
    gigavoltAmpereHour: 1e9,
  },
  ApparentPower: {
    voltAmpere: 1,
    millivoltAmpere: 1e-3,
    kilovoltAmpere: 1e3,
    megavoltAmpere: 1e6,
    gigavoltAmpere: 1e9,
  },
  Area: {
    squareMetre: 1,
    squareMillimetre: 1e-6,
    squareCentimetre: 1e-4,
    squareKilometre: 1e6,
    hectare: 1e4,
    acre: 4_046.856_422_4,
    squareFoot: foot ** 2,
    squareInch: inch ** 2,
  },
  Capacitance: { farad: 1, millifarad: 1e-3, microfarad: 1e-6, nanofarad: 1e-9, picofarad: 1e-12 },
  Charge: { coulomb: 1, ampereHour: 3_600, milliampereHour: 3.6 },
  Current: { ampere: 1, microampere: 1e-6, milliampere: 1e-3, kiloampere: 1e3 },
  DataRate: binary('PerSecond'),
  DataSize: binary(''),
  Density: {
    kilogramPerCubicMetre: 1,
    gramPerCubicMetre: 1e-3,
    milligramPerCubicMetre: 1e-6,
    microgramPerCubicMetre: 1e-9,
  },
  Energy: {
    joule: 1,
    kilojoule: 1e3,
    megajoule: 1e6,
    gigajoule: 1e9,
    milliwattHour: 3.6,
    wattHour: 3_600,
    kilowattHour: 3.6e6,
    megawattHour: 3.6e9,
    gigawattHour: 3.6e12,
    terawattHour: 3.6e15,
    electronvolt: 1.602_176_634e-19,
    megaelectronvolt: 1.602_176_634e-13,
    britishThermalUnit: britishThermalUnit,
    kiloBritishThermalUnit: 1e3 * britishThermalUnit,
  },
  Force: { newton: 1, pound: poundForce, ounce: poundForce / 16, ton: 2_000 * poundForce },
  Frequency: { hertz: 1, millihertz: 1e-3, kilohertz: 1e3, megahertz: 1e6, gigahertz: 1e9 },
  Illuminance: { lux: 1, footcandle: 1 / foot ** 2 },
  Inductance: { henry: 1, millihenry: 1e-3, microhenry: 1e-6 },
  AbsorbedDose: { gray: 1, milligray: 1e-3, microgray: 1e-6 },
  EquivalentDose: { sievert: 1, millisievert: 1e-3, microsievert: 1e-6 },
  Irradiance: { wattPerSquareMetre: 1 },
  Length: {
    metre: 1,
    nanometre: 1e-9,
    micrometre: 1e-6,
    millimetre: 1e-3,
    centimetre: 0.01,
    kilometre: 1e3,
    inch: inch,
    foot: foot,
    mile: mile,
    nauticalMile: 1_852,
    astronomicalUnit: 149_597_870_700,
  },
  Luminance: { candelaPerSquareMetre: 1 },
  LuminousFlux: { lumen: 1 },
  LuminousIntensity: { candela: 1 },
  MagneticFlux: { weber: 1, maxwell: 1e-8 },
  MagneticInduction: { tesla: 1, gauss: 1e-4 },
  Mass: {
    kilogram: 1,
    microgram: 1e-9,
    milligram: 1e-6,
    gram: 1e-3,
    tonne: 1e3,
    massPound: pound,
    slug: poundForce / foot,
  },
  MassFlowRate: {
    kilogramPerSecond: 1,
    gramPerSecond: 1e-3,
    gramPerHour: 1e-3 / hour,
    kilogramPerHour: 1 / hour,
    massPoundPerHour: pound / hour,
  },
  Power: {
    watt: 1,
    microwatt: 1e-6,
    milliwatt: 1e-3,
    kilowatt: 1e3,
    megawatt: 1e6,
    gigawatt: 1e9,
    joulePerSecond: 1,
    kilojoulePerSecond: 1e3,
    joulePerHour: 1 / hour,
    kilojoulePerHour: 1e3 / hour,
    megajoulePerHour: 1e6 / hour,
    gigajoulePerHour: 1e9 / hour,
    kilowattHourPerYear: 3.6e6 / year,
    horsepower: 550 * foot * poundForce,
    britishThermalUnitPerHour: britishThermalUnit / hour,
    kiloBritishThermalUnitPerHour: (1e3 * britishThermalUnit) / hour,
    tonOfRefrigeration: (12_000 * britishThermalUnit) / hour,
  },
  Pressure: {
    pascal: 1,
    decapascal: 10,
    hectopascal: 100,
    kilopascal: 1e3,
    bar: 1e5,
    millibar: 100,
    millimetresOfMercury: 133.322_387_415,
    inchesOfMercury: 25.4 * 133.322_387_415,
    inchesOfWater: 249.088_91,
    poundPerSquareInch: poundForce / inch ** 2,
  },
  Radioactivity: { becquerel: 1, kilobecquerel: 1e3, megabecquerel: 1e6, gigabecquerel: 1e9 },
  ReactiveEnergy: {
    voltAmpereReactiveHour: 1,
    kilovoltAmpereReactiveHour: 1e3,
    megavoltAmpereReactiveHour: 1e6,
    gigavoltAmpereReactiveHour: 1e9,
  },
  ReactivePower: {
    voltAmpereReactive: 1,
    millivoltAmpereReactive: 1e-3,
    kilovoltAmpereReactive: 1e3,
    megavoltAmpereReactive: 1e6,
    gigavoltAmpereReactive: 1e9,
  },
  Resistance: { ohm: 1, milliohm: 1e-3, kiloohm: 1e3, megaohm: 1e6 },
  SoundPressure: { decibel: 1, bel: 10 },
  Temperature: { kelvin: 1, degreeCelsius: 1, degreeFahrenheit: 5 / 9 },
  Time: {
    second: 1,
    nanosecond: 1e-9,
    microsecond: 1e-6,
    millisecond: 1e-3,
    minute: 60,
    hour: hour,
    day: 86_400,
    year: year,
  },
  Torque: { newtonMetre: 1 },
  Ratio: {
    unity: 1,
    percent: 0.01,
    partsPerMillion: 1e-6,
    partsPerBillion: 1e-9,
    partsPerTrillion: 1e-12,
    partsPerQuadrillion: 1e-15,
  },
  Velocity: {
    metrePerSecond: 1,
    centimetrePerSecond: 0.01,
    kilometrePerSecond: 1e3,
    metrePerHour: 1 / hour,
    kilometrePerHour: 1e3 / hour,
    milePerHour: mile / hour,
    milePerSecond: mile,
    knot: 1_852 / hour,
  },
  Voltage: { volt: 1, microvolt: 1e-6, millivolt: 1e-3, kilovolt: 1e3, megavolt: 1e6 },
  Volume: {
    cubicMetre: 1,
    cubicCentimetre: 1e-6,
    millilitre: 1e-6,
    litre: 1e-3,
    cubicInch: inch ** 3,
    cubicFoot: foot ** 3,
    fluidOunce: gallon / 128,
    gallon: gallon,
  },
  VolumeFlowRate: {
    cubicMetrePerSecond: 1,
    cubicMetrePerMinute: 1 / 60,
    cubicMetrePerHour: 1 / hour,
    litrePerSecond: 1e-3,
    litrePerMinute: 1e-3 / 60,
    litrePerHour: 1e-3 / hour,
    millilitrePerSecond: 1e-6,
    millilitrePerMinute: 1e-6 / 60,
    millilitrePerHour: 1e-6 / hour,
    cubicFootPerMinute: foot ** 3 / 60,
    gallonPerMinute: gallon / 60,
    gallonPerHour: gallon / hour,
  },
};

/** Quantities whose units DTDL declares in one enumeration, `IonizingRadiationDoseUnit`. */
export const kinds: readonly (readonly string[])[] = [['AbsorbedDose', 'EquivalentDose']];

/** What a unit shows at the zero of its quantity, in the quantity's first unit; 0 for all others. */
export const zeros: Readonly<Record<string, number>> = {
  degreeCelsius: 273.15,
  degreeFahrenheit: (459.67 * 5) / 9,
};
