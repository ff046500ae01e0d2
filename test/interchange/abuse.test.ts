/** Whatever the bytes, a reader answers: problems, or a document no larger than the whole file's. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Document, SourceFile } from '../../src/interchange/document.ts';
import { type FormatName, formatNames } from '../../src/interchange/formats.ts';
import { readDocument } from '../../src/interchange/read-files.ts';
import { noSharedData, sharedData } from '../support/shared-data.ts';
import { diskFile } from './reading.ts';

const endings: Readonly<Record<FormatName, string>> = {
  'adt-ndjson': 'x.ndjson',
  'adt-json': 'x.json',
  matpower: 'x.m',
  pandapower: 'x.json',
  epanet: 'x.inp',
  tntp: 'x_net.tntp',
  csv: 'x.csv',
  'csv-mapping': 'x.mapping.json',
};

function read(format: FormatName, bytes: Uint8Array): Document {
  return readDocument([{ name: endings[format], bytes }], { format });
}

describe.each(formatNames)('%s', (format) => {
  test('answers to any bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        const document = read(format, bytes);
        for (const problem of document.problems) {
          expect(problem.where).toContain('x');
          expect(problem.message).not.toBe('');
        }
      }),
    );
  });

  test('answers to texts made of what the formats are made of', () => {
    const piece = fc.constantFrom(
      ...['mpc.bus = [', '];', '1 2 3', '\n', '{', '}', '[', ']', '"$dtId"', ':', ',', '"a"'],
      ...[
        '[PIPES]',
        '[END]',
        ' L1 A B',
        '<NUMBER OF LINKS> 2',
        '~ Init node\tB',
        'Origin 1',
        '1 : 2;',
      ],
      ...['a_id,b_id', '"', "'", '%', ';', '__proto__', '{"_class":"pandapowerNet"}', '1e999'],
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
        const document = read(format, new TextEncoder().encode(pieces.join('')));
        expect(document.changes.length).toBeLessThanOrEqual(60);
      }),
    );
  });

  test('answers to an empty file, and to a very long line', () => {
    expect(read(format, new Uint8Array()).changes).toEqual([]);
    const long = new TextEncoder().encode(`${'[1,'.repeat(200_000)}\n`);
    const started = performance.now();
    read(format, long);
    expect(performance.now() - started).toBeLessThan(5000);
  });
});

describe.skipIf(sharedData() === undefined)(`real files cut short (else: ${noSharedData})`, () => {
  const path = (...names: string[]) => sharedData(...names) as string;

  /** Cuts at every `step` bytes, and at a byte before. */
  function* cuts(file: SourceFile, step: number): Generator<SourceFile> {
    for (let end = 0; end < file.bytes.length; end += step) {
      yield { ...file, bytes: file.bytes.subarray(0, end) };
    }
  }

  test('a MATPOWER case up to its last matrix is refused whole, after it nothing is lost', () => {
    const file = diskFile(path('power', 'pglib_opf_case14_ieee.m'));
    const all = readDocument([file]).changes.length;
    const last = new TextDecoder().decode(file.bytes).lastIndexOf('];');
    for (const cut of cuts(file, 500)) {
      const document = readDocument([cut]);
      const whole = cut.bytes.length > last;
      expect(document.changes).toHaveLength(whole ? all : 0);
      if (!whole) expect(document.problems).toHaveLength(1);
    }
  });

  test('an EPANET file without its end is refused whole', () => {
    for (const cut of cuts(diskFile(path('water', 'Net3.inp')), 500)) {
      expect(readDocument([cut])).toMatchObject({ changes: [], problems: [{ where: 'Net3.inp' }] });
    }
  });

  test('a pandapower network cut short is refused whole', () => {
    for (const cut of cuts(diskFile(path('city', 'power', 'low', 'power.json')), 40_000)) {
      expect(readDocument([cut], { format: 'pandapower' })).toMatchObject({
        changes: [],
        problems: [{}],
      });
    }
  });

  test('roads cut short never make more than the whole', () => {
    const folder = ['city', 'transportation', 'low'];
    const kinds = ['net', 'node', 'trips'].map((kind) => path(...folder, `transpo_${kind}.tntp`));
    const files = kinds.map(diskFile);
    const all = readDocument(files).changes.length;
    for (const [index, file] of files.entries()) {
      for (const cut of cuts(file, 500)) {
        const document = readDocument(files.with(index, cut));
        if (document.changes.length > 0) expect(document.changes.length).toBeLessThanOrEqual(all);
        else expect(document.problems.length).toBeGreaterThan(0);
      }
    }
  });

  test('models in NDJSON cut short lose the last line alone', () => {
    const file = diskFile(path('ontologies', 'smartcities.ndjson'));
    for (const cut of cuts(file, 2003)) {
      const document = readDocument([cut]);
      const lines = new TextDecoder().decode(cut.bytes).split('\n');
      const complete = lines.slice(0, -1).length;
      expect(document.models.length - complete).toBeGreaterThanOrEqual(0);
      expect(document.models.length + document.problems.length).toBeLessThanOrEqual(complete + 1);
    }
  });
});
