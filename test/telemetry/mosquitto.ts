/** Runs a Mosquitto broker on a free port, where Debian's `mosquitto` is installed. */
import { type ChildProcess, execFile, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** Why a test that needs Mosquitto is skipped. */
export const noMosquitto = 'Mosquitto is not installed (Debian: mosquitto, mosquitto-clients)';

const path = `${process.env.PATH}:/usr/sbin`;

/** Whether broker and clients are there. */
export function hasMosquitto(): boolean {
  try {
    execFileSync('which', ['mosquitto', 'mosquitto_pub'], { env: { PATH: path } });
    return true;
  } catch {
    return false;
  }
}

/** Publishes with Mosquitto's own client. */
export async function mosquittoPub(...args: string[]): Promise<void> {
  await promisify(execFile)('mosquitto_pub', args, { env: { PATH: path }, timeout: 10_000 });
}

export interface Mosquitto {
  readonly port: number;
  readonly url: string;
  /** Ends the broker as its service manager would, and starts it again on its saved sessions. */
  restart(): Promise<void>;
  close(): Promise<void>;
}

/** A broker that keeps sessions over a restart and lets any number of messages be in flight. */
export async function mosquitto(): Promise<Mosquitto> {
  const folder = mkdtempSync(join(tmpdir(), 'linchpin-mosquitto-'));
  const port = await freePort();
  const settings = [
    `listener ${port} 127.0.0.1`,
    'allow_anonymous true',
    'persistence true',
    `persistence_location ${folder}/`,
    'max_inflight_messages 0',
    'user root',
  ];
  const file = join(folder, 'mosquitto.conf');
  writeFileSync(file, `${settings.join('\n')}\n`);
  let broker = await run(file, port);
  return {
    port,
    url: `mqtt://127.0.0.1:${port}`,
    async restart() {
      await end(broker);
      broker = await run(file, port);
    },
    async close() {
      await end(broker);
      rmSync(folder, { recursive: true });
    },
  };
}

async function run(file: string, port: number): Promise<ChildProcess> {
  const broker = spawn('mosquitto', ['-c', file], { env: { PATH: path }, stdio: 'ignore' });
  for (;;) {
    if (broker.exitCode !== null) throw new Error(`mosquitto ended with ${broker.exitCode}`);
    if (await answers(port)) return broker;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

async function end(broker: ChildProcess): Promise<void> {
  const ended = once(broker, 'exit');
  broker.kill('SIGTERM');
  await ended;
}

async function answers(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1');
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
