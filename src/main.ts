#!/usr/bin/env node
/**
 * The command line. Exit 0: done; 1: the answer is no; 2: wrong use or unreadable input, with one
 * line on stderr that says code, what, where and what to do. Commands load the service when they
 * need it, so that help and refusals come at once.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command, CommanderError } from 'commander';
import { benchCommand } from './cli/bench.ts';
import { evaluateCommand } from './cli/evaluate.ts';
import { exportCommand } from './cli/export.ts';
import { importCommand } from './cli/import.ts';
import { ontologyCommand } from './cli/ontology.ts';
import { queryCommand } from './cli/query.ts';
import { simulateCommand } from './cli/simulate.ts';
import { startCommand } from './cli/start.ts';
import { describeProblem, LinchpinError } from './model/errors.ts';
import { packageRoot } from './package-root.ts';

const { version } = JSON.parse(readFileSync(join(packageRoot(), 'package.json'), 'utf8')) as {
  version: string;
};

// Libraries check more, and are slower, unless told so before they load.
process.env.NODE_ENV ??= 'production';

const program = new Command('linchpin')
  .description('Digital twins as a graph: what is true now, what breaks next, and what if')
  .version(version)
  .addCommand(startCommand())
  .addCommand(ontologyCommand())
  .addCommand(importCommand())
  .addCommand(exportCommand())
  .addCommand(queryCommand())
  .addCommand(simulateCommand())
  .addCommand(evaluateCommand())
  .addCommand(benchCommand());

for (const [command, name] of commandsUnder(program, 'linchpin')) {
  command.configureOutput({ writeErr: () => {} }).exitOverride((error) => {
    throw error.exitCode === 0 ? error : wrongUse(error, name);
  });
}

// A reader that has enough, such as `head`, closes the pipe: no reason to complain.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit();
  throw error;
});

try {
  await program.parseAsync();
} catch (error) {
  process.exitCode = explain(error);
}

function* commandsUnder(command: Command, name: string): Generator<[Command, string]> {
  yield [command, name];
  for (const sub of command.commands) yield* commandsUnder(sub, `${name} ${sub.name()}`);
}

/** Says on stderr what went wrong and gives the exit code. */
function explain(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode;
  if (error instanceof LinchpinError) {
    console.error(error.message);
    for (const problem of error.problems.slice(1, 20))
      console.error(`  ${describeProblem(problem)}`);
    return 2;
  }
  if (error instanceof Error && 'syscall' in error) {
    console.error(`UNAVAILABLE ${systemPlace(error)}: ${error.message}; correct it and try again`);
    return 2;
  }
  console.error(error instanceof Error ? error.stack : error);
  return 2;
}

/** The file or the address that the operating system refused. */
function systemPlace(error: Error & { path?: string; address?: string; syscall?: unknown }) {
  return error.path ?? error.address ?? String(error.syscall);
}

function wrongUse({ code, message }: CommanderError, where: string): LinchpinError {
  const said = message.replace(/^error: /, '').replaceAll(/\s*\n\s*/g, ' ');
  return new LinchpinError({
    code: 'BAD_USER_INPUT',
    where,
    message: code === 'commander.help' ? 'a command is missing' : said.replace(/\.$/, ''),
    action: `see ${where} --help`,
  });
}
