/** The law of streaming: wherever a file is cut into pieces, it gives what reading it whole gives. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { readNdjson } from '../../src/interchange/adt/ndjson-reader.ts';
import { readMapping } from '../../src/interchange/csv/mapping.ts';
import { readCsv } from '../../src/interchange/csv/reader.ts';
import type { Document } from '../../src/interchange/document.ts';
import { csvSource, ndjsonSource } from '../../src/interchange/record-files.ts';
import type { RecordSource } from '../../src/interchange/record-source.ts';
import { recordSources } from '../../src/interchange/record-sources.ts';
import { findSources } from '../../src/interchange/source-files.ts';
import type { ChunkedFile } from '../../src/interchange/text-stream.ts';
import { textFile } from './reading.ts';

const folder = mkdtempSync(join(tmpdir(), 'linchpin-records-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A file that comes in pieces of so many bytes. */
function inPieces(name: string, text: string | Uint8Array, size: number): ChunkedFile {
  const bytes = typeof text === 'string' ? new TextEncoder().encode(text) : text;
  return {
    name,
    size: bytes.length,
    async *chunks() {
      for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
    },
  };
}

interface Read extends Document {
  readonly counted: number;
}

/** Everything that the three passes over a source give. */
async function passes(source: RecordSource): Promise<Read> {
  const { models, problems, twins, relationships } = await source.survey(() => {});
  const read = { models, changes: [] as object[], problems: [...problems] };
  for (const kind of ['twin', 'relationship'] as const) {
    for await (const part of source.read(kind)) {
      const isTwin = part.changes.map(({ change }) => 'addTwin' in change);
      expect(isTwin).toEqual(isTwin.map(() => kind === 'twin'));
      read.changes.push(...part.changes);
      read.problems.push(...part.problems);
    }
  }
  return { ...(read as unknown as Document), counted: twins + relationships };
}

const byPlace = (a: { where: string }, b: { where: string }) => (a.where < b.where ? -1 : 1);

/** The same in the order of places. */
function content({ models, changes, problems }: Document) {
  return { models, changes: changes.toSorted(byPlace), problems: problems.toSorted(byPlace) };
}

const line = fc.constantFrom(
  ...['{"$dtId":"a","$metadata":{"$model":"dtmi:m;1"},"né":"ü😀"}', '{"$dtId":"b"}', '', '  ', '7'],
  '{"$dtId":"a","$relationshipId":"r","$targetId":"b","$relationshipName":"to"}',
  '{"$sourceId":"a","$targetId":"b","$relationshipName":"to","model":"x"}',
  '{"$dtId":"c","$metadata":{"$model":"dtmi:m;1"},"note":"$relationshipName"}',
  '{"$dtId":"d","$metadata":{"$model":"dtmi:m;1"},"model":{"@type":"x"}}',
  '{"\\u0024dtId":"e","$metadata":{"$model":"dtmi:m;1"}}',
  '{"$dtId":"f","\\u0024relationshipName":"to","$targetId":"b"}',
  ...['{"@id":"dtmi:m;1","@type":"Interface"}', '{"file":"x","model":{"@id":"dtmi:n;1"}}'],
  ...['{"Section":"Header"}', '{"Section":"Models"}', '{"Section":"Twins"}', '{"Section":"No"}'],
  ...[
    '{"Section":"Relationships"}',
    '{"fileVersion":"2"}',
    '{"$dtId":',
    '"Section"',
    '{"n":1e999}',
  ],
);

test('NDJSON in pieces of any size gives what it gives whole', async () => {
  const ends = fc.constantFrom('\n', '\r\n', '\r');
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(line, ends)), fc.nat(90), async (lines, size) => {
      // Ids of their own, because only a document looks for twins that come twice.
      const text = lines
        .map(([each, end], index) => each.replace('dtId":"', `$&${index}-`) + end)
        .join('');
      const read = await passes(ndjsonSource(inPieces('x.ndjson', text, size + 1)));
      expect(content(read)).toEqual(content(readNdjson(textFile('x.ndjson', text))));
      expect(read.counted).toBeGreaterThanOrEqual(read.changes.length);
    }),
  );
});

