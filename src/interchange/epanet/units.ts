/**
 * Units of EPANET files and their factors to those of our twins: litre per second, metre,
 * millimetre, kilowatt. The constants are EPANET's own (`types.h`, `input1.c` of version 2.2), so
 * that a network taken in and simulated gives the heads and flows of its file.
 */

/** Factors by which a file's values are multiplied. */
export interface InpUnits {
  readonly name: string;
  /** To litre per second. */
  readonly flow: number;
  /** To metre: elevations, heads, levels, lengths, diameters of tanks. */
  readonly length: number;
  /** To millimetre: diameters of pipes and valves. */
  readonly pipeDiameter: number;
  /** To metre of water column. */
  readonly pressure: number;
  /** To cubic metre. */
  readonly volume: number;
  /** To kilowatt. */
  readonly power: number;
  /** To millimetre: roughness under Darcy-Weisbach. */
  readonly roughness: number;
}

const litresPerCubicFoot = 28.317;
const metresPerFoot = 0.3048;
const feetPerPsi = 1 / 0.4333;
const kilowattsPerHorsepower = 0.7457;

/** How many of a flow unit make a cubic foot per second. */
const perCubicFootPerSecond: Readonly<Record<string, number>> = {
  CFS: 1,
  GPM: 448.831,
  MGD: 0.64632,
  IMGD: 0.5382,
  AFD: 1.9837,
  LPS: litresPerCubicFoot,
  LPM: 1699.0,
  MLD: 2.4466,
  CMH: 101.94,
  CMD: 2446.6,
  CMS: 0.028317,
};
const customary = new Set(['CFS', 'GPM', 'MGD', 'IMGD', 'AFD']);

/** The units that go with a flow unit, undefined when it is not one of EPANET's. */
export function unitsOf(flowUnit: string, pressureUnit?: string): InpUnits | undefined {
  const name = flowUnit.toUpperCase();
  const perFoot = perCubicFootPerSecond[name];
  if (perFoot === undefined) return undefined;
  const flow = litresPerCubicFoot / perFoot;
  const isCustomary = customary.has(name);
  const length = isCustomary ? metresPerFoot : 1;
  return {
    name,
    flow: name === 'LPS' ? 1 : flow,
    length,
    pipeDiameter: isCustomary ? (1000 * metresPerFoot) / 12 : 1,
    pressure: pressureFactor(isCustomary ? 'PSI' : (pressureUnit ?? 'METERS')),
    volume: length ** 3,
    power: isCustomary ? kilowattsPerHorsepower : 1,
    roughness: length,
  };
}

function pressureFactor(unit: string): number {
  const upper = unit.toUpperCase();
  if (upper === 'PSI') return feetPerPsi * metresPerFoot;
  // EPANET: kPa per psi is 6.895.
  return upper === 'KPA' ? (feetPerPsi * metresPerFoot) / 6.895 : 1;
}
