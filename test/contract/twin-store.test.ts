/** The contract of `TwinStore` on the embedded adapter, alone and under the ontology's rules. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe } from 'vitest';
import { checkedStore } from '../../src/store/checked/checked-store.ts';
import { embeddedStore } from '../../src/store/embedded/embedded-store.ts';
import type { TwinStore } from '../../src/store/twin-store.ts';
import { checkedStoreContract, type Place, twinStoreContract } from './twin-store.contract.ts';

async function folder(open: (path: string) => Promise<TwinStore>): Promise<Place> {
  const path = await mkdtemp(join(tmpdir(), 'linchpin-contract-'));
  return { open: () => open(path), remove: () => rm(path, { recursive: true }) };
}

describe('the embedded store', () => {
  twinStoreContract(() => folder((path) => embeddedStore({ path })));
});

describe('the checked store on the embedded one', () => {
  checkedStoreContract(() =>
    folder(async (path) => checkedStore(await embeddedStore({ path }), [])),
  );
});
