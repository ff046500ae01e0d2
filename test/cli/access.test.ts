/** A service with a token: reachable beyond loopback, and closed to those who do not hold it. */
import { connectAsync } from 'mqtt';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { build, linchpin, type Started, start, temporaryFolder } from '../support/command-line.ts';

const { path: cwd, remove } = temporaryFolder();
const token = 'correct horse battery staple';
let service: Started;
const local = (url: string) => url.replace('0.0.0.0', '127.0.0.1');

beforeAll(async () => {
  build();
  const env = { LINCHPIN_TOKEN: token, LINCHPIN_HOST: '0.0.0.0' };
  service = await start(['--no-seed'], { cwd, env });
}, 120_000);
afterAll(async () => {
  await service.stop();
  remove();
});

const ask = (env: Readonly<Record<string, string>>) =>
  linchpin(['query', '-', '--url', local(service.graphqlUrl)], {
    ...{ cwd, env },
    input: '{ __typename }',
  });

test('listens on the address that it was given', () => {
  expect(service.graphqlUrl).toMatch(/^http:\/\/0\.0\.0\.0:\d+\/graphql$/);
});

test.each([
  [{}, 'there is no bearer token'],
  [{ LINCHPIN_TOKEN: 'another token of some length' }, 'the bearer token is not the right one'],
])('GraphQL is refused with %j', async (env, message) => {
  const { code, stdout } = await ask(env);
  expect(code).toBe(1);
  const [error] = JSON.parse(stdout).errors;
  expect(error.extensions.code).toBe('UNAUTHENTICATED');
  expect(error.message).toContain(message);
});

test('GraphQL answers to the holder of the token', async () => {
  const { code, stdout } = await ask({ LINCHPIN_TOKEN: token });
  expect({ code, answer: JSON.parse(stdout) }).toEqual({
    code: 0,
    answer: { data: { __typename: 'Query' } },
  });
});

test('MQTT asks for the token as password', async () => {
  const url = local(service.mqttUrl);
  const options = { protocolVersion: 4, reconnectPeriod: 0, username: 'sensor' } as const;
  await expect(connectAsync(url, options, false)).rejects.toThrow(/Not authorized|Bad user/);
  const client = await connectAsync(url, { ...options, password: token }, false);
  expect(client.connected).toBe(true);
  await client.endAsync();
});
