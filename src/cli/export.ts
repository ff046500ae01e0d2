/** `linchpin export`: writes the graph of a data folder as text. */
import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Command, Option } from 'commander';
import { adtNdjsonLines } from '../interchange/adt/ndjson-writer.ts';
import { dataOption, existingFolder } from './options.ts';

export function exportCommand(): Command {
  return new Command('export')
    .description('write models, twins and relationships')
    .addOption(dataOption())
    .addOption(
      new Option('--format <name>', 'of the output').choices(['adt-ndjson']).default('adt-ndjson'),
    )
    .option('--out <file>', 'file to write; standard output where absent')
    .action(run);
}

async function run({ data, out }: { data?: string; out?: string }): Promise<void> {
  const { openStore } = await import('../service.ts');
  const store = await openStore(existingFolder(data));
  try {
    const models = (await store.models()).map(({ document }) => document);
    const graph = await store.snapshot();
    const lines = Readable.from(adtNdjsonLines({ models, graph, catalogue: store.catalogue() }));
    await pipeline(lines, out === undefined ? process.stdout : createWriteStream(out), {
      end: out !== undefined,
    });
  } finally {
    await store.close();
  }
}
