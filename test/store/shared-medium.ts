/**
 * A journal in memory that several live stores share, as a database would be: whole JSON comes and
 * goes, writes take turns and take time, an attempt may have to be made again, and the log is short.
 */
import { setTimeout } from 'node:timers/promises';
import { buildGraph, emptyGraph } from '../../src/model/build-graph.ts';
import { recordTextOf } from '../../src/model/commit-log.ts';
import type { CommitRecord } from '../../src/model/commit-record.ts';
import { LinchpinError } from '../../src/model/errors.ts';
import type { TwinGraph } from '../../src/model/graph.ts';
import { allRelationships, allTwins } from '../../src/model/graph-records.ts';
import {
  type Batch,
  changesModels,
  type Journal,
  type Known,
  modelsAfter,
  type OperationRecord,
} from '../../src/store/live/journal.ts';
import type { StoredModel } from '../../src/store/twin-store.ts';

/** The state of a database, and what it was asked. */
export class SharedMedium {
  readonly logLimit: number;
  graph: TwinGraph = emptyGraph();
  models: readonly StoredModel[] = [];
  modelsVersion = 0;
  readonly log: string[] = [];
  readonly operations = new Map<string, OperationRecord>();
  readonly messages = new Set<string>();
  /** How many times news were asked for. */
  asked = 0;
  /** How many writes are to fail from now on. */
  failures = 0;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(logLimit = 1_000) {
    this.logLimit = logLimit;
  }

  get oldest(): number {
    return this.graph.revision - this.log.length + 1;
  }

  alone<R>(work: () => Promise<R>): Promise<R> {
    const result = this.#turn.then(work);
    this.#turn = result.catch(() => undefined);
    return result;
  }

  commitsAfter(revision: number, limit: number): CommitRecord[] {
    if (revision + 1 < this.oldest) {
      throw new LinchpinError({ code: 'NOT_FOUND', where: 'after', message: 'no longer kept' });
    }
    const start = revision + 1 - this.oldest;
    return this.log.slice(start, start + limit).map((text) => JSON.parse(text));
  }

  /** What happened since, at most so many commits. */
  news({ revision, modelsVersion }: Known, most = Number.POSITIVE_INFINITY) {
    const commits = this.commitsAfter(revision, most);
    const isNew = modelsVersion !== this.modelsVersion;
    const models = structuredClone(this.models);
    const { revision: last } = this.graph;
    return { revision: last, commits, modelsVersion: this.modelsVersion, ...(isNew && { models }) };
  }

  keep(batch: Batch): void {
    for (const commit of batch.commits) this.log.push(recordTextOf(commit));
    this.log.splice(0, Math.max(0, this.log.length - this.logLimit));
    const last = batch.commits.at(-1);
    if (last !== undefined) this.graph = this.graph.withChanges(batch.changeset, last.revision);
    for (const { id, record } of batch.operations) this.operations.set(id, record);
    for (const message of batch.messages) this.messages.add(message);
    if (changesModels(batch)) this.modelsVersion++;
    this.models = modelsAfter(this.models, batch);
  }
}

/** How many commits one answer brings. */
const newsLimit = 3;

/** One store's way to the medium. */
export function journalOn(medium: SharedMedium): Journal {
  const answer = async <R>(work: () => R): Promise<R> => {
    await setTimeout(Math.random() * 3);
    const result = work();
    await setTimeout(Math.random() * 3);
    return result;
  };
  const unused = async () => {
    throw new TypeError('this medium keeps neither blobs nor rejections');
  };
  return {
    id: 'shared',
    shared: true,
    archive: { put: unused, get: unused, keys: unused, remove: unused },
    head: () =>
      answer(() => ({
        revision: medium.graph.revision,
        oldest: medium.oldest,
        modelsVersion: medium.modelsVersion,
      })),
    models: () => answer(() => structuredClone(medium.models)),
    graph: () =>
      answer(() => {
        const { graph } = medium;
        const twins = [...allTwins(graph)];
        const relationships = [...allRelationships(graph)];
        return buildGraph(structuredClone({ twins, relationships, revision: graph.revision }));
      }),
    commitsAfter: (revision, limit) => answer(() => medium.commitsAfter(revision, limit)),
    news(known) {
      medium.asked++;
      return answer(() => medium.news(known, newsLimit));
    },
    write: (wanted, decide) =>
      medium.alone(async () => {
        const seen = await answer(() => ({
          ...medium.news(wanted),
          operations: new Map(
            [...medium.operations].filter(([id]) => wanted.operations.includes(id)),
          ),
          messages: new Set(wanted.messages.filter((key) => medium.messages.has(key))),
        }));
        if (Math.random() < 0.3) decide(seen);
        const batch = decide(seen);
        if (batch.commits.some(({ changeset }) => changeset.twins.added.has('refused'))) {
          throw new LinchpinError({ code: 'CONFLICT', where: 'medium', message: 'a constraint' });
        }
        if (medium.failures > 0) {
          medium.failures--;
          throw new LinchpinError({ code: 'UNAVAILABLE', where: 'medium', message: 'away' });
        }
        return answer(() => {
          medium.keep(batch);
          return batch;
        });
      }),
    rejections: unused,
    health: async () => undefined,
    retries: () => 0,
    close: async () => undefined,
  };
}
