/** Random sequences of commands: a restart is never seen, whatever came before it. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'vitest';
import { embeddedStore } from '../../src/store/embedded/embedded-store.ts';
import type { Place } from '../contract/twin-store.contract.ts';
import { expectSameAnswers, sequences } from './model-based.ts';

async function folder(): Promise<Place> {
  const path = await mkdtemp(join(tmpdir(), 'linchpin-model-based-'));
  return { open: () => embeddedStore({ path }), remove: () => rm(path, { recursive: true }) };
}

test(`two embedded stores answer ${sequences} random sequences alike, restarted or not`, async () => {
  await expectSameAnswers([folder, folder]);
}, 900_000);
