/** `linchpin ontology check`: judges DTDL files, or the language itself on a suite of cases. */
import { Command } from 'commander';
import { describeProblem, LinchpinError } from '../model/errors.ts';
import { checkFiles } from '../ontology/check-files.ts';
import { conformance } from '../ontology/conformance.ts';
import { ontologySchemaCommand } from './ontology-schema.ts';
import { numberOf } from './options.ts';
import { printJson } from './report.ts';

export function ontologyCommand(): Command {
  const check = new Command('check')
    .description('check DTDL files or folders')
    .argument('[paths...]', 'files and folders with DTDL models')
    .option('--cases <file>', 'measure agreement with a conformance suite instead')
    .option('--dtdl <version>', 'with --cases: only cases of this DTDL version', numberOf)
    .option('--failures', 'with --cases: list the disagreements')
    .option('--json', 'print one JSON document')
    .action(run);
  return new Command('ontology')
    .description('work with DTDL models')
    .addCommand(check)
    .addCommand(ontologySchemaCommand());
}

interface CheckOptions {
  readonly cases?: string;
  readonly dtdl?: number;
  readonly failures?: boolean;
  readonly json?: boolean;
}

async function run(paths: readonly string[], options: CheckOptions): Promise<void> {
  if (options.cases !== undefined) return runCases(options.cases, options);
  if (paths.length === 0) {
    throw new LinchpinError({
      code: 'BAD_USER_INPUT',
      where: 'ontology check',
      message: 'there is nothing to check',
      expected: 'files or folders, or --cases with a file',
      action: 'name them after the command',
    });
  }
  checkModels(paths, options.json === true);
}

function checkModels(paths: readonly string[], json: boolean): void {
  const { models, right, records, problems } = checkFiles(paths);
  if (problems.length > 0) process.exitCode = 1;
  if (json) printJson({ models, right, records, problems });
  else {
    for (const problem of problems) console.log(describeProblem(problem));
    if (records > 0) {
      const are = records === 1 ? 'twin or relationship is' : 'twins and relationships are';
      const left = `${records} ${are} not checked here`;
      console.log(`${left}; linchpin import --dry-run judges ${records === 1 ? 'it' : 'them'}`);
    }
    console.log(
      `${counted(models, 'model')}, ${right} right, ${counted(problems.length, 'problem')}`,
    );
  }
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

async function runCases(file: string, options: CheckOptions): Promise<void> {
  const { dtdl: version } = options;
  const { failures, ...figures } = await conformance(
    file,
    version === undefined ? {} : { version },
  );
  if (figures.agree < figures.cases) process.exitCode = 1;
  const shown = options.failures === true ? { ...figures, failures } : figures;
  if (options.json === true) return printJson(shown);
  for (const [name, figure] of Object.entries(figures)) console.log(`${name} ${figure}`);
  if (options.failures !== true) return;
  for (const { file: name, index, expected, rules } of failures) {
    console.log(`${name}#${index}: expected to ${expected}; rules ${rules.join(', ') || 'none'}`);
  }
}
