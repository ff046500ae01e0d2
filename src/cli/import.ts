/** `linchpin import`: reads files into a data folder. */
import { Command, Option } from 'commander';
import { type LoadResult, load } from '../flows/load.ts';
import { type FormatName, formatNames } from '../interchange/formats.ts';
import { openSources } from '../interchange/source-files.ts';
import { describeProblem, LinchpinError, type Problem } from '../model/errors.ts';
import { dataFolder, dataOption, requirePaths } from './options.ts';
import { post } from './remote.ts';
import { printJson, progressLine } from './report.ts';

export function importCommand(): Command {
  return new Command('import')
    .description('read files or folders into the graph')
    .argument('<paths...>', 'files and folders; those of one network belong together')
    .addOption(dataOption())
    .addOption(
      new Option('--format <name>', 'instead of guessing').choices(formatNames).conflicts('url'),
    )
    .option('--url <url>', 'into a running service instead (with LINCHPIN_TOKEN, if it needs one)')
    .option('--replace', 'overwrite what is there and differs')
    .option('--prefix <name>', 'begin the ids of network files with it, to keep networks apart')
    .option('--dry-run', 'judge everything, change nothing')
    .option('--strict', 'exit with 1 when anything is rejected')
    .option('--json', 'print one JSON document')
    .action(run);
}

interface ImportOptions {
  readonly data?: string;
  readonly format?: FormatName;
  readonly url?: string;
  readonly replace?: boolean;
  readonly prefix?: string;
  readonly dryRun?: boolean;
  readonly strict?: boolean;
  readonly json?: boolean;
}

async function run(paths: readonly string[], options: ImportOptions): Promise<void> {
  requirePaths(paths);
  const imported =
    options.url === undefined
      ? await intoFolder(paths, options)
      : await intoService(options.url, paths, options);
  const { rejected, skipped } = imported;
  const isNothing = imported.models + imported.twins + imported.relationships === 0;
  if (rejected.length > 0 && (options.strict === true || isNothing)) process.exitCode = 1;
  if (options.json === true) return printJson(imported);
  for (const problem of rejected) console.log(describeProblem(problem));
  for (const path of skipped) console.log(`skipped ${path}: no reader takes it`);
  console.log(summary(imported, options.dryRun === true));
}

/** What an import did, not how large the graph is. */
function summary(imported: LoadResult, isDry: boolean): string {
  const { models, twins, relationships, unchanged, replaced, rejected } = imported;
  const added = models + twins + relationships - unchanged - replaced;
  const counts = [
    `added ${added}`,
    ...(replaced > 0 ? [`replaced ${replaced}`] : []),
    `unchanged ${unchanged}`,
    `rejected ${rejected.length}`,
  ];
  const kinds = [
    ...(models > 0 ? [counted(models, 'model')] : []),
    counted(twins, 'twin'),
    counted(relationships, 'relationship'),
  ];
  return `${isDry ? 'dry run: ' : ''}${counts.join(', ')} (${kinds.join(', ')})`;
}

function counted(count: number, name: string): string {
  return `${count} ${name}${count === 1 ? '' : 's'}`;
}

async function intoFolder(paths: readonly string[], options: ImportOptions): Promise<LoadResult> {
  const { openStore } = await import('../service.ts');
  const store = await openStore(dataFolder(options.data));
  const progress = progressLine();
  try {
    return await load(store, paths, {
      dryRun: options.dryRun === true,
      replace: options.replace === true,
      onProgress: ({ done, total }) => progress.show(`${done} of ${total} twins and relationships`),
      ...(options.format === undefined ? {} : { format: options.format }),
      ...(options.prefix === undefined ? {} : { prefix: options.prefix }),
    });
  } finally {
    progress.clear();
    await store.close();
  }
}

const importGraph = `mutation ($input: ImportGraphInput!) {
  importGraph(input: $input) {
    models twins relationships unchanged replaced rejected { code where message expected action }
  }
}`;

/** Sends the files as they are, in one request, so that those of one network stay together. */
async function intoService(
  url: string,
  paths: readonly string[],
  { dryRun = false, replace = false, prefix }: ImportOptions,
): Promise<LoadResult> {
  const { files, skipped, problems } = openSources(paths);
  const text = new TextDecoder();
  const documents = files.map(({ name, bytes }) => ({ name, content: text.decode(bytes) }));
  const { data, errors } = await post(url, {
    query: importGraph,
    variables: { input: { documents, dryRun, replace, prefix } },
  });
  const imported = data?.importGraph as Omit<LoadResult, 'skipped'> | undefined;
  if (imported === undefined) {
    const [first] = errors ?? [];
    throw new LinchpinError({
      code: first?.extensions?.code ?? 'UNAVAILABLE',
      where: url,
      message: first?.message ?? 'the service gave no answer to the import',
      action: 'stop the service and import into its data folder if the files are too large for it',
    });
  }
  const rejected = [...problems, ...imported.rejected.map(withoutNulls)];
  return { ...imported, rejected, skipped };
}

/** GraphQL says null for what a problem leaves out. */
function withoutNulls(problem: Problem): Problem {
  const given = Object.entries(problem).filter(([, value]) => value !== null);
  return Object.fromEntries(given) as unknown as Problem;
}
