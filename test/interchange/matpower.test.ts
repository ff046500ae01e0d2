import { describe, expect, test } from 'vitest';
import { readMatpower } from '../../src/interchange/matpower/reader.ts';
import { countModels, propertiesOf, refusedBy, relationshipsFrom, textFile } from './reading.ts';

const text = `function mpc = two_buses
mpc.version = '2';
mpc.baseMVA = 100;
%	bus_i	type	Pd	Qd	Gs	Bs	area	Vm	Va	baseKV	zone	Vmax	Vmin
mpc.bus = [
	1	3	0	0	0	0	1	1	0	135	1	1.05	0.95;
	7	1	21.7	12.7	1.5	-19	2	1	-3	135	1	1.1	0.9; % the load; [sic]
];
mpc.gen = [
	1	23.54	0	150	-20	1	100	1	80	0	0	0	0	0	0	0	0	5	6	7	0;
	7	60.97	0	Inf	-Inf	1	100	0	Inf	0	0	0	0	0	0	0	0	0	0	0	0;
];
mpc.branch = [
	1	7	0.02	0.06	0.03	130	140	150	0	0	1	-360	360;
	1, 7, 0.05, 0.19, 0.02, 0, 0, 0, ...
	0.978, 15, 0, -30, 30
];
mpc.gencost = [
	2	10	20	3	0.02	2	0;
	1	0	0	2	0	0	100	2500	;
];
mpc.bus_name = { 'North % gate'; 'O''Hara' };
mpc.genfuel = {'hydro'; 'wind'};
`;
const read = (changed = text, options = {}) => readMatpower(textFile('two.m', changed), options);

describe('a MATPOWER case', () => {
  test('becomes buses, branches, generators, loads and shunts that our ontology takes', () => {
    const document = read();
    expect(document.problems).toEqual([]);
    expect(refusedBy(document)).toEqual([]);
    expect(countModels(document)).toEqual({
      PowerNetwork: 1,
      Bus: 2,
      Load: 1,
      Shunt: 1,
      Generator: 2,
      Line: 1,
      Transformer: 1,
    });
  });

  test('keeps every column', () => {
    const document = read();
    expect(propertiesOf(document, 'two-network')).toMatchObject({ basePower: 100 });
    expect(propertiesOf(document, 'bus-7')).toEqual({
      name: "O'Hara",
      number: 7,
      busType: 'pq',
      nominalVoltage: 135,
      voltageMagnitude: 1,
      voltageAngle: -3,
      maximumVoltage: 1.1,
      minimumVoltage: 0.9,
      area: '2',
      zone: '1',
    });
    expect(propertiesOf(document, 'load-7')).toMatchObject({
      demandRate: 21.7,
      demandUnit: 'megawatt',
      reactiveDemand: 12.7,
    });
    expect(propertiesOf(document, 'shunt-7')).toEqual({
      shuntConductance: 1.5,
      shuntSusceptance: -19,
    });
    expect(propertiesOf(document, 'generator-1')).toMatchObject({
      fuel: 'hydro',
      activePower: 23.54,
      maximumReactivePower: 150,
      minimumReactivePower: -20,
      capacity: 80,
      ramp10: 5,
      ramp30: 6,
      reactiveRampRate: 7,
      startupCost: 10,
      shutdownCost: 20,
      costCurve: { model: 'polynomial', values: [0.02, 2, 0] },
    });
    expect(propertiesOf(document, 'branch-2')).toMatchObject({
      operational: false,
      resistance: 0.05,
      reactance: 0.19,
      chargingSusceptance: 0.02,
      tapRatio: 0.978,
      phaseShift: 15,
      minimumAngleDifference: -30,
      maximumAngleDifference: 30,
    });
  });

  test('leaves out limits that are infinite, and ratings of zero', () => {
    const generator = propertiesOf(read(), 'generator-2');
    expect(generator).toMatchObject({
      operational: false,
      costCurve: { model: 'piecewiseLinear', values: [0, 0, 100, 2500] },
    });
    expect(generator).not.toHaveProperty('capacity');
    expect(generator).not.toHaveProperty('maximumReactivePower');
    expect(propertiesOf(read(), 'branch-2')).not.toHaveProperty('capacity');
  });

  test('joins its elements to the buses, under a prefix where one is given', () => {
    expect(relationshipsFrom(read(), 'branch-1')).toEqual([
      'connectsFrom bus-1',
      'connectsTo bus-7',
    ]);
    const document = read(text, { prefix: 'n' });
    expect(relationshipsFrom(document, 'n-load-7')).toEqual(['connectsTo n-bus-7']);
    expect(refusedBy(document)).toEqual([]);
  });

  test('is refused whole when it is cut in a matrix or before one', () => {
    for (const end of ['\t7\t60.97', 'mpc.branch', 'mpc.gen =', '\t1, 7,']) {
      const document = read(text.slice(0, text.indexOf(end)));
      expect(document.changes).toEqual([]);
      expect(document.problems).toMatchObject([
        { code: 'BAD_USER_INPUT', message: expect.stringContaining('cut short') },
      ]);
    }
    expect(read(text.slice(0, text.indexOf('\t7\t60.97'))).problems).toEqual([
      {
        code: 'BAD_USER_INPUT',
        where: 'two.m:9',
        message: 'the file ends within mpc.gen, so it is cut short',
        expected: 'a closing ]',
        action: 'get the whole file; nothing of it was taken',
      },
    ]);
  });

  test('lists a bad row with its line and takes the others', () => {
    const document = read(
      text.replace('0.06\t0.03', '0.06\tx').replace('\t1\t3\t0', '\t1\t3\tNaN'),
    );
    expect(document.problems.map(({ where }) => where)).toEqual([
      'two.m:6',
      'two.m:14',
      'two.m:10',
      'two.m:15',
    ]);
    expect(countModels(document)).toMatchObject({ Bus: 1, Generator: 2, Transformer: 1 });
  });

  test('is refused whole where a value has to be computed', () => {
    const document = read(`${text}mpc.branch(:, 3) = mpc.branch(:, 3) / 10;\n`);
    expect(document.changes).toEqual([]);
    expect(document.problems).toMatchObject([
      { where: 'two.m:24', message: '"mpc.branch(:, 3) = mpc.branch(:, 3) / 10;" is not data' },
    ]);
  });

  test('lists matrices that have no model', () => {
    const document = read(`${text}mpc.dcline = [\n1 7 1 10;\n];\n`);
    expect(document.problems).toMatchObject([
      { where: 'two.m:25', message: 'mpc.dcline with 1 rows has no model and was left out' },
    ]);
  });
});
