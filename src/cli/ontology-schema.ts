/** `linchpin ontology schema`: prints the typed GraphQL schema of DTDL files. */
import { Command } from 'commander';
import { describeProblem } from '../model/errors.ts';
import { checkFiles } from '../ontology/check-files.ts';
import { partOf } from '../ontology/part-of.ts';
import { printJson } from './report.ts';

export function ontologySchemaCommand(): Command {
  return new Command('schema')
    .description('print the typed GraphQL schema of an ontology')
    .argument('<paths...>', 'files and folders with DTDL models')
    .option('--json', 'print how large it is instead, as one JSON document')
    .action(run);
}

async function run(paths: readonly string[], { json }: { json?: boolean }): Promise<void> {
  const begun = performance.now();
  const { catalogue, own, problems } = checkFiles(paths);
  if (problems.length > 0) {
    // Not half a schema: what is left out would look as if the models did not have it.
    for (const problem of problems) console.error(describeProblem(problem));
    process.exitCode = 1;
    return;
  }
  // Loaded by this command alone: the others need no GraphQL.
  const { printTypedSchema } = await import('../api/print-schema.ts');
  const { sdl, types } = printTypedSchema(partOf(catalogue, own));
  if (json !== true) {
    process.stdout.write(sdl);
    return;
  }
  printJson({
    models: own.size,
    types,
    sdlBytes: Buffer.byteLength(sdl),
    seconds: (performance.now() - begun) / 1000,
    rssBytes: process.memoryUsage.rss(),
  });
}
