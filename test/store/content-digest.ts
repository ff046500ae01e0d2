/** Digests of all that a store holds and can be asked for, part by part. */
import { createHash } from 'node:crypto';
import type { TwinStore } from '../../src/store/twin-store.ts';
import { graphDigest } from '../support/graph-digest.ts';

/** SHA-256 in hexadecimal of each part; equal exactly if all that is read of it is equal. */
export async function contentDigests(store: TwinStore): Promise<Readonly<Record<string, string>>> {
  const { archive } = store;
  const keys = await archive.keys('');
  const parts: Readonly<Record<string, unknown>> = {
    id: store.id,
    revision: await store.revision(),
    graph: graphDigest(await store.snapshot()),
    models: await store.models(),
    log: await store.log(0, 1_000_000),
    rejections: (await store.rejections({ first: 1_000 })).items,
    keys,
    blobs: await Promise.all(keys.map(async (key) => digestOf(await archive.get(key)))),
  };
  return Object.fromEntries(
    Object.entries(parts).map(([name, part]) => [name, digestOf(JSON.stringify(part))]),
  );
}

function digestOf(content: string | Uint8Array | undefined): string {
  return createHash('sha256')
    .update(content ?? 'missing')
    .digest('hex');
}
