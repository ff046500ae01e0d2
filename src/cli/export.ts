/** `linchpin export`: writes a graph as text, piece by piece. */
import { createWriteStream, statSync } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { Command, Option } from 'commander';
import { type AdtExport, adtNdjson } from '../interchange/adt/ndjson-writer.ts';
import { compareText } from '../model/compare-text.ts';
import { describeProblem, LinchpinError } from '../model/errors.ts';
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
  // What is there under the name stays until all is written; a pipe or a device has no such name.
  const isFile = statSync(out, { throwIfNoEntry: false })?.isFile() ?? true;
  const draft = isFile ? `${out}.part` : out;
  try {
    const file = createWriteStream(draft);
    await (out.endsWith('.gz') ? pipeline(text, createGzip(), file) : pipeline(text, file));
    if (isFile) await rename(draft, out);
  } catch (error) {
    if (isFile) await rm(draft, { force: true }).catch(() => undefined);
    throw unwritable(error, out);
  }
}

function unwritable(cause: unknown, out: string): unknown {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  if (!['ENOENT', 'EISDIR', 'ENOTDIR', 'EACCES', 'EEXIST', 'ENOTEMPTY'].includes(code))
    return cause;
  const problem = {
    code: 'BAD_USER_INPUT',
    where: '--out',
    message: `${out === '' ? 'an empty name' : out} cannot be written (${code})`,
    expected: 'a file in a folder that is there',
    action: 'correct the path',
  } as const;
  return new LinchpinError(problem, { cause });
}
