/** `linchpin import`: reads files into a store or a running service. */
import { Command, Option } from 'commander';
import { type LoadResult, load } from '../flows/load.ts';
import { type FormatName, formatNames } from '../interchange/formats.ts';
import { describeProblem, LinchpinError } from '../model/errors.ts';
import { withoutPrefix } from './import-prefix.ts';
import { importProgress } from './import-progress.ts';
import { placeOf, requirePaths, type ServiceFlags, serviceOf, withPlace } from './options.ts';
import { printJson } from './report.ts';

export function importCommand(): Command {
  return withPlace(new Command('import'))
    .description('read files or folders into the graph')
    .argument('<paths...>', 'files and folders; those of one network belong together')
    .addOption(new Option('--format <name>', 'instead of guessing').choices(formatNames))
    .option(
      '--url <url>',
      'running service to fill (default LINCHPIN_URL; it may need LINCHPIN_TOKEN)',
    )
    .option('--replace', 'overwrite what is there and differs')
    .option('--prefix <name>', 'begin the ids of network files with it, to keep networks apart')
    .option('--dry-run', 'judge everything, change nothing')
    .option('--strict', 'exit with 1 when anything is rejected')
    .option('--json', 'print one JSON document')
    .action(run);
}

interface ImportOptions extends ServiceFlags {
  readonly format?: FormatName;
  readonly replace?: boolean;
  readonly prefix?: string;
  readonly dryRun?: boolean;
  readonly strict?: boolean;
  readonly json?: boolean;
}

async function run(paths: readonly string[], options: ImportOptions): Promise<void> {
  requirePaths(paths);
  const url = serviceOf(options);
  if (url !== undefined && options.format !== undefined) throw guessed(url);
  if (options.prefix !== undefined) {
    const unchanged = withoutPrefix(paths, options.format);
    for (const problem of unchanged) console.error(describeProblem(problem));
  }
  const imported =
    url === undefined ? await intoStore(paths, options) : await intoService(url, paths, options);
  const { rejected, skipped } = imported;
  const isNothing = imported.models + imported.twins + imported.relationships === 0;
  if (rejected.length > 0 && (options.strict === true || isNothing)) process.exitCode = 1;
  if (options.json === true) return printJson(imported);
  for (const problem of rejected) console.log(describeProblem(problem));
  if (imported.unlisted > 0) console.log(`… and ${imported.unlisted} more`);
  for (const path of skipped) console.log(`skipped ${path}: no reader takes it`);
  console.log(summary(imported, options.dryRun === true));
}

/** What an import did, not how large the graph is. */
function summary(imported: LoadResult, isDry: boolean): string {
  const { models, twins, relationships, unchanged, replaced } = imported;
  const added = models + twins + relationships - unchanged - replaced;
  const counts = [
    `added ${added}`,
    ...(replaced > 0 ? [`replaced ${replaced}`] : []),
    `unchanged ${unchanged}`,
    `rejected ${imported.rejected.length + imported.unlisted}`,
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

async function intoStore(
  paths: readonly string[],
  { format, prefix, dryRun = false, replace = false, ...place }: ImportOptions,
): Promise<LoadResult> {
  const { openStore } = await import('../service.ts');
  const store = await openStore(placeOf(place));
  const progress = importProgress();
  try {
    return await load(store, paths, {
      dryRun,
      replace,
      onProgress: progress.show,
      ...(format === undefined ? {} : { format }),
      ...(prefix === undefined ? {} : { prefix }),
    });
  } finally {
    progress.clear();
    await store.close();
  }
}

async function intoService(
  url: string,
  paths: readonly string[],
  options: ImportOptions,
): Promise<LoadResult> {
  const { importIntoService } = await import('./import-remote.ts');
  const progress = importProgress();
  try {
    return await importIntoService(url, paths, { ...options, onProgress: progress.show });
  } finally {
    progress.clear();
  }
}

function guessed(url: string): LinchpinError {
  return new LinchpinError({
    code: 'BAD_USER_INPUT',
    where: '--format',
    message: `the service at ${url} guesses the format of each file`,
    expected: '--format for an import into a data folder alone',
    action: 'leave --format out, or name a data folder with --data instead',
  });
}
