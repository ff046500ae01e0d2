import { describe, expect, test } from 'vitest';
import { readPandapower } from '../../src/interchange/pandapower/reader.ts';
import { countModels, propertiesOf, refusedBy, relationshipsFrom, textFile } from './reading.ts';

type Cells = readonly unknown[];

function table(columns: string, index: Cells, ...data: Cells[]) {
  const _object = JSON.stringify({ columns: columns.split(' '), index, data });
  return { _module: 'pandas.core.frame', _class: 'DataFrame', _object, orient: 'split' };
}

const net = {
  bus: table(
    'name vn_kv type in_service',
    [3, 5, 9],
    ['B3', 110, 'b', true],
    ['B5', 20, 'n', true],
    ['B9', 20, 'b', false],
  ),
  bus_geodata: table('x y', [5], [1, 2]),
  line: table(
    'name std_type from_bus to_bus length_km r_ohm_per_km max_i_ka type in_service',
    [0],
    ['L', null, 5, 9, 1.5, 0.6, 0.1, 'cs', true],
  ),
  trafo: table(
    'name hv_bus lv_bus sn_mva tap_side tap_pos in_service',
    [0],
    ['T', 3, 5, 25, 'hv', -1, true],
  ),
  switch: table(
    'bus element et type closed name z_ohm',
    [0, 1],
    [5, 9, 'b', 'CB', false, 'S', 0],
    [9, 0, 'l', 'LBS', true, 'SL', 0],
  ),
  ext_grid: table('name bus vm_pu in_service', [0], ['G', 3, 1.02, true]),
  gen: table(
    'name bus p_mw max_p_mw min_p_mw vm_pu in_service',
    [4],
    [null, 5, 10, 50, 0, 1, true],
  ),
  sgen: table('name bus p_mw q_mvar scaling type in_service', [0], ['PV', 9, 2, 0, 1, 'PV', true]),
  storage: table(
    'name bus p_mw q_mvar max_e_mwh soc_percent in_service',
    [0],
    ['ST', 9, 1, 0, 8, 50, true],
  ),
  load: table(
    'name bus p_mw q_mvar scaling in_service',
    [0, 1],
    ['LO', 9, 3, 1, 0.5, true],
    ['LO', 5, 1, 0, 1, false],
  ),
  motor: table(
    'name bus pn_mech_mw loading_percent cos_phi efficiency_percent scaling in_service',
    [0],
    ['M', 9, 0.9, 50, 0.8, 90, 1, true],
  ),
  shunt: table('bus name q_mvar p_mw step in_service', [0], [9, 'SH', -5, 0.1, 1, true]),
  poly_cost: table(
    'element et cp0_eur cp1_eur_per_mw cp2_eur_per_mw2',
    [0],
    [4, 'gen', 1, 20, 0.3],
  ),
  pwl_cost: table(
    'power_type element et points',
    [0],
    [
      'p',
      0,
      'ext_grid',
      [
        [0, 10, 2],
        [10, 30, 3],
      ],
    ],
  ),
  ward: table('name bus ps_mw', [0], ['W', 9, 1]),
  res_bus: table('vm_pu', [3], [1.01]),
  version: '2.13.1',
  name: 'town',
  f_hz: 50.0,
  sn_mva: 1.0,
};
const read = (changes: object = {}) =>
  readPandapower(
    textFile(
      'net.json',
      JSON.stringify({ _class: 'pandapowerNet', _object: { ...net, ...changes } }),
    ),
  );

