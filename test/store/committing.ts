/**
 * A process that commits until it is killed, and prints each revision once it is acknowledged.
 * Commit n adds the twin `t<n>` and sets `count` of the twin `total` to n: both or neither.
 */
import { writeSync } from 'node:fs';
import { embeddedStore } from '../../src/store/embedded/embedded-store.ts';

const [path = ''] = process.argv.slice(2);
const store = await embeddedStore({ path });
if ((await store.revision()) === 0) {
  await store.commit([{ addTwin: { id: 'total', model: 'm', properties: { count: 0 } } }]);
}
let next = await store.revision();

async function commitOnAndOn(): Promise<never> {
  for (;;) {
    const count = next++;
    const { revision } = await store.commit([
      { addTwin: { id: `t${count}`, model: 'm', properties: { text: 'x'.repeat(count % 3_000) } } },
      { set: { twin: 'total', property: 'count', value: count } },
    ]);
    writeSync(1, `${revision}\n`);
  }
}

// Several at a time, so that a kill falls into groups of commits too.
await Promise.all(Array.from({ length: 4 }, commitOnAndOn));
