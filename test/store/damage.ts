/**
 * A process that damages copies of a data folder, one after another, opens each and prints what it
 * saw as a line: `<number> right`, `<number> <code>`, or what was wrong. A signal may end it, which
 * is why it is a process of its own, and its copies stay beside the folder then. Arguments: folder,
 * first number, last number, digests as JSON.
 */
import { writeSync } from 'node:fs';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { LinchpinError } from '../../src/model/errors.ts';
import { RandomStream } from '../../src/model/random.ts';
import { embeddedStore } from '../../src/store/embedded/embedded-store.ts';
import { contentDigests } from './content-digest.ts';

/** The ways to damage a file, each as often as the others. */
const damages: readonly ((bytes: Buffer, random: RandomStream) => Buffer)[] = [
  // One bit, anywhere.
  (bytes, random) => {
    const at = random.integer(bytes.length);
    bytes[at] = (bytes[at] as number) ^ (1 << random.integer(8));
    return bytes;
  },
  // One bit where a page begins, which is what LMDB goes by.
  (bytes, random) => {
    const at = random.integer(bytes.length / 4_096) * 4_096 + random.integer(64);
    bytes[at] = (bytes[at] as number) ^ (1 << random.integer(8));
    return bytes;
  },
  // A sector that was never written.
  (bytes, random) => {
    const at = random.integer(bytes.length / 512) * 512;
    return bytes.fill(0, at, at + 512);
  },
  // A sector of something else.
  (bytes, random) => {
    const [to, from] = [random.integer(bytes.length / 512), random.integer(bytes.length / 512)];
    bytes.copy(bytes, to * 512, from * 512, (from + 1) * 512);
    return bytes;
  },
  // The rest is missing.
  (bytes, random) => bytes.subarray(0, random.integer(bytes.length)),
];

/** Opens a damaged copy; whether everything in it is right, or how it was refused. */
async function seen(path: string, digests: Readonly<Record<string, string>>): Promise<string> {
  try {
    const store = await embeddedStore({ path });
    try {
      const found = await contentDigests(store);
      const wrong = Object.keys(digests).filter((part) => found[part] !== digests[part]);
      return wrong.length === 0 ? 'right' : `wrong: ${wrong}`;
    } finally {
      await store.close();
    }
  } catch (error) {
    return error instanceof LinchpinError
      ? error.code
      : `no error of ours: ${(error as Error).stack}`;
  }
}

const [folder = '', first, last, digests = ''] = process.argv.slice(2);
for (let number = Number(first); number <= Number(last); number++) {
  const random = new RandomStream(number);
  const path = await mkdtemp(join(folder, '..', 'damaged-'));
  await cp(folder, path, { recursive: true });
  const file = join(path, 'linchpin.lmdb');
  const damage = damages[number % damages.length] as (typeof damages)[number];
  await writeFile(file, damage(await readFile(file), random));
  writeSync(1, `${number} `);
  writeSync(1, `${(await seen(path, JSON.parse(digests))).replaceAll('\n', ' ')}\n`);
  await rm(path, { recursive: true });
}
