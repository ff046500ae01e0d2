/** Models in imported files: what is wrong with one is said with its line and column. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { graphOfFiles } from '../../src/flows/graph-of-files.ts';
import { load } from '../../src/flows/load.ts';
import { type CheckedStore, checkedStore } from '../../src/store/checked/checked-store.ts';
import { embeddedStore } from '../../src/store/embedded/embedded-store.ts';

const model = (name: string, schema = 'double', more: object = {}) => ({
  '@context': 'dtmi:dtdl:context;3',
  '@id': `dtmi:test:${name};1`,
  '@type': 'Interface',
  contents: [{ '@type': 'Property', name: 'x', schema }],
  ...more,
});
const file = (name: string, text: string) => ({ name, bytes: new TextEncoder().encode(text) });
const pretty = (value: unknown) => JSON.stringify(value, null, 2);

let folder: string;
let store: CheckedStore;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'linchpin-load-models-'));
  store = await checkedStore(await embeddedStore({ path: join(folder, 'data') }), []);
});

afterEach(async () => {
  await store.close();
  rmSync(folder, { recursive: true, force: true });
});

/** What an import loads and where it finds faults. */
async function loaded(...files: readonly { name: string; bytes: Uint8Array }[]) {
  const { models, rejected } = await load(store, files);
  return { models, where: rejected.map(({ where }) => where) };
}

/** The column at which a text first has a part. */
const column = (text: string, part: string) => text.indexOf(part) + 1;

describe('a bad model among good ones', () => {
  const bad = JSON.stringify(model('Bad', 'dub'));

  test('in NDJSON is named by its line, and the others are loaded', async () => {
    const header = '{"Section": "Header"}\r\n{"fileVersion": "1.0.0"}\r\n{"Section": "Models"}\r\n';
    const text = `${header}${JSON.stringify(model('A'))}\r\n${bad}\r\n${JSON.stringify(model('B'))}`;
    const where = `m.ndjson:5:${column(bad, '"dub"')} dtmi:test:Bad;1/contents/x/schema`;
    expect(await loaded(file('m.ndjson', text))).toEqual({ models: 2, where: [where] });
    const wrapped = JSON.stringify({ file: 'bad.json', model: model('Bad', 'dub') });
    expect(await loaded(file('w.ndjson', `\n${wrapped}`))).toEqual({
      models: 0,
      where: [`w.ndjson:2:${column(wrapped, '"dub"')} dtmi:test:Bad;1/contents/x/schema`],
    });
  });

  test('in JSON is named by line and column, wherever the file has its models', async () => {
    const models = [model('A'), model('Bad', 'dub')];
    expect(await loaded(file('list.json', pretty(models)))).toEqual({
      models: 1,
      where: ['list.json:22:19 dtmi:test:Bad;1/contents/x/schema'],
    });
    const explorer = { digitalTwinsFileInfo: {}, digitalTwinsModels: models };
    expect(await loaded(file('explorer.json', pretty(explorer)))).toEqual({
      models: 1,
      where: ['explorer.json:24:21 dtmi:test:Bad;1/contents/x/schema'],
    });
  });

  test('that differs from one that is there is named too', async () => {
    await store.addModels([model('A')]);
    const lines = [model('B'), model('A', 'string')].map((each) => JSON.stringify(each));
    expect(await loaded(file('m.ndjson', lines.join('\n')))).toEqual({
      models: 1,
      where: ['m.ndjson:2:1 dtmi:test:A;1'],
    });
  });

  test('is named in a throw-away graph', () => {
    const path = join(folder, 'bad.json');
    writeFileSync(path, bad);
    const { rejected } = graphOfFiles([path]);
    const place = `${path}:1:${column(bad, '"dub"')}`;
    expect(rejected).toMatchObject([{ where: `${place} dtmi:test:Bad;1/contents/x/schema` }]);
  });
});

describe('a model that has a key twice is not loaded', () => {
  const twice = JSON.stringify(model('Twice')).replace('"schema":', '"schema":"string","schema":');
  const place = `${twice.lastIndexOf('"schema"') + 1} dtmi:test:Twice;1/contents/x`;

  test('from NDJSON', async () => {
    const text = `${JSON.stringify(model('A'))}\n${twice}`;
    expect(await loaded(file('m.ndjson', text))).toEqual({
      models: 1,
      where: [`m.ndjson:2:${place}`],
    });
  });

  test('from JSON, beside twins, whose keys are not looked at', async () => {
    const twin = '{"$dtId": "t", "$metadata": {"$model": "dtmi:test:A;1"}, "x": 1, "x": 2}';
    const text = `{"twins": [${twin}], "models": [${JSON.stringify(model('A'))},\n${twice}]}`;
    expect(await loaded(file('m.json', text))).toEqual({ models: 1, where: [`m.json:2:${place}`] });
  });
});
