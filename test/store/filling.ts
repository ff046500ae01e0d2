/**
 * A process that fills the small disk its folder is on, frees room and goes on; it prints what it
 * saw as one line of JSON. The folder must be on a file system of some megabytes.
 */
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import type { LinchpinError } from '../../src/model/errors.ts';
import { embeddedStore } from '../../src/store/embedded/embedded-store.ts';
import { graphDigest } from '../support/graph-digest.ts';

const [disk = ''] = process.argv.slice(2);
const mounted = readFileSync('/proc/self/mounts', 'utf8').includes(` ${disk} `);
if (!mounted)
  throw new TypeError(`${disk} is no file system of its own; this would fill a real disk`);
const unhandled: string[] = [];
process.on('unhandledRejection', (reason) => unhandled.push(String(reason)));

const ballast = join(disk, 'ballast');
writeFileSync(ballast, Buffer.alloc(4_000_000));
const path = join(disk, 'data');
let store = await embeddedStore({ path });
const big = (n: number) => [
  { addTwin: { id: `t${n}`, model: 'm', properties: { text: 'x'.repeat(100_000) } } },
];

let acknowledged = 0;
let failure: LinchpinError | undefined;
while (failure === undefined && acknowledged < 1_000) {
  await store.commit(big(acknowledged)).then(
    () => acknowledged++,
    (error: LinchpinError) => {
      failure = error;
    },
  );
}
const full = {
  code: failure?.code,
  retriable: failure?.retriable,
  message: failure?.message,
  health: (await store.health())?.code,
  found: (await store.find({ first: 10_000 })).items.length,
  revision: await store.revision(),
};
rmSync(ballast);
const freed = Date.now();
while ((await store.health()) !== undefined && Date.now() - freed < 10_000) await setTimeout(50);
const recoverySeconds = (Date.now() - freed) / 1000;
await store.commit(big(acknowledged));
const digest = graphDigest(await store.snapshot());
await store.close();
store = await embeddedStore({ path });
const reopened = {
  found: (await store.snapshot()).size.twins,
  same: graphDigest(await store.snapshot()) === digest,
};
await store.close();
console.log(JSON.stringify({ acknowledged, full, recoverySeconds, reopened, unhandled }));
