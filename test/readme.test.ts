/**
 * Runs the README as a newcomer would: its first two commands are what the package offers, its shell
 * blocks run in order beside a running service, and a JSON block is the answer of the one before.
 */
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type RunningProcess, runningService } from '../src/bench/running.ts';
import { packageRoot } from '../src/package-root.ts';

const root = packageRoot();
const readme = readFileSync(join(root, 'README.md'), 'utf8');
const blocks = [...readme.matchAll(/```(\w+)\n([\s\S]*?)```/g)].map(([, language, text]) => ({
  language: language as string,
  text: (text as string).trim(),
}));
const [start, suite, command, ...tour] = blocks.filter(({ language }) =>
  /^(sh|json)$/.test(language),
);
const run = promisify(execFile);
const hasMosquitto = await run('mosquitto_pub', ['--version']).then(
  () => true,
  (error: { code?: unknown }) => error.code !== 'ENOENT',
);

test('the first two commands are the two that the package offers', () => {
  expect([start?.text, suite?.text]).toEqual(['npm start', 'npm test']);
  const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  expect(scripts).toMatchObject({ start: 'node src/run.mjs start', test: 'node src/run.mjs test' });
});

describe('the tour', () => {
  let service: RunningProcess;
  let folder: string;
  let printed = '';

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'linchpin-readme-'));
    service = await runningService(join(folder, 'data'));
  }, 120_000);

  afterAll(async () => {
    await service.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  /** A block after the set-up, with the service under test, and files in a folder of their own. */
  function here(text: string): string {
    return `set -e\n${command?.text}\n${text}`
      .replace('npm run -s linchpin --', `node '${join(root, 'dist/src/main.js')}'`)
      .replaceAll('http://127.0.0.1:4000/graphql', service.graphqlUrl)
      .replaceAll('mosquitto_pub ', `mosquitto_pub -p ${new URL(service.mqttUrl).port} `)
      .replaceAll(' seeds/', ` ${root}/seeds/`);
  }

  test('begins with the command line of the checkout and the address of the service', () => {
    expect(command?.text.split('\n')).toEqual([
      'linchpin() { npm run -s linchpin -- "$@"; }',
      'export LINCHPIN_URL=http://127.0.0.1:4000/graphql',
    ]);
  });

  for (const { language, text } of tour) {
    const title = text.split('\n')[0] as string;
    if (language === 'json') {
      test(`answers ${text.replace(/\s+/g, ' ').slice(0, 60)} …`, (context) => {
        context.skip(printed === '', 'the command before it was skipped');
        expect(JSON.parse(printed)).toEqual(JSON.parse(text));
      });
    } else {
      test(title, { timeout: 60_000 }, async (context) => {
        printed = '';
        context.skip(
          text.includes('mosquitto_pub') && !hasMosquitto,
          'mosquitto_pub is not installed',
        );
        const { stdout } = await run('bash', ['-c', here(text)], { cwd: folder });
        printed = stdout;
        expect(stdout).not.toContain('"errors"');
        expect(stdout.trim()).not.toBe('');
      });
    }
  }
});
