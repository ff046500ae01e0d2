/** The tours on the embedded store. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { builtInOntology } from '../../src/ontology/built-in.ts';
import { checkedStore } from '../../src/store/checked/checked-store.ts';
import { embeddedStore } from '../../src/store/embedded/embedded-store.ts';
import { tours } from './tours.ts';

tours(async () => {
  const path = await mkdtemp(join(tmpdir(), 'linchpin-tour-'));
  const { documents, bindings } = builtInOntology();
  const store = await checkedStore(await embeddedStore({ path }), bindings);
  await store.addModels(documents);
  return {
    ...store,
    async close() {
      await store.close();
      await rm(path, { recursive: true, force: true });
    },
  };
});
