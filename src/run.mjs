/**
 * What `npm start` and `npm test` run: plain JavaScript, because on a fresh clone nothing is
 * installed or built yet. Installs and builds when needed, then hands over.
 */
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const [task, ...args] = process.argv.slice(2);

const vitestConfig = ['--config', 'test/vitest.config.ts'];
const tasks = {
  start: () => node('dist/src/main.js', 'start', ...args),
  linchpin: () => node('dist/src/main.js', ...args),
  neo4j: () => node('dist/src/store/neo4j/server/main.js', ...args),
  train: () => node('dist/gnn/train/train.js', ...args),
  print: () => node('dist/src/print.js', ...args),
  build: async () => 0,
  test: () => node('node_modules/vitest/vitest.mjs', 'run', ...vitestConfig, ...args),
};

if (!Object.hasOwn(tasks, task ?? '')) {
  fail(`BAD_USER_INPUT: unknown task ${task}; expected one of ${Object.keys(tasks).join(', ')}`);
}
requireNode(20, 19);
await once('node_modules/.linchpin-installed', hashOf(['package-lock.json']), install);
await once('dist/.built', hashOf([...filesIn('src'), ...filesIn('gnn'), 'tsconfig.json']), build);
process.exitCode = await tasks[task]();

/**
 * `npm install` with the lock file's versions and without install scripts. Not `npm ci`: it fails
 * when the lock file lacks another platform's optional binaries, which some registries do not hold.
 */
function install() {
  console.error('linchpin: installing packages (once)');
  const options = { cwd: root, stdio: ['ignore', 2, 2], shell: process.platform === 'win32' };
  const quiet = ['--no-save', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  const { status } = spawnSync('npm', ['install', ...quiet], options);
  if (status !== 0) fail('UNAVAILABLE: npm install failed; see its output above and run again');
}

/** Builds beside `dist` and puts the whole in its place, so that nobody sees half a build. */
async function build() {
  console.error('linchpin: building (once)');
  const fresh = `dist-${process.pid}`;
  const options = ['-p', 'tsconfig.json', '--outDir', fresh, '--incremental', 'false'];
  const status = await node('node_modules/typescript/bin/tsc', ...options);
  const [built, place] = [join(root, fresh), join(root, 'dist')];
  if (status === 0) {
    rmSync(place, { recursive: true, force: true });
    renameSync(built, place);
    return;
  }
  rmSync(built, { recursive: true, force: true });
  fail('INTERNAL_SERVER_ERROR: the build failed; see the compiler output above');
}

/** Runs a step unless its stamp file holds this hash; writes the stamp when the step is done. */
async function once(stamp, hash, step) {
  const path = join(root, stamp);
  if (existsSync(path) && readFileSync(path, 'utf8') === hash) return;
  await step();
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, hash);
}

/** A hash of files' names, sizes and times; of the content for the lock file, which git may touch. */
function hashOf(files) {
  const hash = createHash('sha256');
  for (const file of files) {
    const { size, mtimeMs } = statSync(join(root, file));
    const mark = file.endsWith('.json') ? readFileSync(join(root, file)) : `${size} ${mtimeMs}`;
    hash.update(`${file}\n`).update(mark);
  }
  return hash.digest('hex');
}

function filesIn(folder) {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1))
    .sort();
}

/** Runs a Node program in the foreground, hands it our signals, and gives its exit code. */
function node(script, ...rest) {
  const ours = script.startsWith('dist/');
  const program = [...(ours ? ['--enable-source-maps'] : []), join(root, script), ...rest];
  const cwd = ours ? process.cwd() : root;
  const child = spawn(process.execPath, program, { cwd, stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
  endWithNpm(child);
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (code) => resolve(code ?? 1));
  });
}

/** A signal to npm ends npm and its shell and never comes here: their end has to do instead. */
function endWithNpm(child) {
  if (process.env.npm_lifecycle_event === undefined) return;
  const shell = process.ppid;
  const watch = () => process.ppid === shell || child.kill('SIGTERM');
  setInterval(watch, 250).unref();
}

function requireNode(major, minor) {
  const [have = 0, haveMinor = 0] = process.versions.node.split('.').map(Number);
  if (have > major || (have === major && haveMinor >= minor)) return;
  fail(
    `UNAVAILABLE: Node ${process.versions.node} is too old; expected ${major}.${minor} or later`,
  );
}

function fail(line) {
  console.error(`linchpin: ${line}`);
  process.exit(2);
}
