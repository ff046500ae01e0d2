/** The public ontologies in one store, beside our own. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { load } from '../../src/flows/load.ts';
import { builtInOntology } from '../../src/ontology/built-in.ts';
import { checkedStore } from '../../src/store/checked/checked-store.ts';
import { embeddedStore } from '../../src/store/embedded/embedded-store.ts';
import { noSharedData, sharedData } from '../support/shared-data.ts';

const folder = sharedData('ontologies');

describe.skipIf(folder === undefined)(`public ontologies (else: ${noSharedData})`, () => {
  test('load together, every model of them', async () => {
    const data = mkdtempSync(join(tmpdir(), 'linchpin-ontologies-'));
    const { documents, bindings } = builtInOntology();
    const store = await checkedStore(await embeddedStore({ path: data }), bindings);
    try {
      await store.addModels(documents);
      const result = await load(store, [folder as string]);
      expect(result.rejected).toEqual([]);
      expect(result.models).toBe(767 + 113 + 63 + 180);
      expect(await store.models()).toHaveLength(result.models + documents.length);
    } finally {
      await store.close();
      rmSync(data, { recursive: true, force: true });
    }
  });
});
