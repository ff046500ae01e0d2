/** An embedded store in a temporary folder, and a kind of job that counts as it is told. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { JobKind } from '../../src/flows/jobs/job.ts';
import { embeddedStore } from '../../src/store/embedded/embedded-store.ts';
import type { TwinStore } from '../../src/store/twin-store.ts';

export interface OpenedStore {
  readonly store: TwinStore;
  /** Closes the store and opens it again, as after a restart. */
  reopen(): Promise<TwinStore>;
  remove(): Promise<void>;
}

export async function temporaryStore(): Promise<OpenedStore> {
  const path = await mkdtemp(join(tmpdir(), 'linchpin-jobs-'));
  let store = await embeddedStore({ path });
  return {
    get store() {
      return store;
    },
    async reopen() {
      await store.close();
      store = await embeddedStore({ path });
      return store;
    },
    async remove() {
      await store.close();
      await rm(path, { recursive: true, force: true });
    },
  };
}

export interface Counting {
  readonly name: string;
  readonly to: number;
}

/** Counts in steps that wait for `gate`; keeps each step. */
export function countingKind(gate: (step: number) => Promise<void> | void) {
  const kind: JobKind<Counting, { definition: Counting; steps: number[] }> = {
    name: 'counting',
    async open(definition, records) {
      const names = await records.names('step/');
      return { definition, steps: names.map((name) => Number(name.slice('step/'.length))) };
    },
    async run({ definition, steps }, { records, signal, progress }) {
      progress(steps.length, definition.to);
      for (let step = steps.length; step < definition.to; step++) {
        await Promise.race([
          gate(step),
          new Promise((_, reject) => {
            if (signal.aborted) reject(signal.reason);
            signal.addEventListener('abort', () => reject(signal.reason), { once: true });
          }),
        ]);
        await records.put(`step/${String(step).padStart(4, '0')}`, new Uint8Array([step]));
        steps.push(step);
        progress(steps.length, definition.to);
      }
    },
  };
  return kind;
}

/** A gate that is shut until it is opened. */
export function gate(): { readonly passes: Promise<void>; open(): void } {
  let open = () => {};
  const passes = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { passes, open: () => open() };
}
