/** Starts `neo4j-instance.ts` in processes of their own and asks them. */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { ConnectionOptions } from '../../src/store/neo4j/connection.ts';

/** A commit as a process was told of it, or as it was acknowledged there. */
export interface Told {
  readonly revision: number;
  /** When, in epoch milliseconds. */
  readonly at: number;
}

/** A process with a store on a database that others use too. */
export interface Instance {
  /** Adds a twin; resolves when that is acknowledged. */
  commit(id: string): Promise<Told>;
  /** What it sees of a twin now. */
  read(id: string): Promise<{ revision: number; found: boolean; inSnapshot: boolean }>;
  /** What its feed has told from revision 0 up to this one; waits for it. */
  toldUntil(revision: number): Promise<readonly Told[]>;
  close(): Promise<void>;
}

const path = (name: string) => fileURLToPath(new URL(name, import.meta.url));

/** Starts a process and resolves when its store is open. */
export async function startInstance(options: ConnectionOptions): Promise<Instance> {
  const child = fork(path('neo4j-instance.ts'), [JSON.stringify(options)], {
    execArgv: ['--import', path('typescript-loader.mjs')],
  });
  const answers = new Map<number, (answer: never) => void>();
  let asked = 0;
  child.on('message', ({ number, answer }: { number: number; answer: never }) => {
    answers.get(number)?.(answer);
    answers.delete(number);
  });
  const ask = <R>(verb: string, value?: string | number): Promise<R> =>
    new Promise((resolve, reject) => {
      const number = asked++;
      answers.set(number, resolve as (answer: never) => void);
      child.send({ number, verb, value }, (error) => error && reject(error));
      child.once('exit', () => reject(new Error('the process ended')));
    });
  child.setMaxListeners(0);
  await ask('open');
  return {
    commit: (id) => ask('commit', id),
    read: (id) => ask('read', id),
    toldUntil: (revision) => ask('told', revision),
    close: () => close(child),
  };
}

async function close(child: ChildProcess): Promise<void> {
  const ended = once(child, 'exit');
  child.disconnect();
  await ended;
}
