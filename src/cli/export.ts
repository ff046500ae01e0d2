/** `linchpin export`: writes a graph as text, piece by piece. */
import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { Command, Option } from 'commander';
import { adtNdjsonLines } from '../interchange/adt/ndjson-writer.ts';
import { existingPlace, type PlaceFlags, withPlace } from './options.ts';

export function exportCommand(): Command {
  return withPlace(new Command('export'))
    .description('write models, twins and relationships')
    .addOption(
      new Option('--format <name>', 'of the output').choices(['adt-ndjson']).default('adt-ndjson'),
    )
    .option('--out <file>', 'file to write, packed if it ends in .gz; standard output where absent')
    .action(run);
}

async function run({ out, ...place }: PlaceFlags & { out?: string }): Promise<void> {
  const { openStore } = await import('../service.ts');
  const store = await openStore(existingPlace(place));
  try {
    const models = (await store.models()).map(({ document }) => document);
    const graph = await store.snapshot();
    const lines = adtNdjsonLines({ models, graph, catalogue: store.catalogue() });
    await writeOut(Readable.from(inBlocks(lines), { objectMode: false }), out);
  } finally {
    await store.close();
  }
}

async function writeOut(text: Readable, out: string | undefined): Promise<void> {
  if (out === undefined) return pipeline(text, process.stdout, { end: false });
  const file = createWriteStream(out);
  if (out.endsWith('.gz')) return pipeline(text, createGzip(), file);
  return pipeline(text, file);
}

const blockLength = 1 << 16;

/** Lines joined, because a stream costs more for each piece than for each character. */
function* inBlocks(lines: Iterable<string>): Generator<string> {
  let block = '';
  for (const line of lines) {
    block += line;
    if (block.length < blockLength) continue;
    yield block;
    block = '';
  }
  if (block !== '') yield block;
}
