import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readMapping } from '../../src/interchange/csv/mapping.ts';
import { readCsv } from '../../src/interchange/csv/reader.ts';
import { readCsvText } from '../../src/interchange/csv/text.ts';
import { readDocument } from '../../src/interchange/read-files.ts';
import { textFile } from './reading.ts';

const mapping = {
  twins: [
    {
      id: 'pump-{nr}',
      model: 'dtmi:linchpin:water:Pump;1',
      properties: {
        name: 'label',
        capacity: { column: 'gpm', type: 'double', unit: 'gallonPerMinute', to: 'litrePerSecond' },
        running: { column: 'on', type: 'boolean' },
        commodity: { value: 'water' },
      },
    },
  ],
  relationships: [{ source: 'pump-{nr}', name: 'connectsTo', target: '{node}', id: 'out' }],
};
const csv = 'nr,label,gpm,on,node\n1,"Main, ""north""",600,yes,J1\n2,,,no,J2\n';
const read = (text = csv, given: unknown = mapping) =>
  readDocument([
    textFile('pumps.csv', text),
    textFile('pumps.mapping.json', JSON.stringify(given)),
  ]);

describe('CSV text', () => {
  const cell = fc.string({ unit: fc.constantFrom('a', '"', ',', ';', '\n', ' ', 'é') });

  test('gives back what was quoted by the rules', () => {
    const table = fc.array(fc.tuple(cell, cell), { minLength: 1 });
    fc.assert(
      fc.property(table, (rows) => {
        const quote = (text: string) => `"${text.replaceAll('"', '""')}"`;
        const text = `a,b\r\n${rows.map((row) => row.map(quote).join(',')).join('\r\n')}`;
        const wanted = rows.filter((row) => row.some((each) => each !== ''));
        expect(
          readCsvText(text)
            .rows.slice(1)
            .map(({ cells }) => cells),
        ).toEqual(wanted);
      }),
    );
  });

  test('knows the line of a row after cells with line breaks', () => {
    const { rows } = readCsvText('a;b\n"x\ny";1\n\nz;2\n');
    expect(rows.map(({ line }) => line)).toEqual([1, 2, 5]);
  });

  test('has as many cells as separators say', () => {
    expect(readCsvText('a\tb\t\n\t1\t').rows.map(({ cells }) => cells)).toEqual([
      ['a', 'b', ''],
      ['', '1', ''],
    ]);
  });
});

describe('CSV with a mapping', () => {
  test('becomes twins and relationships, with units converted', () => {
    const document = read();
    expect(document.problems).toEqual([]);
    expect(document.changes).toMatchObject([
      {
        where: 'pumps.csv:2',
        change: {
          addTwin: {
            id: 'pump-1',
            properties: {
              name: 'Main, "north"',
              capacity: expect.closeTo(37.8541, 4),
              running: true,
              commodity: 'water',
            },
          },
        },
      },
      { change: { addRelationship: { id: 'out', target: 'J1' } } },
      { change: { addTwin: { id: 'pump-2', properties: { running: false, commodity: 'water' } } } },
      { change: { addRelationship: { target: 'J2' } } },
    ]);
  });

  test('lists rows that do not fit and takes the others', () => {
    const rows = '3,x,many,yes,J\n4,x,1,perhaps,J\n,x,1,yes,J\n5,x,1\n6,x,1,1,J\n';
    const document = read(`nr,label,gpm,on,node\n${rows}`);
    expect(document.changes).toHaveLength(2);
    expect(document.problems.map(({ where, message }) => `${where} ${message}`)).toEqual([
      'pumps.csv:2 the cell "gpm" holds "many"',
      'pumps.csv:3 the cell "on" holds "perhaps"',
      'pumps.csv:4 the cell "nr" is empty',
      'pumps.csv:5 the row has 3 cells',
    ]);
  });

  test('refuses whole numbers that would be rounded', () => {
    const given = {
      twins: [{ id: '{id}', model: 'm', properties: { n: { column: 'n', type: 'integer' } } }],
    };
    const document = read('id,n\na,9007199254740993\nb,9007199254740991\n', given);
    expect(document.problems).toMatchObject([
      { where: 'pumps.csv:2', expected: 'a whole number up to 2^53 - 1' },
    ]);
    expect(document.changes).toHaveLength(1);
  });

  test('is refused where the mapping names columns that are not there', () => {
    expect(read('nr,label\n1,x\n').problems).toMatchObject([
      {
        where: 'pumps.csv:1',
        message: 'the mapping names columns that the file does not have: node, gpm, on',
      },
    ]);
  });

  test('finds the file by the name in the mapping', () => {
    const document = readDocument([
      textFile('data/other.csv', csv),
      textFile('m.mapping.json', JSON.stringify({ ...mapping, file: 'other.csv' })),
    ]);
    expect(document.changes).toHaveLength(4);
  });

  test('says all that is wrong with a mapping', () => {
    const wrong = {
      twins: [{ id: 1, model: 'm', properties: { a: { column: 'a', type: 'date' }, b: 5 } }],
      relationships: [
        {
          source: '{a}',
          name: 'x',
          target: '{b}',
          properties: { c: { column: 'c', type: 'double', unit: 'metre', to: 'second' } },
        },
      ],
    };
    const problems = readMapping(textFile('a.mapping.json', JSON.stringify(wrong)));
    expect(problems).toMatchObject([
      { where: 'a.mapping.json#/twins/0/id', expected: 'a string' },
      { where: 'a.mapping.json#/twins/0/properties/a/type' },
      { where: 'a.mapping.json#/twins/0/properties/b', expected: 'an object' },
      { where: 'a.mapping.json#/twins/0/properties/b/column' },
      {
        where: 'a.mapping.json#/relationships/0/properties/c',
        message: 'metre cannot be converted to second',
      },
    ]);
    expect(readMapping(textFile('a.mapping.json', '{}'))).toMatchObject([
      { message: 'the mapping makes nothing' },
    ]);
  });
});

describe('CSV without a mapping', () => {
  test('of two id columns is a list of dependencies', () => {
    const document = readCsv(textFile('d.csv', 'water_id,power_id\nW_1,P_1\n'));
    expect(document.changes).toEqual([
      {
        where: 'd.csv:2',
        change: {
          addRelationship: {
            source: 'W_1',
            name: 'dependsOn',
            target: 'P_1',
            properties: { group: 'power' },
          },
        },
      },
    ]);
  });

  test('of other columns is refused', () => {
    expect(readCsv(textFile('d.csv', 'a,b\n1,2\n')).problems).toEqual([
      {
        code: 'BAD_USER_INPUT',
        where: 'd.csv',
        message: 'nothing says what the rows of this CSV file are (columns: a, b)',
        expected: 'a mapping, or two columns named *_id',
        action: 'write a mapping beside it: NAME.mapping.json for NAME.csv',
      },
    ]);
  });

  test('is refused whole when it ends within quotes', () => {
    const document = readCsv(textFile('d.csv', 'a_id,b_id\nx,y\nz,"w'));
    expect(document).toMatchObject({ changes: [], problems: [{ where: 'd.csv' }] });
  });
});
