/** `start`: one service that is asked, disturbed and stopped as its users do. */
import { once } from 'node:events';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import WebSocket from 'ws';
import {
  build,
  json,
  linchpin,
  type Started,
  start,
  temporaryFolder,
} from '../support/command-line.ts';

const { path: cwd, remove } = temporaryFolder();
const inFolder = { cwd };
const lock = join(cwd, 'data', 'linchpin.lock');
let service: Started;

beforeAll(async () => {
  build();
  service = await start(['--data', 'data', '--seed', 'city'], inFolder);
}, 120_000);
afterAll(async () => {
  await service.stop('SIGKILL');
  remove();
});

const portOf = (url: string) => new URL(url).port;
const revision = async (options = inFolder) => {
  const args = ['query', '-', '--url', service.graphqlUrl];
  const { stdout } = await linchpin(args, { ...options, input: '{ revision }' });
  return Number(JSON.parse(stdout).data.revision);
};

describe('a running service', () => {
  test('answers over HTTP, and its devices move the graph', async () => {
    const before = await revision();
    await expect.poll(revision, { timeout: 15_000 }).toBeGreaterThan(before);
  });

  test('takes an import, and says what it refused', async () => {
    const pipe = (id: string, model: string) => ({ $dtId: id, $metadata: { $model: model } });
    const lines = [pipe('new', 'dtmi:linchpin:city:District;1'), pipe('odd', 'dtmi:none;1')];
    writeFileSync(join(cwd, 'new.ndjson'), lines.map((line) => JSON.stringify(line)).join('\n'));
    const args = ['import', 'new.ndjson', '--url', service.graphqlUrl];
    const first = await json<{ twins: number; rejected: object[] }>(args, inFolder);
    expect(first).toMatchObject({ twins: 1, unchanged: 0, rejected: [{ where: 'new.ndjson:2' }] });
    expect(await json(args, inFolder)).toMatchObject({ twins: 1, unchanged: 1 });
  });

  test('holds its data folder: another process is refused', async () => {
    const pid = service.child.pid;
    const { code, stdout, stderr } = await linchpin(['export', '--data', 'data'], inFolder);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(
      new RegExp(`^DATA_LOCKED data: the data folder is in use by process ${pid} on [^;]+; .*\n$`),
    );
  });

  test.each([
    ['--port', 'graphqlUrl', 'another program listens there'],
    ['--mqtt-port', 'mqttUrl', 'another program listens on this MQTT port'],
  ] as const)(
    'holds its ports: another with %s is refused and leaves no lock',
    async (...given) => {
      const [flag, url, message] = given;
      const ports = ['--port', '0', '--mqtt-port', '0', flag, portOf(service[url])];
      const args = ['start', '--data', 'other', '--no-seed', ...ports];
      const { code, stdout, stderr } = await linchpin(args, inFolder);
      expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
      expect(stderr).toMatch(
        `PORT_IN_USE 127.0.0.1:${portOf(service[url])}: ${message}; expected a free port; stop it`,
      );
      expect(stderr.split('\n')).toHaveLength(2);
      expect(existsSync(join(cwd, 'other', 'linchpin.lock'))).toBe(false);
    },
  );
});

describe('an end by SIGTERM', () => {
  const query = 'subscription { changes { revision } }';
  const count = (text: string) => `{ twins(first: 1000, ${text}) { nodes { id } } }`;
  let twins: string;

  test('comes within 2 s with subscriptions open, and releases the data', async () => {
    const input = count('where: {property: "$id", startsWith: "pump"}');
    const args = ['query', '-', '--url', service.graphqlUrl];
    twins = (await linchpin(args, { ...inFolder, input })).stdout;
    const socket = new WebSocket(service.graphqlUrl.replace('http', 'ws'), 'graphql-transport-ws');
    await once(socket, 'open');
    socket.send(JSON.stringify({ type: 'connection_init' }));
    await once(socket, 'message');
    socket.send(JSON.stringify({ id: '1', type: 'subscribe', payload: { query } }));
    const events = await fetch(service.graphqlUrl, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'text/event-stream' },
      body: JSON.stringify({ query }),
    });
    const closed = once(socket, 'close');
    const ended = events.text().catch(() => 'cut');
    await once(socket, 'message');
    const { code, milliseconds } = await service.stop();
    expect(code).toBe(0);
    expect(milliseconds).toBeLessThan(2_000);
    await Promise.all([closed, ended]);
    expect(existsSync(lock)).toBe(false);
    expect(service.stderr()).toBe('');
  });

  test('loses nothing: the second start is quick, and loads no world again', async () => {
    const began = performance.now();
    service = await start(['--data', 'data', '--seed', 'city', '--no-devices'], inFolder);
    expect(performance.now() - began).toBeLessThan(10_000);
    const input = count('where: {property: "$id", startsWith: "pump"}');
    const args = ['query', '-', '--url', service.graphqlUrl];
    expect((await linchpin(args, { ...inFolder, input })).stdout).toBe(twins);
    const settled = await revision();
    expect(await service.stop('SIGINT')).toMatchObject({ code: 0 });
    service = await start(['--data', 'data', '--seed', 'city', '--no-devices'], inFolder);
    expect(await revision()).toBe(settled);
  });
});
