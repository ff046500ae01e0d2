/**
 * Jobs in a store's archive: definition, records and end of each, and an entry in the order of
 * time. Nothing is ever overwritten; a job without an end was running. Used by `openJobs`.
 */
import { createHash } from 'node:crypto';
import type { Archive } from '../../model/archive.ts';
import { arrivalClock, type Clock } from '../../model/clock.ts';
import { LinchpinError, type Problem } from '../../model/errors.ts';
import { canonicalJson, type Json } from '../../model/json.ts';
import type { JobRecords, JobState } from './job.ts';

/** An entry of the list of all jobs. */
export interface ListedJob {
  readonly id: string;
  /** Epoch milliseconds, UTC. */
  readonly createdAt: number;
}

export interface KeptJob<D> extends ListedJob {
  readonly kind: string;
  readonly definition: D;
}

/** How a job ended. */
export interface JobEnd {
  readonly state: Exclude<JobState, 'running'>;
  readonly finishedAt: number;
  readonly done: number;
  readonly total: number;
  readonly problem?: Problem;
}

const format = 1;
const listPrefix = 'job-list/';

export class KeptJobs<D> {
  readonly #archive: Archive;
  readonly #clock: Clock;

  constructor(archive: Archive, clock: Clock) {
    this.#archive = archive;
    this.#clock = arrivalClock(clock);
  }

  /** The id of a job. */
  static idOf(kind: string, definition: unknown): string {
    const text = canonicalJson({ kind, definition } as unknown as Json);
    return createHash('sha256').update(text).digest('hex');
  }

  now(): number {
    return this.#clock.now();
  }

  async keep(id: string, kind: string, definition: D): Promise<KeptJob<D>> {
    // A key sorts by whole microseconds, which is what the clock counts in.
    const createdAt = Math.round(this.#clock.now() * 1000) / 1000;
    const job = { id, kind, definition, createdAt };
    await this.#write(`job/${id}/definition`, { format, ...job });
    await this.#archive.put(listKey(job), new Uint8Array());
    return job;
  }

  async get(id: string): Promise<KeptJob<D> | undefined> {
    const kept = await this.#read<KeptJob<D> & { format: number }>(`job/${id}/definition`);
    if (kept === undefined || kept.format === format) return kept;
    throw new LinchpinError({
      code: 'DATA_TOO_NEW',
      where: `job ${id}`,
      message: `it was kept in format ${kept.format}, this version reads ${format}`,
      action: 'start the newer version of Linchpin that kept it',
    });
  }

  /** All jobs, newest first. */
  async list(): Promise<readonly ListedJob[]> {
    return (await this.#archive.keys(listPrefix)).map(listed).reverse();
  }

  end(id: string): Promise<JobEnd | undefined> {
    return this.#read(`job/${id}/end`);
  }

  async keepEnd(id: string, end: JobEnd): Promise<void> {
    await this.#write(`job/${id}/end`, end);
  }

  /** Takes the end back: the job goes on from what it has. */
  async reopen(id: string): Promise<void> {
    await this.#archive.remove([`job/${id}/end`]);
  }

  /** Forgets a job with everything it kept. */
  async remove({ id, createdAt }: ListedJob): Promise<void> {
    const keys = await this.#archive.keys(`job/${id}/`);
    await this.#archive.remove([...keys, listKey({ id, createdAt })]);
  }

  records(id: string): JobRecords {
    const archive = this.#archive;
    const prefix = `job/${id}/record/`;
    return {
      async put(name, bytes) {
        await archive.put(`${prefix}${name}`, bytes);
      },
      get: (name) => archive.get(`${prefix}${name}`),
      async names(start) {
        const keys = await archive.keys(`${prefix}${start}`);
        return keys.map((key) => key.slice(prefix.length));
      },
    };
  }

  async #write(key: string, value: unknown): Promise<void> {
    await this.#archive.put(key, Buffer.from(canonicalJson(value as Json)));
  }

  async #read<T>(key: string): Promise<T | undefined> {
    const bytes = await this.#archive.get(key);
    return bytes && (JSON.parse(Buffer.from(bytes).toString()) as T);
  }
}

/** Times in sixteen digits, so that the order of keys is the order of time. */
function listKey({ id, createdAt }: ListedJob): string {
  return `${listPrefix}${String(Math.round(createdAt * 1000)).padStart(16, '0')}/${id}`;
}

function listed(key: string): ListedJob {
  const [time, id = ''] = key.slice(listPrefix.length).split('/');
  return { id, createdAt: Number(time) / 1000 };
}
