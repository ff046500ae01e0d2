import { request } from 'node:http';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import type { Limits } from '../../src/api/limits.ts';
import { createServer, type RunningServer } from '../../src/api/server.ts';
import { plantStore, servicesOf } from './api-fixture.ts';

const query = '{ twin(id: "pump-1") { history(property: "power") { count } } }';

let remove: () => Promise<void>;
let server: RunningServer;
/** Resolves with the signal of the history that is asked for, which then waits for its abort. */
let asked: Promise<AbortSignal>;

async function start(limits: Partial<Limits> = {}): Promise<void> {
  const plant = await plantStore();
  remove = plant.remove;
  const services = servicesOf(plant.store);
  asked = new Promise((resolve) => {
    services.history.series = ({ signal }) => {
      resolve(signal as AbortSignal);
      return new Promise((_resolve, reject) => {
        signal?.addEventListener('abort', () => reject(signal.reason));
      });
    };
  });
  const logger = pino({ level: 'silent' });
  server = await createServer({ services, host: '127.0.0.1', port: 0, logger, limits });
}

afterEach(async () => {
  await server.close();
  await remove();
});

function post(): { answer: Promise<string>; leave(): void } {
  const headers = { 'content-type': 'application/json' };
  const sent = request(`${server.url}/graphql`, { method: 'POST', headers });
  const answer = new Promise<string>((resolve) => {
    sent.on('error', () => resolve('none'));
    sent.on('response', async (response) => {
      let text = '';
      for await (const part of response) text += part;
      resolve(text);
    });
  });
  sent.end(JSON.stringify({ query }));
  return { answer, leave: () => sent.destroy() };
}

const aborted = (signal: AbortSignal) =>
  signal.aborted || new Promise((resolve) => signal.addEventListener('abort', resolve));

describe('what an operation waits for is given up', () => {
  beforeEach(() => start());

  test('when its HTTP client is gone', async () => {
    const { answer, leave } = post();
    const signal = await asked;
    expect(signal.aborted).toBe(false);
    leave();
    await aborted(signal);
    expect(await answer).toBe('none');
  });

  test('when its WebSocket is gone', async () => {
    const socket = new WebSocket(`ws://127.0.0.1:${server.port}/graphql`, 'graphql-transport-ws');
    await new Promise((resolve) => socket.on('open', resolve));
    socket.send('{"type": "connection_init"}');
    await new Promise((resolve) => socket.once('message', resolve));
    socket.send(JSON.stringify({ id: '1', type: 'subscribe', payload: { query } }));
    const signal = await asked;
    expect(signal.aborted).toBe(false);
    socket.terminate();
    await aborted(signal);
  });
});

test('what an operation waits for is given up when its time is up', async () => {
  await start({ requestSeconds: 0.05 });
  const { answer } = post();
  await aborted(await asked);
  expect(await answer).toContain('took longer than 0.05 s');
});
