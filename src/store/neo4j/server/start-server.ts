/**
 * Starts a Neo4j server on this machine, for development and tests: a Java process that ends with
 * the process that started it. Used by `npm run neo4j` and by the tests.
 */
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join, resolve as resolvePath } from 'node:path';
import { LinchpinError } from '../../../model/errors.ts';
import { packageRoot } from '../../../package-root.ts';
import { failedStart, type StartPlace } from './failed-start.ts';
import { neo4jJars } from './install.ts';

/** Which server to start. */
export interface ServerOptions {
  /** Folder of its data; made when missing. */
  readonly data: string;
  /** 0, the default, takes any free one. */
  readonly port?: number;
  /** The password of the user `neo4j`, at least 8 characters; nobody has to log in without it. */
  readonly password?: string;
  /** For a server of minutes: compiles less, so that it starts and warms up in less time. */
  readonly brief?: boolean;
}

/** A server that runs. */
export interface Neo4jServer {
  /** `bolt://127.0.0.1:<port>`. */
  readonly uri: string;
  /** Resolves when it has ended, for whatever reason. */
  readonly ended: Promise<void>;
  stop(): Promise<void>;
}

/**
 * Starts a server and resolves when it can be used, after some 10 s. `DATA_LOCKED` when another one
 * uses its folder, `PORT_IN_USE`, and `UNAVAILABLE` when it does not start for another reason.
 */
export async function startNeo4j(options: ServerOptions): Promise<Neo4jServer> {
  const jars = await neo4jJars();
  const data = resolvePath(options.data);
  await mkdir(data, { recursive: true });
  const settings = join(data, 'settings.conf');
  await writeFile(settings, settingsOf(options));
  const program = join(packageRoot(), 'src/store/neo4j/server/Neo4jServer.java');
  const machine = ['-Xmx1g', ...(options.brief === true ? briefly : [])];
  const child = spawn('java', [...machine, '-cp', join(jars, '*'), program, data, settings], {
    env: withPassword(options.password),
    // A group of its own: Ctrl+C reaches us alone, and we end it in order.
    detached: true,
  });
  const ended = new Promise<void>((resolve) => {
    child.on('close', () => resolve());
  });
  const place = { data: options.data, port: options.port ?? 0 };
  const uri = `bolt://127.0.0.1:${await readyPort(child, place)}`;
  return {
    uri,
    ended,
    stop() {
      child.stdin.end();
      return ended;
    },
  };
}

/** What a Java machine is told that has little time. */
const briefly = ['-XX:TieredStopAtLevel=1', '-XX:+UseSerialGC'];

function settingsOf({ port = 0, password }: ServerOptions): string {
  const settings = {
    'dbms.usage_report.enabled': false,
    'dbms.security.auth_enabled': password !== undefined,
    'server.bolt.enabled': true,
    'server.bolt.listen_address': `127.0.0.1:${port}`,
    'server.memory.pagecache.size': '256m',
    'db.tx_log.rotation.retention_policy': '1 files',
  };
  return `${Object.entries(settings)
    .map(([name, value]) => `${name}=${value}`)
    .join('\n')}\n`;
}

function withPassword(password: string | undefined): NodeJS.ProcessEnv {
  const { NEO4J_PASSWORD: _, ...environment } = process.env;
  return { ...environment, ...(password !== undefined && { NEO4J_PASSWORD: password }) };
}

function readyPort(child: ChildProcessWithoutNullStreams, place: StartPlace): Promise<number> {
  return new Promise((resolve, reject) => {
    let [said, complaints] = ['', ''];
    child.stdout.on('data', (part: Buffer) => {
      said = (said + part).slice(-1_000);
      const port = /^READY ([0-9]+)$/m.exec(said)?.[1];
      if (port !== undefined) resolve(Number(port));
    });
    child.stderr.on('data', (part: Buffer) => {
      complaints = (complaints + part).slice(-50_000);
    });
    child.on('error', (cause) => reject(withoutJava(cause)));
    child.on('close', () => reject(failedStart(complaints, place)));
  });
}

function withoutJava(cause: unknown): LinchpinError {
  return new LinchpinError(
    {
      code: 'UNAVAILABLE',
      where: 'java',
      message: 'Java is not installed, and Neo4j runs on it',
      expected: 'a JDK, version 17 or 21',
      action: 'install one (for example: apt-get install openjdk-17-jdk-headless)',
    },
    { cause },
  );
}
