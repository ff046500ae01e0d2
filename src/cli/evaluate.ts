/** `linchpin evaluate`: the shipped predictor beside every baseline on graphs given as files. */
import { Command } from 'commander';
import type { Evaluation, Progress } from '../evaluate/evaluation.ts';
import { LinchpinError } from '../model/errors.ts';
import { evaluationLines } from './evaluate-report.ts';
import { requirePaths } from './options.ts';
import { printJson, progressLine } from './report.ts';

interface Task {
  readonly about: string;
  /** The files that it takes, in this order. */
  readonly files: readonly string[];
  /** Loads what it needs when it is run. */
  run(paths: readonly string[], progress: Progress): Promise<Evaluation>;
}

/** The tasks by name. */
const tasks: Readonly<Record<string, Task>> = {
  'motter-lai': {
    about: 'node overload after every single failure on a grid',
    files: ['GRID.json'],
    run: async ([grid = ''], progress) => {
      const { shippedContest } = await import('../evaluate/shipped.ts');
      const { evaluateMotterLai } = await import('../evaluate/motter-lai/evaluate.ts');
      return evaluateMotterLai(grid, { ...(await shippedContest('motter-lai')), progress });
    },
  },
  'dc-cascade': {
    about: 'lines that trip after two have gone, on a MATPOWER case',
    files: ['CASE.m'],
    run: async ([file = ''], progress) => {
      const { shippedContest } = await import('../evaluate/shipped.ts');
      const { evaluateDcCascade } = await import('../evaluate/dc-cascade/evaluate.ts');
      return evaluateDcCascade(file, { ...(await shippedContest('dc-cascade')), progress });
    },
  },
};

export function evaluateCommand(): Command {
  return new Command('evaluate')
    .description('judge the predictor beside every baseline; without a task, list the tasks')
    .argument('[task]', 'what is to be predicted')
    .argument('[paths...]', 'the files of the task, in its order')
    .option('--json', 'print one JSON document')
    .action(run);
}

async function run(
  name: string | undefined,
  paths: readonly string[],
  { json }: { json?: boolean },
): Promise<void> {
  if (name === undefined) return list(json === true);
  const task = taskOf(name);
  requireFiles(name, task, paths);
  const line = progressLine();
  const evaluation = await task.run(paths, line.show).finally(line.clear);
  if (json === true) return printJson(evaluation);
  for (const text of evaluationLines(evaluation)) console.log(text);
}

function taskOf(name: string): Task {
  const task = Object.hasOwn(tasks, name) ? tasks[name] : undefined;
  if (task !== undefined) return task;
  throw new LinchpinError({
    code: 'BAD_USER_INPUT',
    where: name,
    message: 'there is no task of this name',
    expected: `one of ${Object.keys(tasks).join(', ')}`,
    action: 'choose one of these',
  });
}

function requireFiles(name: string, { files }: Task, paths: readonly string[]): void {
  if (paths.length !== files.length) {
    const given = paths.length === 1 ? '1 file' : `${paths.length} files`;
    throw new LinchpinError({
      code: 'BAD_USER_INPUT',
      where: `evaluate ${name}`,
      message: `${paths.length === 0 ? 'no file' : given} given`,
      expected: files.join(' '),
      action: 'name the files after the task',
    });
  }
  requirePaths(paths);
}

function list(json: boolean): void {
  const listed = Object.entries(tasks).map(([task, { about, files }]) => ({ task, about, files }));
  if (json) printJson(listed);
  else
    for (const { task, about, files } of listed)
      console.log(`${`${task} ${files.join(' ')}`.padEnd(46)} ${about}`);
}
