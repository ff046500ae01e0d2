/** Networks whose files give equal ids, and files that come again with other content. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type LoadOptions, load } from '../../src/flows/load.ts';
import type { SourceFile } from '../../src/interchange/document.ts';
import { builtInOntology } from '../../src/ontology/built-in.ts';
import { type CheckedStore, checkedStore } from '../../src/store/checked/checked-store.ts';
import { embeddedStore } from '../../src/store/embedded/embedded-store.ts';

let folder: string;
let store: CheckedStore;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'linchpin-networks-'));
  const { documents, bindings } = builtInOntology();
  store = await checkedStore(await embeddedStore({ path: folder }), bindings);
  await store.addModels(documents);
});

afterEach(async () => {
  await store.close();
  rmSync(folder, { recursive: true, force: true });
});

/** A MATPOWER case: buses in a row, or round the first, each with a load of this many megawatts. */
function grid(
  name: string,
  buses: number,
  megawatts: number,
  form: 'row' | 'star' = 'row',
): SourceFile {
  const numbers = Array.from({ length: buses }, (_, index) => index + 1);
  const bus = numbers.map((n) => `${n} 1 ${megawatts} 0 0 0 1 1 0 110 1 1.1 0.9;`);
  const branch = numbers
    .slice(1)
    .map((n) => `${form === 'row' ? n - 1 : 1} ${n} 0.01 0.1 0 ${megawatts} 0 0 0 0 1;`);
  const text = [
    `function mpc = ${name}`,
    ...["mpc.version = '2';", 'mpc.baseMVA = 100;'],
    ...['mpc.bus = [', ...bus, '];', 'mpc.gen = [', '1 9 0 9 0 1 100 1 9 0;', '];'],
    ...['mpc.branch = [', ...branch, '];'],
  ].join('\n');
  return { name: `${name}.m`, bytes: new TextEncoder().encode(text) };
}

const large = grid('large', 4, 20);
const small = grid('small', 4, 10, 'star');

/** Everything in the graph, as text that comparisons show well. */
async function content(): Promise<string[]> {
  const graph = await store.snapshot();
  const { items } = await store.find({ first: 100 });
  return items.flatMap(({ id, properties }) => [
    `${id} ${JSON.stringify(properties)}`,
    ...[...graph.relationshipsOf(id, 'out')].map(({ name, target }) => `${id} ${name} ${target}`),
  ]);
}

const loaded = (source: SourceFile, options: LoadOptions = {}) => load(store, [source], options);

describe('a second network with the ids of the first', () => {
  test('attaches nothing to the twins of the first, and says so once', async () => {
    await loaded(large);
    const before = await content();
    const { rejected } = await loaded(small);
    const added = (await content()).filter((line) => !before.includes(line));
    expect(added.map((line) => line.split(' ')[0])).toEqual(['small-network']);
    const ofFile = rejected.filter(({ where }) => where === 'small.m');
    expect(ofFile).toMatchObject([
      {
        code: 'CONFLICT',
        message: expect.stringMatching(/^\d+ relationships were left out/),
        action: expect.stringContaining('--prefix'),
      },
    ]);
    const twins = rejected.filter(({ where }) => where !== 'small.m');
    expect(twins.length).toBeGreaterThan(3);
    for (const { code, action } of twins) {
      expect({ code, action }).toEqual({
        code: 'CONFLICT',
        action: 'use --replace to overwrite, or --prefix to keep both',
      });
    }
  });

  test('is judged alike in a dry run, and when both come in one import', async () => {
    await loaded(large);
    const dry = await loaded(small, { dryRun: true });
    expect(await loaded(small)).toEqual(dry);
    const twice = [grid('north', 2, 5), grid('south', 2, 6)];
    const { rejected } = await load(store, twice, { prefix: 'both' });
    const summary = rejected.filter(({ where }) => where === 'south.m');
    expect(summary).toMatchObject([{ code: 'CONFLICT' }]);
    const names = (await content()).filter((line) => line.startsWith('both-south'));
    expect(names).toHaveLength(1);
  });

  test('stands beside the first under a prefix', async () => {
    const first = await loaded(large);
    const before = await content();
    const second = await loaded(small, { prefix: 'south' });
    expect(second.rejected).toEqual([]);
    const after = await content();
    expect(after.filter((line) => !line.startsWith('south-'))).toEqual(before);
    expect(after.filter((line) => line.startsWith('south-'))).toHaveLength(
      second.twins + second.relationships,
    );
    expect(first.rejected).toEqual([]);
  });

  test('needs a prefix that can begin an id', async () => {
    await expect(loaded(small, { prefix: '$x' })).rejects.toThrow(/^BAD_USER_INPUT prefix:/);
    await expect(loaded(small, { prefix: '' })).rejects.toThrow(/^BAD_USER_INPUT prefix:/);
  });
});

describe('a file that comes again with other content', () => {
  test('overwrites with replace, counts what it replaced, and then is unchanged', async () => {
    await loaded(grid('grid', 3, 10));
    const changed = grid('grid', 3, 12);
    const dry = await loaded(changed, { replace: true, dryRun: true });
    const { twins, relationships, replaced, unchanged, rejected } = await loaded(changed, {
      replace: true,
    });
    expect(rejected).toEqual([]);
    expect(dry).toMatchObject({ replaced, unchanged, rejected: [] });
    // Three loads and two branches carry the figure.
    expect(replaced).toBe(5);
    expect(replaced + unchanged).toBe(twins + relationships);
    expect(await loaded(changed)).toMatchObject({ replaced: 0, rejected: [] });
  });

  test('is refused without it, its relationships being left as they are', async () => {
    await loaded(grid('grid', 3, 10));
    const before = await content();
    const { rejected } = await loaded(grid('grid', 3, 12));
    expect(rejected.map(({ code }) => code)).toEqual(Array(5).fill('CONFLICT'));
    expect(await content()).toEqual(before);
  });
});