describe('a pandapower network', () => {
  test('becomes twins that our ontology takes', () => {
    const document = read();
    expect(refusedBy(document)).toEqual([]);
    expect(countModels(document)).toEqual({
      PowerNetwork: 1,
      Bus: 3,
      Line: 1,
      Transformer: 1,
      Switch: 2,
      GridConnection: 1,
      Generator: 1,
      StaticGenerator: 1,
      Battery: 1,
      Load: 2,
      Motor: 1,
      Shunt: 1,
    });
  });

  test('refers to buses by their index labels, not by position', () => {
    const document = read();
    expect(relationshipsFrom(document, 'T')).toEqual(['connectsFrom B3', 'connectsTo B5']);
    expect(relationshipsFrom(document, 'B5')).toEqual(['partOf net-network']);
  });

  test('names by kind and index what has no name of its own', () => {
    const document = read();
    expect(relationshipsFrom(document, 'load-0')).toEqual(['connectsTo B9']);
    expect(relationshipsFrom(document, 'load-1')).toEqual(['connectsTo B5']);
    expect(relationshipsFrom(document, 'gen-4')).toEqual(['connectsTo B5']);
  });

  test('puts a switch at the end of a line between the line and its bus', () => {
    const document = read();
    expect(relationshipsFrom(document, 'S')).toEqual(['connectsFrom B5', 'connectsTo B9']);
    expect(relationshipsFrom(document, 'SL')).toEqual(['connectsFrom B9']);
    expect(relationshipsFrom(document, 'L')).toEqual(['connectsFrom B5', 'connectsTo SL']);
  });

  test('computes what consumers take', () => {
    const document = read();
    expect(propertiesOf(document, 'load-0')).toMatchObject({
      ratedPower: 3,
      scaling: 0.5,
      demandRate: 1.5,
      reactiveDemand: 0.5,
    });
    expect(propertiesOf(document, 'load-1')).toMatchObject({ operational: false });
    const motor = propertiesOf(document, 'M');
    expect(motor.demandRate).toBeCloseTo(0.5, 12);
    expect(motor.reactiveDemand).toBeCloseTo(0.375, 12);
  });

  test('keeps costs, positions and what sources give', () => {
    const document = read();
    expect(propertiesOf(document, 'gen-4')).toMatchObject({
      capacity: 50,
      costCurve: { model: 'polynomial', values: [0.3, 20, 1] },
    });
    expect(propertiesOf(document, 'G')).toMatchObject({
      slack: true,
      costCurve: { model: 'piecewiseLinear', values: [0, 0, 10, 20, 30, 80] },
    });
    expect(propertiesOf(document, 'ST')).toMatchObject({ activePower: -1, energyCapacity: 8 });
    expect(propertiesOf(document, 'SH')).toMatchObject({ shuntSusceptance: 5 });
    expect(propertiesOf(document, 'B5')).toMatchObject({ x: 1, y: 2 });
    expect(propertiesOf(document, 'T')).toMatchObject({ capacity: 25, tapSide: 'high' });
  });

  test('lists elements that have no model', () => {
    expect(read().problems).toMatchObject([
      {
        where: 'net.json#/ward',
        message: 'the 1 elements of the table ward have no model and were left out',
      },
    ]);
  });

  test('lists an index that is not there, and a table that is none', () => {
    const document = read({
      load: table('name bus p_mw', [0], ['LO', 77, 1]),
      motor: { _class: 'DataFrame', _object: '{"columns":["a"],"index":[0,1],"data":[[1]]}' },
      ward: table('name', []),
    });
    expect(document.problems.map(({ where, message }) => `${where}: ${message}`)).toEqual([
      'net.json#/motor: the table has 2 labels for 1 rows',
      'net.json#/load/0: LO connectsTo the bus with index 77, which is not in the file',
    ]);
  });

  test('is refused whole when it is cut short or no network', () => {
    const text = JSON.stringify({ _class: 'pandapowerNet', _object: net });
    const cut = readPandapower(textFile('net.json', text.slice(0, text.length / 2)));
    expect(cut).toMatchObject({ changes: [], problems: [{ where: 'net.json:1:1846' }] });
    expect(readPandapower(textFile('net.json', '{}'))).toMatchObject({
      changes: [],
      problems: [{ message: 'the file holds no pandapower network' }],
    });
  });
});
