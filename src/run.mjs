/**
 * What `npm start` and `npm test` run: plain JavaScript, because on a fresh clone nothing is
 * installed or built yet. Installs and builds when needed, then hands over.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const [task, ...args] = process.argv.slice(2);

const tasks = {
  start: () => node('dist/src/main.js', 'start', ...args),
  linchpin: () => node('dist/src/main.js', ...args),
  train: () => node('dist/gnn/train/train.js', ...args),
  print: () => node('dist/src/print.js', ...args),
  build: () => 0,
  test: () => {
    const types = node('node_modules/typescript/bin/tsc', '-p', 'test/tsconfig.json');
    const style = node(
      'node_modules/@biomejs/biome/bin/biome',
      'check',
      '--error-on-warnings',
      '.',
    );
    const config = ['--config', 'test/vitest.config.ts'];
    const tests = node('node_modules/vitest/vitest.mjs', 'run', ...config, ...args);
    return types || style || tests;
  },
};

if (!Object.hasOwn(tasks, task ?? '')) {
  fail(`BAD_USER_INPUT: unknown task ${task}; expected one of ${Object.keys(tasks).join(', ')}`);
}
requireNode(20, 19);
once('node_modules/.linchpin-installed', hashOf(['package-lock.json']), install);
once('dist/.built', hashOf([...filesIn('src'), ...filesIn('gnn'), 'tsconfig.json']), build);
process.exitCode = tasks[task]();

function install() {
  console.error('linchpin: installing packages (once)');
  const options = { cwd: root, stdio: ['ignore', 2, 2], shell: process.platform === 'win32' };
  const { status } = spawnSync(
    'npm',
    ['ci', '--ignore-scripts', '--no-audit', '--no-fund'],
    options,
  );
  if (status !== 0)
    fail('UNAVAILABLE: npm ci failed; see its output above, mend it, and run again');
}

function build() {
  console.error('linchpin: building (once)');
  if (node('node_modules/typescript/bin/tsc', '-p', 'tsconfig.json') !== 0) {
    fail('INTERNAL_SERVER_ERROR: the build failed; see the compiler output above');
  }
}

/** Runs a step unless its stamp file holds this hash; writes the stamp when the step is done. */
function once(stamp, hash, step) {
  const path = join(root, stamp);
  if (existsSync(path) && readFileSync(path, 'utf8') === hash) return;
  step();
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

/** Runs a Node program in the foreground, signals included, and gives its exit code. */
function node(script, ...rest) {
  const ignore = () => {};
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, ignore);
  const program = script.startsWith('dist/') ? ['--enable-source-maps', script] : [script];
  const cwd = script.startsWith('dist/') ? process.cwd() : root;
  const path = [...program.slice(0, -1), join(root, script), ...rest];
  const { status } = spawnSync(process.execPath, path, { cwd, stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM']) process.off(signal, ignore);
  return status ?? 1;
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
