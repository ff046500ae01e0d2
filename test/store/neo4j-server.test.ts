/** `npm run neo4j`: what it prints for its users, and why it does not start. */
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { packageRoot } from '../../src/package-root.ts';
import { startNeo4j } from '../../src/store/neo4j/server/start-server.ts';
import { build, launch, linchpin, temporaryFolder } from '../support/command-line.ts';

const script = join(packageRoot(), 'dist/src/store/neo4j/server/main.js');
const { path: cwd, remove } = temporaryFolder();
const first = await startNeo4j({ data: join(cwd, 'first'), brief: true }).catch((error: Error) => {
  if (process.env.CI) throw error;
  return error;
});
const missing = first instanceof Error ? first.message : undefined;

beforeAll(build, 120_000);
afterAll(async () => {
  if (!(first instanceof Error)) await first.stop();
  remove();
});

const run = (...args: readonly string[]) => linchpin(args, { cwd, script });
const options = '--port <number>, --data <dir>, --auth or --help';

test('its help lists the options', async () => {
  const { code, stdout, stderr } = await run('--help');
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  for (const option of options.split(/, | or /)) expect(stdout).toContain(`  ${option} `);
});

test.each([
  [['--ports', '1'], `npm run neo4j: Unknown option '--ports'; expected ${options}`],
  [['now'], `npm run neo4j: Unexpected argument 'now'; expected ${options}`],
  [['--port', 'x'], '--port: x is not a port; expected a whole number from 0 to 65535'],
  [['--auth'], '--auth: there is no password; expected NEO4J_PASSWORD, at least 8 characters'],
])('%j is refused with what is valid', async (args, line) => {
  const stderr = `linchpin: BAD_USER_INPUT ${line}\n`;
  expect(await run(...args)).toEqual({ code: 2, stdout: '', stderr });
});

describe.skipIf(missing)(`a server (else: ${missing})`, { timeout: 120_000 }, () => {
  const uri = first instanceof Error ? '' : first.uri;

  test('prints its address alone on standard output, and on the other how to use it', async () => {
    const child = launch(['--port', '0', '--data', 'second'], { cwd, script });
    let [stdout, stderr] = ['', ''];
    child.stdout?.on('data', (part) => {
      stdout += part;
    });
    child.stderr?.on('data', (part) => {
      stderr += part;
    });
    const ended = once(child, 'exit');
    await expect.poll(() => stderr, { timeout: 60_000 }).toContain('Ctrl+C');
    const address = /^NEO4J_URI=(bolt:\/\/127\.0\.0\.1:\d+)\n$/.exec(stdout)?.[1];
    expect(address).toBeDefined();
    expect(stderr).toBe(`Neo4j is running, its data in second (no user or password is needed)

  Linchpin   NEO4J_URI=${address} npm start -- --store neo4j
  Cypher     ${address}  (Neo4j Desktop, cypher-shell, any tool or driver that speaks Bolt)

Leave it running and open a second terminal. Stop with Ctrl+C.
`);
    child.kill('SIGINT');
    expect(await ended).toEqual([0, null]);
  });

  test('is refused a folder that another one uses', async () => {
    expect(await run('--port', '0', '--data', 'first')).toEqual({
      code: 2,
      stdout: '',
      stderr:
        'linchpin: DATA_LOCKED first: another Neo4j uses this folder; expected a folder that no other Neo4j works on; stop it, or give another folder with --data\n',
    });
  });

  test('is refused a port that another program has', async () => {
    const { port } = new URL(uri);
    expect(await run('--port', port, '--data', 'third')).toEqual({
      code: 2,
      stdout: '',
      stderr: `linchpin: PORT_IN_USE 127.0.0.1:${port}: another program listens there; expected a free port; stop it, or choose another port with --port (0 for any free one)\n`,
    });
  });

  test('says in one line why else it does not start', async () => {
    mkdirSync(join(cwd, 'odd'));
    writeFileSync(join(cwd, 'odd', 'data'), 'a file where a folder has to be');
    const { code, stderr } = await run('--port', '0', '--data', 'odd');
    expect(code).toBe(2);
    expect(stderr).toMatch(/^linchpin: UNAVAILABLE odd: Neo4j did not start: [^\n]+\n$/);
    expect(stderr).toContain(join('odd', 'data'));
    expect(stderr).not.toMatch(/Caused by|\bat (?:org|java)\./);
  });
});
