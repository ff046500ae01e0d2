/** Problems of models name the very key or value, in files of every form. */
import { mkdirSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findNodeAtLocation, type JSONPath, parseTree } from 'jsonc-parser';
import { afterAll, describe, expect, test } from 'vitest';
import type { Json, JsonObject } from '../../src/model/json.ts';
import { checkFiles } from '../../src/ontology/check-files.ts';
import { model, property } from './models.ts';

const folder = mkdtempSync(join(tmpdir(), 'linchpin-places-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function write(name: string, text: string): string {
  const path = join(folder, name);
  mkdirSync(join(path, '..'), { recursive: true });
  writeFileSync(path, text);
  return path;
}

/** Line and column of a value, or of its key, as another parser finds it. */
function placeOf(text: string, path: JSONPath, ofKey: boolean): string {
  const node = findNodeAtLocation(parseTree(text) as never, path);
  const offset = (ofKey ? node?.parent : node)?.offset ?? Number.NaN;
  const before = text.slice(0, offset).split('\n');
  return `${before.length}:${(before.at(-1)?.length ?? 0) + 1}`;
}

const sensor = {
  '@type': ['Telemetry', 'Temperature'],
  name: 't',
  schema: 'double',
  unit: 'kelvin',
};
const kinds = (values: Json) => ({ '@type': 'Enum', valueSchema: 'integer', enumValues: values });
const one = { name: 'one', enumValue: 1 };
const field = (name: string, schema: Json) => ({ name, schema });

type Wrong = readonly [path: JSONPath, ofKey: boolean, document: JsonObject];

/** Models with one fault each, and the path to the fault. */
const wrong: readonly Wrong[] = [
  [['contents', 1, 'schema'], false, model('A', [property('x', 'double'), property('y', 'dub')])],
  [['contents', 0, 'colour'], true, model('A', [{ ...property('x', 'double'), colour: 1 }])],
  [['extends', 1], false, model('A', [], { extends: ['dtmi:test:A;2', 'dtmi:test:Gone;1'] })],
  [['extends', 0], false, model('A', [], { extends: ['dtmi:test:Gone;1'] })],
  [
    ['contents', 0, '@type', 1],
    false,
    model('A', [{ ...sensor, '@type': ['Telemetry', 'Warmth'] }]),
  ],
  [['contents', 0, 'unit'], false, model('A', [{ ...sensor, unit: 'metre' }])],
  [
    ['contents', 2, 'name'],
    false,
    model(
      'A',
      ['x', 'y', 'x'].map((name) => property(name, 'double')),
    ),
  ],
  [
    ['contents', 0, 'schema', 'enumValues', 1, 'enumValue'],
    false,
    model('A', [property('x', kinds([one, { name: 'two', enumValue: 1 }]))]),
  ],
  [
    ['contents', 0, 'schema', 'fields', 1, 'schema'],
    false,
    model('A', [
      property('x', { '@type': 'Object', fields: [field('a', 'double'), field('b', 7)] }),
    ]),
  ],
  [
    ['contents', 0, 'request', 'schema'],
    false,
    model('A', [{ '@type': 'Command', name: 'c', request: { name: 'schema', schema: 'dub' } }]),
  ],
  [['displayName', 'english'], true, model('A', [], { displayName: { en: 'a', english: 'b' } })],
  [
    ['schemas', 0, '@id'],
    false,
    model('A', [], {
      schemas: [{ '@id': 'dtmi:dtdl:x;1', '@type': 'Array', elementSchema: 'double' }],
    }),
  ],
  [
    ['schemas', 0, 'elementSchema'],
    false,
    model('A', [property('x', 'dtmi:test:A:list;1')], {
      schemas: [{ '@id': 'dtmi:test:A:list;1', '@type': 'Array', elementSchema: 'dub' }],
    }),
  ],
  [
    ['dtmi:dtdl:property:contents;3', 0, 'schema'],
    false,
    {
      ...model('A', []),
      contents: undefined as never,
      'dtmi:dtdl:property:contents;3': [property('x', 'dub')],
    },
  ],
  [['contents', 0, 'a/b'], true, model('A', [{ ...property('x', 'double'), 'a/b': 1 }])],
  [['comment'], false, model('A', [], { comment: 7 })],
];

const other = model('A', [], { '@id': 'dtmi:test:A;2' });

describe('a fault has the line and column of its key or value', () => {
  test.each(wrong)('at %j', (path, ofKey, document) => {
    const text = JSON.stringify([other, document], null, 2);
    const list = write('list.json', text);
    const expected = placeOf(text, [1, ...path], ofKey);
    const [problem, ...rest] = checkFiles([list]).problems;
    expect(rest).toEqual([]);
    expect(problem?.where.split(' ')[0]).toBe(`${list}:${expected}`);
    expect(`${problem?.line}:${problem?.column}`).toBe(expected);

    const line = JSON.stringify({ file: 'a.json', model: document });
    const lines = write('lines.ndjson', `\r\n${JSON.stringify(other)}\r\n${line}\r\n`);
    const [, column] = placeOf(line, ['model', ...path], ofKey).split(':');
    const found = checkFiles([lines]).problems.map(({ where }) => where.split(' ')[0]);
    expect(found).toEqual([`${lines}:3:${column}`]);
  });
});

describe('all files are judged', () => {
  test('whatever one of thousands holds', () => {
    for (let index = 0; index < 3000; index++) {
      write(`many/${index}.json`, JSON.stringify(model(`M${index}`, [property('x', 'double')])));
    }
    const bad = JSON.stringify(model('M7', [property('x', 'dub'), property('y', 'dub')]));
    write('many/7.json', bad);
    write('many/8.json', '{"@id": ');
    const found = checkFiles([join(folder, 'many')]);
    expect(found).toMatchObject({ files: 3000, models: 2999, right: 2998 });
    expect(found.problems.map(({ where }) => where.slice(folder.length + 1))).toEqual([
      `many/7.json:1:${bad.indexOf('"dub"') + 1} dtmi:test:M7;1/contents/x/schema`,
      `many/7.json:1:${bad.lastIndexOf('"dub"') + 1} dtmi:test:M7;1/contents/y/schema`,
      'many/8.json:1:9',
    ]);
  });

  test('however many of one list have a problem', () => {
    const count = 100_000;
    const ids = Array.from({ length: count }, (_, index) => `[${index}]`);
    const path = write('list.json', `[${ids.join(',\n')}]`);
    const { problems } = checkFiles([path]);
    expect(problems).toHaveLength(count);
    expect(problems.at(-1)).toMatchObject({ line: count, column: 1 });
  });

  test('also those that define what another one does, the first of which is right', () => {
    const twin = JSON.stringify(model('Twin', []));
    const first = write('twice/a.json', `\n${twin}`);
    const list = JSON.stringify([other, model('Twin', [])], null, 1);
    const second = write('twice/b.json', list);
    const leaf = write(
      'twice/c.json',
      JSON.stringify(model('Leaf', [], { extends: 'dtmi:test:Twin;1' })),
    );
    const found = checkFiles([first, second, leaf]);
    expect(found).toMatchObject({ models: 4, right: 3 });
    expect(found.problems).toMatchObject([
      {
        where: `${second}:${placeOf(list, [1, '@id'], false)} dtmi:test:Twin;1/@id`,
        message: `dtmi:test:Twin;1 is defined twice, first at ${first}:2:${twin.indexOf('"dtmi:test') + 1}`,
      },
    ]);
  });

  test('and one too large to be read is named', () => {
    const huge = write('huge/a.json', '{');
    truncateSync(huge, 600_000_000);
    write('huge/b.json', JSON.stringify(model('B', [])));
    const found = checkFiles([join(folder, 'huge')]);
    expect(found).toMatchObject({ models: 1, right: 1 });
    expect(found.problems).toMatchObject([{ code: 'LIMIT_EXCEEDED', where: huge }]);
  });
});
