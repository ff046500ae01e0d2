import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { conversion } from '../../src/interchange/csv/units.ts';
import { formatOf } from '../../src/interchange/formats.ts';
import { readFiles } from '../../src/interchange/read-files.ts';
import { openSources } from '../../src/interchange/source-files.ts';
import { textFile } from './reading.ts';

const folder = mkdtempSync(join(tmpdir(), 'linchpin-sources-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test.each([
  ['a.ndjson', '', 'adt-ndjson'],
  ['grid.m', '', 'matpower'],
  ['NET.INP', '', 'epanet'],
  ['a_net.tntp', '', 'tntp'],
  ['a.csv', '', 'csv'],
  ['a.mapping.json', '{}', 'csv-mapping'],
  ['net.json', '{\n "_module": "pandapower.auxiliary"', 'pandapower'],
  ['graph.json', ' [{"$dtId": 1}]', 'adt-json'],
  ['noname', '{"Section": "Header"}\n{}', 'adt-ndjson'],
  ['noname', '% hello\nfunction mpc = x', 'matpower'],
  ['noname', '; c\n[TITLE]\nx', 'epanet'],
  ['noname', '<NUMBER OF ZONES> 3', 'tntp'],
  ['noname', 'hello', undefined],
])('%s beginning with %j is %s', (name, text, format) => {
  expect(formatOf(textFile(name, text))).toBe(format);
});

test('a file that no reader knows is a problem, and the others are read', () => {
  const [unknown, twin] = readFiles([
    textFile('notes.txt', 'hello'),
    textFile('a.json', '{"$dtId":"a","$metadata":{"$model":"dtmi:a;1"}}'),
  ]);
  expect(unknown?.problems).toMatchObject([
    {
      code: 'BAD_USER_INPUT',
      where: 'notes.txt',
      message: 'the format of the file is not recognised',
      action: 'name the format with --format',
    },
  ]);
  expect(twin?.changes).toHaveLength(1);
});

test('a folder gives its files in order, and passes over what is not for import', () => {
  mkdirSync(join(folder, 'sub'));
  mkdirSync(join(folder, '.hidden'));
  const files = {
    'b.m': 'x',
    'sub/a.inp': 'x',
    'README.md': '# Notes',
    'table.csv': 'a,b\n1,2',
    'deps.csv': 'a_id,b_id\n1,2',
    'pumps.csv': 'a,b\n1,2',
    'pumps.mapping.json': '{}',
    '.hidden/c.m': 'x',
  };
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  const opened = openSources([folder, join(folder, 'missing.m')]);
  expect(opened.files.map(({ name }) => basename(name))).toEqual([
    'b.m',
    'deps.csv',
    'pumps.csv',
    'pumps.mapping.json',
    'a.inp',
  ]);
  expect(opened.skipped.map((path) => basename(path))).toEqual(['README.md', 'table.csv']);
  expect(opened.problems).toEqual([
    {
      code: 'NOT_FOUND',
      where: join(folder, 'missing.m'),
      message: 'there is no such file or folder',
      expected: 'a file or folder that can be read',
      action: 'correct the path',
    },
  ]);
});

test.each([
  [1, 'mile', 'kilometre', 1.609344],
  [60, 'gallonPerMinute', 'cubicMetrePerHour', 13.6274824],
  [212, 'degreeFahrenheit', 'degreeCelsius', 100],
  [1, 'horsepower', 'kilowatt', 0.745699872],
])('%d %s are %s', (value, from, to, expected) => {
  expect(conversion(from, to)?.(value)).toBeCloseTo(expected, 6);
});
