/** `linchpin query`: runs a GraphQL document in process on a data folder, or on a running service. */
import { readFileSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import { Command } from 'commander';
import { LinchpinError } from '../model/errors.ts';
import { isJsonObject, type Json, type JsonObject } from '../model/json.ts';
import { requireOperation } from './operations.ts';
import { existingPlace, type ServiceFlags, serviceOf, withPlace } from './options.ts';
import { post } from './remote.ts';
import { printJson } from './report.ts';

export function queryCommand(): Command {
  return withPlace(new Command('query'))
    .description('run a GraphQL document and print the response')
    .argument('<file>', 'file with the document, - for standard input')
    .option(
      '--url <url>',
      'running service to ask (default LINCHPIN_URL; it may need LINCHPIN_TOKEN)',
    )
    .option('--variables <json>', 'values of the variables, a JSON object')
    .option('--operation <name>', 'which operation of the document to run')
    .option('--explain', 'tell with the response what was done for it: `extensions.explain`')
    .option('--json', 'for symmetry: the response is JSON anyway')
    .action(run);
}

interface QueryOptions extends ServiceFlags {
  readonly variables?: string;
  readonly operation?: string;
  readonly explain?: true;
}

async function run(file: string, options: QueryOptions): Promise<void> {
  const query = await documentIn(file);
  requireOperation(query, options.operation, file);
  const request = {
    query,
    variables: variablesIn(options.variables),
    ...(options.operation === undefined ? {} : { operationName: options.operation }),
    ...(options.explain === true && { extensions: { explain: true } }),
  };
  const response = await answer(request, options);
  printJson(response);
  if (Object.hasOwn(response as object, 'errors')) process.exitCode = 1;
}

async function answer(request: object, options: QueryOptions): Promise<unknown> {
  const url = serviceOf(options);
  if (url !== undefined) return post(url, request);
  const { openApi, openStore } = await import('../service.ts');
  const store = await openStore(existingPlace(options));
  try {
    const fetch = await openApi(store);
    const body = JSON.stringify(request);
    const headers = { 'content-type': 'application/json' };
    return await (
      await fetch('http://127.0.0.1/graphql', { method: 'POST', headers, body })
    ).json();
  } finally {
    await store.close();
  }
}

async function documentIn(file: string): Promise<string> {
  try {
    return file === '-' ? await text(process.stdin) : readFileSync(file, 'utf8');
  } catch (cause) {
    const message = `the document cannot be read: ${(cause as Error).message}`;
    const problem = {
      code: 'BAD_USER_INPUT',
      where: file,
      message,
      expected: 'a file with a GraphQL document, or - for standard input',
      action: 'correct the path',
    } as const;
    throw new LinchpinError(problem, { cause });
  }
}

function variablesIn(json: string | undefined): JsonObject {
  try {
    const variables: Json = json === undefined ? {} : JSON.parse(json);
    if (isJsonObject(variables)) return variables;
    throw new Error('they are not an object');
  } catch (cause) {
    const problem = {
      code: 'BAD_USER_INPUT',
      where: '--variables',
      message: `the variables cannot be read: ${(cause as Error).message}`,
      expected: 'a JSON object such as {"id": "pump-1"}',
      action: 'correct them; a shell needs quotes around JSON',
    } as const;
    throw new LinchpinError(problem, { cause });
  }
}
