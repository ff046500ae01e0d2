import { describe, expect, test } from 'vitest';
import { readEpanet } from '../../src/interchange/epanet/reader.ts';
import { countModels, propertiesOf, refusedBy, relationshipsFrom, textFile } from './reading.ts';
import { town } from './town-inp.ts';

const read = (changed = town) => readEpanet(textFile('town.inp', changed));
/** EPANET's own constants. */
const [gpm, foot, psi] = [28.317 / 448.831, 0.3048, (1 / 0.4333) * 0.3048];

describe('an EPANET file', () => {
  test('becomes nodes and links that our ontology takes', () => {
    const document = read();
    expect(document.problems).toEqual([]);
    expect(refusedBy(document)).toEqual([]);
    expect(countModels(document)).toEqual({
      WaterNetwork: 1,
      Junction: 2,
      Reservoir: 1,
      Tank: 1,
      Pipe: 2,
      Pump: 2,
      Valve: 1,
    });
    expect(relationshipsFrom(document, 'PU1')).toEqual(['connectsFrom R1', 'connectsTo J1']);
  });

  test('has its values in litre per second, metre and millimetre', () => {
    const document = read();
    expect(propertiesOf(document, 'L1')).toMatchObject({
      length: 1000 * foot,
      diameter: expect.closeTo(304.8, 9),
      roughness: 100,
      minorLoss: 0.5,
      open: false,
      tag: 'cast-iron',
      vertices: [
        [1, 1],
        [2, 1],
      ],
    });
    expect(propertiesOf(document, 'L2')).toMatchObject({ checkValve: true, open: true });
    expect(propertiesOf(document, 'V1')).toMatchObject({
      valveType: 'pressureReducing',
      setting: expect.closeTo(40 * psi, 9),
      open: true,
    });
    expect(propertiesOf(document, 'PU1')).toMatchObject({
      headCurve: 'C1',
      speed: 0.9,
      speedPattern: 'P1',
      efficiencyCurve: 'E1',
      running: true,
    });
    expect(propertiesOf(document, 'PU2')).toMatchObject({
      power: expect.closeTo(7.457, 9),
      speed: 0,
      running: false,
    });
    expect(propertiesOf(document, 'J1')).toMatchObject({
      elevation: 100 * foot,
      emitterCoefficient: expect.closeTo((2 * gpm) / Math.sqrt(psi), 9),
      initialQuality: 0.5,
      tag: 'old town',
      x: 1.5,
      y: -2,
    });
  });

  test('takes demands by category, and their mean over patterns', () => {
    const document = read();
    expect(propertiesOf(document, 'J2')).toMatchObject({
      demands: [
        { base: 20 * gpm, pattern: 'P1', category: 'homes' },
        { base: 30 * gpm, pattern: 'P2', category: 'shops' },
      ],
      demandRate: expect.closeTo(2 * (20 * 2 + 30) * gpm, 9),
    });
    expect(propertiesOf(document, 'J1').demandRate).toBeCloseTo(2 * 50 * 2 * gpm, 9);
  });

  test('says how long the tank lasts', () => {
    const cubicFeet = (Math.PI / 4) * 40 ** 2 * 5;
    const cubicFeetPerSecond = (2 * (50 * 2 + 20 * 2 + 30)) / 448.831;
    const tank = propertiesOf(read(), 'T1');
    expect(tank).toMatchObject({ overflow: true, mixingModel: 'twoCompartment' });
    // EPANET's cubic foot in litres is rounded to five digits.
    expect(Number(tank.failureDelay) / (cubicFeet / cubicFeetPerSecond)).toBeCloseTo(1, 4);
  });

  test('keeps what holds for the whole network', () => {
    expect(propertiesOf(read(), 'town-network')).toMatchObject({
      title: 'A town; with a semicolon',
      sourceUnits: 'GPM',
      headlossFormula: 'hazenWilliams',
      demandMultiplier: 2,
      patterns: [
        { name: 'P1', multipliers: [1, 2, 3] },
        { name: 'P2', multipliers: [1] },
      ],
      curves: [
        { name: 'C1', purpose: 'head', x: [100 * gpm], y: [80 * foot] },
        { name: 'E1', purpose: 'efficiency', x: [100 * gpm], y: [75] },
        { name: 'U1', purpose: 'none', x: [1], y: [2] },
      ],
      times: { duration: 86_400, hydraulicTimestep: 1800, startClocktime: 64_800 },
      statistic: 'NONE',
      options: { requiredPressure: String(30 * psi) },
      energy: ['PUMP PU1 EFFIC E1'],
    });
  });

  test('has the values of controls and rules in the same units', () => {
    const { controls, rules } = propertiesOf(read(), 'town-network');
    expect(controls).toEqual([
      `LINK PU1 CLOSED IF NODE T1 ABOVE ${18 * foot}`,
      `LINK V1 ${60 * psi} IF NODE J2 BELOW ${20 * psi}`,
      'LINK L1 OPEN AT TIME 5:00',
    ]);
    expect(rules).toEqual([
      [
        'RULE night',
        'IF SYSTEM CLOCKTIME >= 10 PM',
        `AND TANK T1 LEVEL BELOW ${12 * foot}`,
        'THEN PUMP PU1 STATUS = OPEN',
        'PRIORITY 1',
      ].join('\n'),
      `RULE two\nIF JUNCTION J1 PRESSURE < ${30 * psi}\nTHEN VALVE V1 SETTING = ${50 * psi}`,
    ]);
  });

  test('in metric units keeps its numbers as they are', () => {
    const document = read(town.replace('Units GPM', 'Units LPS'));
    expect(propertiesOf(document, 'L1')).toMatchObject({ length: 1000, diameter: 12 });
    expect(propertiesOf(document, 'V1')).toMatchObject({ setting: 40 });
  });

  test('puts the kind before names that nodes and links share', () => {
    const document = read(town.replaceAll('J1', 'L1'));
    expect(relationshipsFrom(document, 'pump-PU1')).toEqual([
      'connectsFrom reservoir-R1',
      'connectsTo junction-L1',
    ]);
    expect(propertiesOf(document, 'pipe-L1')).toMatchObject({ name: 'L1' });
  });
});
