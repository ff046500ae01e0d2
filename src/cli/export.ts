/** `linchpin export`: writes a graph as text, piece by piece. */
import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { Command, Option } from 'commander';
import { type AdtExport, adtNdjson } from '../interchange/adt/ndjson-writer.ts';
import { compareText } from '../model/compare-text.ts';
import { describeProblem } from '../model/errors.ts';
import { recordsById } from './export-graph.ts';
import { serviceExport } from './export-remote.ts';
import {
  existingPlace,
  type PlaceFlags,
  type ServiceFlags,
  serviceOf,
  withPlace,
} from './options.ts';

export function exportCommand(): Command {
  return withPlace(new Command('export'))
    .description('write models, twins and relationships, in the order of their ids')
    .addOption(
      new Option('--format <name>', 'of the output').choices(['adt-ndjson']).default('adt-ndjson'),
    )
    .option(
      '--url <url>',
      'running service to read (default LINCHPIN_URL; it may need LINCHPIN_TOKEN)',
    )
    .option('--out <file>', 'file to write, packed if it ends in .gz; standard output where absent')
    .action(run);
}

async function run({ out, ...place }: ServiceFlags & { readonly out?: string }): Promise<void> {
  const url = serviceOf(place);
  if (url === undefined) return exportStore(place, out);
  const exported = await serviceExport(url, (problem) => console.error(describeProblem(problem)));
  await writeOut(exported, out);
}

async function exportStore(place: PlaceFlags, out: string | undefined): Promise<void> {
  const { openStore } = await import('../service.ts');
  const store = await openStore(existingPlace(place));
  try {
    const models = [...(await store.models())].sort((a, b) => compareText(a.id, b.id));
    const records = recordsById(await store.snapshot());
    const documents = models.map(({ document }) => document);
    await writeOut({ models: documents, ...records, catalogue: store.catalogue() }, out);
  } finally {
    await store.close();
  }
}

async function writeOut(exported: AdtExport, out: string | undefined): Promise<void> {
  const text = Readable.from(adtNdjson(exported), { objectMode: false });
  if (out === undefined) return pipeline(text, process.stdout, { end: false });
  const file = createWriteStream(out);
  if (out.endsWith('.gz')) return pipeline(text, createGzip(), file);
  return pipeline(text, file);
}
