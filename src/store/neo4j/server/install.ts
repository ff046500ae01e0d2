/**
 * Gets the jars of Neo4j Community from Maven Central, once, into the user's cache folder, so that
 * Neo4j starts without Docker or an installation. Used by `start-server.ts`.
 */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm, stat, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { LinchpinError } from '../../../model/errors.ts';

const version = '5.26.30';

/** How old the mark of an installation under way may be before it counts as abandoned. */
const abandonedMilliseconds = 15 * 60_000;

/** The folder of the jars; got when missing, which takes minutes. `UNAVAILABLE` without Maven. */
export async function neo4jJars(): Promise<string> {
  const cache = process.env.XDG_CACHE_HOME || join(homedir(), '.cache');
  const jars = join(cache, 'linchpin', `neo4j-${version}`, 'jars');
  if (existsSync(jars)) return jars;
  await mkdir(dirname(jars), { recursive: true });
  const mark = `${jars}.installing`;
  while (!(await marked(mark))) {
    await pause(500);
    if (existsSync(jars)) return jars;
  }
  try {
    if (!existsSync(jars)) await install(jars);
  } finally {
    await rm(mark, { recursive: true, force: true });
  }
  return jars;
}

/** Whether the mark is ours now: one process installs, the others wait for it. */
async function marked(mark: string): Promise<boolean> {
  const age = Date.now() - (await stat(mark).then(({ mtimeMs }) => mtimeMs, Date.now));
  if (age > abandonedMilliseconds) await rm(mark, { recursive: true, force: true });
  return mkdir(mark).then(
    () => true,
    () => false,
  );
}

async function install(jars: string): Promise<void> {
  console.error(`linchpin: getting Neo4j ${version} from Maven Central (once)`);
  const draft = await mkdtemp(`${jars}.draft-`);
  try {
    await writeFile(join(draft, 'pom.xml'), pom);
    await maven(draft, ['-q', '-B', 'dependency:copy-dependencies', '-DoutputDirectory=jars']);
    await rename(join(draft, 'jars'), jars);
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}

const pom = `<project>
  <modelVersion>4.0.0</modelVersion>
  <groupId>linchpin</groupId>
  <artifactId>neo4j</artifactId>
  <version>1</version>
  <dependencies>
    <dependency><groupId>org.neo4j</groupId><artifactId>neo4j</artifactId><version>${version}</version></dependency>
    <dependency><groupId>org.neo4j</groupId><artifactId>neo4j-bolt</artifactId><version>${version}</version></dependency>
  </dependencies>
</project>
`;

function maven(cwd: string, args: readonly string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn('mvn', args, {
      cwd,
      stdio: ['ignore', 'pipe', 'pipe'],
      shell: process.platform === 'win32',
    });
    let output = '';
    const collect = (part: Buffer) => {
      output = (output + part).slice(-2_000);
    };
    child.stdout.on('data', collect);
    child.stderr.on('data', collect);
    child.on('error', (cause) => reject(missing(cause)));
    child.on('exit', (code) => (code === 0 ? resolve() : reject(failed(output))));
  });
}

function missing(cause: unknown): LinchpinError {
  return new LinchpinError(
    {
      code: 'UNAVAILABLE',
      where: 'mvn',
      message: 'Maven is not installed, and Neo4j comes from Maven Central',
      action:
        'install Maven (for example: apt-get install maven), or set NEO4J_URI to a running Neo4j',
    },
    { cause },
  );
}

function failed(output: string): LinchpinError {
  return new LinchpinError({
    code: 'UNAVAILABLE',
    where: 'mvn',
    message: `Neo4j ${version} did not come from Maven Central: ${output.trim()}`,
    action: 'check the network and Maven’s settings, or set NEO4J_URI to a running Neo4j',
  });
}
