/** Exports of a running service that is written to meanwhile, with and without history. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Services } from '../../src/api/context.ts';
import { createServer, type RunningServer } from '../../src/api/server.ts';
import { recordsById } from '../../src/cli/export-graph.ts';
import { serviceExport } from '../../src/cli/export-remote.ts';
import { openHistory } from '../../src/history/history.ts';
import type { HistoryOptions } from '../../src/history/history-options.ts';
import { adtNdjson } from '../../src/interchange/adt/ndjson-writer.ts';
import type { Problem } from '../../src/model/errors.ts';
import { type CheckedStore, checkedStore } from '../../src/store/checked/checked-store.ts';
import { embeddedStore } from '../../src/store/embedded/embedded-store.ts';
import { servicesOf } from '../api/api-fixture.ts';
import { models } from '../api/plant.ts';

/** More than a page of twins, and of the relationships of a page's twins. */
const ids = Array.from({ length: 1_100 }, (_, n) => `device-${String(n).padStart(4, '0')}`);

let folder: string;
let store: CheckedStore;
let services: Services;
let server: RunningServer | undefined;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'linchpin-export-'));
  store = await checkedStore(await embeddedStore({ path: folder }), []);
  await store.addModels(models);
  const model = 'dtmi:test:Device;1';
  const edges = ids.flatMap((source, n) => [
    { source, name: 'feeds', target: ids.at(n - 1) as string },
    { source, name: 'feeds', target: ids.at(n - 2) as string, properties: { share: n / 8 } },
  ]);
  await store.commit([
    ...ids.toReversed().map((id) => ({ addTwin: { id, model, properties: { power: 1 } } })),
    ...edges.map((addRelationship) => ({ addRelationship })),
  ]);
});

afterEach(async () => {
  await server?.close();
  await store.close();
  rmSync(folder, { recursive: true, force: true });
});

async function serve(options: HistoryOptions): Promise<string> {
  services = { ...servicesOf(store), history: openHistory(store, options) };
  const logger = pino({ level: 'silent' });
  server = await createServer({ services, host: '127.0.0.1', port: 0, logger });
  return server.url;
}

/** The text of the store as it is now. */
async function textOfStore(): Promise<string> {
  const documents = models.toSorted((a, b) => (String(a['@id']) < String(b['@id']) ? -1 : 1));
  const records = recordsById(await store.snapshot());
  let text = '';
  const exported = { models: documents, ...records, catalogue: store.catalogue() };
  for await (const piece of adtNdjson(exported)) text += piece;
  return text;
}

/** The text of the service, with writes after its first page of twins. */
async function textAround(url: string, writes: () => Promise<void>, told: Problem[] = []) {
  const text = adtNdjson(await serviceExport(url, (problem) => told.push(problem)));
  const begun = [await text.next(), await text.next()].map(({ value }) => value as string);
  expect(begun[1]?.split('\n')).toHaveLength(1_001);
  await writes();
  let whole = begun.join('');
  for await (const piece of text) whole += piece;
  return whole;
}

async function writeMuch(): Promise<void> {
  await store.commit([
    ...ids.map((twin) => ({ set: { twin, property: 'power', value: 2 } })),
    ...ids.map((twin) => ({ set: { twin, property: 'label', value: 'late' } })),
    { removeTwin: { twin: ids.at(-1) as string, detach: true } },
    { addTwin: { id: 'device-9999', model: 'dtmi:test:Device;1' } },
  ]);
}

test('all pages are of the revision at which it began', async () => {
  const url = await serve({});
  const before = await textOfStore();
  const told: Problem[] = [];
  expect(await textAround(url, writeMuch, told)).toBe(before);
  expect(told).toEqual([]);
  expect(before.split('\n')).toHaveLength(3_300 + models.length + 6);
  expect(await textOfStore()).not.toBe(before);
});

test('where history is forgotten meanwhile, the rest is of the present, and it says so', async () => {
  const url = await serve({ retentionSeconds: 0, sealWeight: 1 });
  const revision = await store.revision();
  const told: Problem[] = [];
  const text = await textAround(
    url,
    async () => {
      await writeMuch();
      await services.history.momentOf(await store.revision());
      await services.history.close();
    },
    told,
  );
  expect(told.map(({ code, where, message }) => ({ code, where, message }))).toEqual([
    {
      code: 'NOT_FOUND',
      where: url,
      message: `history does not reach back to revision ${revision}, so the rest is of the present, and what was written in between may show`,
    },
  ]);
  const twins = text.split('\n').filter((line) => line.includes('"$metadata"'));
  const powers = twins.map((line) => JSON.parse(line).power);
  expect(powers).toEqual([...Array(1_000).fill(1), ...Array(99).fill(2), undefined]);
});

test('a service that goes away ends it with an error', async () => {
  const url = await serve({});
  const text = adtNdjson(await serviceExport(url, () => {}));
  await text.next();
  await server?.close();
  server = undefined;
  await expect(text.next()).rejects.toMatchObject({ code: 'UNAVAILABLE', where: url });
});
