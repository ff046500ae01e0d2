/** GraphQL requests over HTTP from 50 connections, each sending when its last was answered. */
import { Agent, request } from 'node:http';

/** How many connections send requests at once. */
export const connections = 50;

/** A load on one server. */
export interface HttpLoad {
  readonly url: string;
  readonly seconds: number;
  /** The body of the nth request. */
  readonly body: (index: number) => string;
  /** Collects the milliseconds of each request. */
  readonly latencies: number[];
}

/** Requests per second; throws when one is answered with errors. */
export async function requestsPerSecond(load: HttpLoad): Promise<number> {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const started = performance.now();
  const end = started + load.seconds * 1000;
  let asked = 0;
  const client = async () => {
    while (performance.now() < end) {
      const sent = performance.now();
      await post(load.url, load.body(asked++), agent);
      load.latencies.push(performance.now() - sent);
    }
  };
  try {
    await Promise.all(Array.from({ length: connections }, client));
    return (asked * 1000) / (performance.now() - started);
  } finally {
    agent.destroy();
  }
}

/** The answer to one request; throws when it has errors. */
export async function answer(url: string, body: string): Promise<string> {
  const agent = new Agent();
  try {
    return await post(url, body, agent);
  } finally {
    agent.destroy();
  }
}

function post(url: string, body: string, agent: Agent): Promise<string> {
  const headers = {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(body),
  };
  return new Promise((resolve, reject) => {
    const sent = request(url, { method: 'POST', agent, headers }, (response) => {
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => parts.push(part));
      response.on('end', () => {
        const text = Buffer.concat(parts).toString();
        if (response.statusCode === 200 && !text.includes('"errors"')) resolve(text);
        else reject(new Error(`status ${response.statusCode}: ${text.slice(0, 300)}`));
      });
    });
    sent.on('error', reject).end(body);
  });
}