test('CSV in pieces of any size gives what it gives whole', async () => {
  const mapping = readMapping(
    textFile(
      'x.mapping.json',
      JSON.stringify({
        twins: [{ id: '{a}', model: 'm', properties: { n: { column: 'b', type: 'integer' } } }],
        relationships: [{ source: '{a}', name: 'to', target: '{b}' }],
      }),
    ),
  );
  if (!('twins' in mapping)) throw new Error('the mapping is wrong');
  const cell = fc.constantFrom('1', 'x', '"q""\r\n"', 'é😀', '', '" "', 'long text');
  const row = fc.tuple(cell, cell, fc.constantFrom('\n', '\r\n', '\r'));
  await fc.assert(
    fc.asyncProperty(fc.array(row), fc.nat(40), async (rows, size) => {
      const body = rows.map(([a, b, end], index) => `${index}${a.replaceAll('"', '')},${b}${end}`);
      const text = `a,b\r\n${body.join('')}`;
      const read = await passes(csvSource(inPieces('x.csv', text, size + 1), mapping));
      const whole = readCsv(textFile('x.csv', text), mapping);
      expect(content(read)).toEqual(content(whole));
    }),
  );
});

describe('a file that is broken as a whole gives its problem and no records', () => {
  const twin = '{"$dtId":"a","$metadata":{"$model":"dtmi:m;1"}}\n';

  test.each([1, 2, 3, 7, 1000])('bytes that are no text, in pieces of %i', async (size) => {
    const bytes = Buffer.concat([
      Buffer.from(`${twin}é\n😀`),
      Buffer.from([0x61, 0xc3, 0x28, 0x0a]),
    ]);
    const read = await passes(ndjsonSource(inPieces('x.ndjson', bytes, size)));
    expect(read).toMatchObject({ changes: [], problems: [{ where: 'x.ndjson:3' }] });
    expect(read.problems).toHaveLength(1);
  });

  test('a character that the end of the file cuts off', async () => {
    const bytes = Buffer.concat([Buffer.from(twin), Buffer.from([0xc3])]);
    const read = await passes(ndjsonSource(inPieces('x.ndjson', bytes, 5)));
    expect(read).toMatchObject({ changes: [], problems: [{ where: 'x.ndjson:2' }] });
  });

  test('quotes that are never closed, and headings that say nothing', async () => {
    const open = await passes(csvSource(inPieces('d.csv', 'a_id,b_id\nx,y\nz,"w', 4)));
    expect(open).toMatchObject({ changes: [], problems: [{ where: 'd.csv' }] });
    const unknown = await passes(csvSource(inPieces('d.csv', 'a,b\n1,2\n', 4)));
    expect(unknown.problems).toMatchObject([{ message: expect.stringMatching(/^nothing says/) }]);
  });

  test('a line that never ends', async () => {
    const long = new Uint8Array(17_000_000).fill(0x31);
    const read = await passes(ndjsonSource(inPieces('x.ndjson', long, 1 << 20)));
    expect(read.problems).toMatchObject([{ code: 'LIMIT_EXCEEDED', where: 'x.ndjson:1' }]);
  });
});

test('packed files are read as what they hold, and cut ones are refused', async () => {
  const twins = Array.from(
    { length: 5000 },
    (_, n) => `{"$dtId":"t${n}","$metadata":{"$model":"m"}}`,
  );
  const packed = gzipSync(twins.join('\n'));
  writeFileSync(join(folder, 'a.ndjson.gz'), packed);
  writeFileSync(join(folder, 'b_id.csv.gz'), gzipSync('a_id,b_id\nx,y\n'));
  writeFileSync(join(folder, 'c.ndjson.gz'), packed.subarray(0, packed.length - 20));
  const { files, skipped } = findSources([folder]);
  expect(skipped).toEqual([]);
  const [whole, csv, cut] = await Promise.all(recordSources(files).map(passes));
  expect(whole).toMatchObject({ counted: 5000, problems: [] });
  expect(whole?.changes.at(-1)?.where).toBe(`${join(folder, 'a.ndjson.gz')}:5000`);
  expect(csv?.changes).toHaveLength(1);
  expect(cut).toMatchObject({ changes: [], problems: [{ where: join(folder, 'c.ndjson.gz') }] });
});
