/** `linchpin simulate`: runs edits on a throw-away graph made of files. */
import { Command, InvalidArgumentError } from 'commander';
import { graphOfFiles } from '../flows/graph-of-files.ts';
import { runWhatIf } from '../flows/whatif.ts';
import { durationSeconds } from '../model/duration.ts';
import { describeProblem, LinchpinError, refusal } from '../model/errors.ts';
import { editsIn } from './edits-file.ts';
import { numberOf, requirePaths } from './options.ts';
import { printJson } from './report.ts';
import { affectedLines, figureLines } from './simulate-report.ts';

export function simulateCommand(): Command {
  return new Command('simulate')
    .description('run a scenario on a graph made of files')
    .argument('<paths...>', 'files and folders')
    .option('--edits <file>', 'JSON file with a list of edits; times in seconds, or P1D, PT12H')
    .option('--horizon <time>', 'how far to run: seconds, or P1D, PT12H (default P30D)', horizonOf)
    .option('--seed <number>', 'keys every random draw (default 1)', numberOf)
    .option(
      '--causes',
      'tell what of each difference is owed to each edit; runs combinations of them',
    )
    .option('--mechanism <file>', 'a mechanism of your own, an ES module; repeatable', collect, [])
    .option('--strict', 'exit with 1 when anything in the files is rejected')
    .option('--json', 'print one JSON document')
    .action(run);
}

interface SimulateOptions {
  readonly edits?: string;
  readonly horizon?: number;
  readonly seed?: number;
  readonly causes?: boolean;
  readonly mechanism: readonly string[];
  readonly strict?: boolean;
  readonly json?: boolean;
}

async function run(paths: readonly string[], options: SimulateOptions): Promise<void> {
  requirePaths(paths);
  const edits = options.edits === undefined ? [] : editsIn(options.edits);
  const { openSimulator } = await import('../service.ts');
  const { graph, catalogue, rejected } = graphOfFiles(paths);
  if (graph.size.twins === 0) throw nothingThere(rejected, paths);
  if (options.strict === true && rejected.length > 0) process.exitCode = 1;
  for (const problem of rejected) console.error(describeProblem(problem));
  const whatIf = await runWhatIf(
    { snapshot: graph, catalogue, simulator: await openSimulator(options.mechanism) },
    {
      edits,
      ...(options.seed === undefined ? {} : { seed: options.seed }),
      ...(options.horizon === undefined ? {} : { horizonSeconds: options.horizon }),
    },
  );
  const { scenario, kpis, outputs, affected, findings, explain } = whatIf;
  const causes = options.causes === true ? await whatIf.causes() : undefined;
  if (options.json === true) {
    // A figure of a finding, such as the relative gap of traffic, stands with the others.
    const told = findings.flatMap(({ kind, value }) =>
      value === undefined ? [] : [[kind, value]],
    );
    const named = kpis.map(({ name, edited }) => [name, edited]);
    const figures = Object.fromEntries([...named, ...told]);
    const twins = Object.fromEntries(outputs);
    const changes = { kpiChanges: kpis, affected, findings };
    const reasons = { explanation: explain(), ...(causes !== undefined && { causes }) };
    return printJson({ scenario, kpis: figures, ...changes, twins, ...reasons });
  }
  console.log(`scenario ${scenario}`);
  for (const line of figureLines(kpis)) console.log(line);
  for (const { text, isNew, kind } of findings) {
    if (isNew || edits.length === 0 || kind === 'relativeGap') console.log(text);
  }
  for (const line of affectedLines(whatIf, edits)) console.log(line);
  for (const { text, difference } of causes ?? []) if (difference !== 0) console.log(text);
}

function collect(file: string, files: readonly string[]): readonly string[] {
  return [...files, file];
}

/** Seconds, or an ISO 8601 duration; commander names the option in what it says of a refusal. */
function horizonOf(text: string): number {
  if (text.trim() !== '' && !Number.isNaN(Number(text))) return numberOf(text);
  try {
    return durationSeconds(text);
  } catch (error) {
    if (!(error instanceof LinchpinError)) throw error;
    const [{ message, expected } = { message: error.message }] = error.problems;
    throw new InvalidArgumentError(`${message}; expected seconds, or ${expected}`);
  }
}

function nothingThere(rejected: Parameters<typeof refusal>[0], paths: readonly string[]): Error {
  if (rejected.length > 0) return refusal(rejected);
  return new LinchpinError({
    code: 'BAD_USER_INPUT',
    where: paths.join(', '),
    message: 'there are no twins in these files',
    expected: 'files of a format that linchpin import reads',
    action: 'see linchpin import --help',
  });
}
