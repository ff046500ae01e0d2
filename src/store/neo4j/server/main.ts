/**
 * `npm run neo4j`: a Neo4j Community server on this machine, until it is interrupted. Prints
 * `NEO4J_URI=<address>` on standard output, and how to use it on standard error.
 */
import { parseArgs } from 'node:util';
import { describeProblem, LinchpinError } from '../../../model/errors.ts';
import { startNeo4j } from './start-server.ts';

const usage = `Usage: npm run neo4j -- [options]

Runs a Neo4j Community server on this machine until it is interrupted.

Options:
  --port <number>  port to listen on, 0 for any free one (default 7687)
  --data <dir>     folder of its data (default .linchpin-neo4j)
  --auth           let in the user neo4j alone, with NEO4J_PASSWORD, at least 8 characters
  --help           display this
`;

interface Wanted {
  readonly data: string;
  readonly port: number;
  readonly password?: string;
}

/** What the arguments ask for; undefined for help. */
function wanted(): Wanted | undefined {
  const { help, auth, data, port: text } = given();
  if (help) return undefined;
  const port = Number(text);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw refused('--port', `${text} is not a port`, 'a whole number from 0 to 65535');
  }
  if (!auth) return { data, port };
  const password = process.env.NEO4J_PASSWORD ?? '';
  if (password.length >= 8) return { data, port, password };
  throw refused('--auth', 'there is no password', 'NEO4J_PASSWORD, at least 8 characters');
}

function given() {
  try {
    const { values } = parseArgs({
      options: {
        port: { type: 'string', default: '7687' },
        data: { type: 'string', default: '.linchpin-neo4j' },
        auth: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    });
    return values;
  } catch (error) {
    const [message = ''] = (error as Error).message.split('. ');
    throw refused(command, message, '--port <number>, --data <dir>, --auth or --help');
  }
}

const command = 'npm run neo4j';

function refused(where: string, message: string, expected: string): LinchpinError {
  return new LinchpinError({ code: 'BAD_USER_INPUT', where, message, expected });
}

function lineOf(error: unknown): string {
  if (error instanceof LinchpinError) return error.message;
  const { message } = error as Error;
  return describeProblem({ code: 'BAD_USER_INPUT', where: command, message });
}

function greeting({ data, password }: Wanted, uri: string): string {
  const isOpen = password === undefined;
  const login = isOpen ? 'no user or password is needed' : 'user neo4j with NEO4J_PASSWORD';
  return `Neo4j is running, its data in ${data} (${login})

  Linchpin   NEO4J_URI=${uri}${isOpen ? '' : ' NEO4J_PASSWORD=…'} npm start -- --store neo4j
  Cypher     ${uri}  (Neo4j Desktop, cypher-shell, any tool or driver that speaks Bolt)

Leave it running and open a second terminal. Stop with Ctrl+C.
`;
}

async function run(options: Wanted): Promise<void> {
  const server = await startNeo4j(options);
  // Before anyone can read that it runs, and so end it.
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => server.stop());
  process.stdout.write(`NEO4J_URI=${server.uri}\n`);
  process.stderr.write(greeting(options, server.uri));
  await server.ended;
}

try {
  const options = wanted();
  if (options === undefined) process.stdout.write(usage);
  else await run(options);
} catch (error) {
  console.error(`linchpin: ${lineOf(error)}`);
  process.exitCode = 2;
}
