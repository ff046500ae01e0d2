/** What the embedded store keeps on disk: its tables under their meaning, and how long they reach. */
import type { RootDatabase } from 'lmdb';
import type { Problem } from '../../model/errors.ts';
import type { Relationship } from '../../model/relationship.ts';
import type { Twin } from '../../model/twin.ts';
import type { Rejection, StoredModel } from '../twin-store.ts';
import type { CommitRecord } from './commit-record.ts';
import { RecentLog, RecentRegister } from './recent.ts';
import { Table } from './tables.ts';

/** How many of each are kept, the newest. */
export interface Retention {
  /** Commits that a feed can resume from. */
  readonly commits: number;
  /** Operation ids whose repeat is harmless. */
  readonly operations: number;
  /** Readings whose repeat, by message id, is harmless. */
  readonly messages: number;
  readonly rejections: number;
}

/** What is kept when nothing else is asked for. */
export const defaultRetention: Retention = {
  commits: 100_000,
  operations: 100_000,
  messages: 500_000,
  rejections: 100_000,
};

/** The state as of the last commit; the counts show whether records were lost. */
export interface State {
  readonly revision: number;
  readonly twins: number;
  readonly relationships: number;
}

/** What a repeated operation is answered with. */
export interface OperationRecord {
  readonly revision: number;
  readonly rejected: readonly Problem[];
  /** Hash of the changes it was used for; records of older versions have none. */
  readonly changes?: string;
}

/** Everything on disk. */
export interface Tables {
  readonly state: Table<State>;
  readonly twins: Table<Twin>;
  /** By source and id. */
  readonly relationships: Table<Relationship>;
  /** By the number of their coming. */
  readonly models: Table<StoredModel>;
  /** By revision. */
  readonly commits: RecentLog<CommitRecord>;
  readonly operations: RecentRegister<OperationRecord>;
  readonly messages: RecentRegister<true>;
  readonly rejections: RecentLog<Rejection>;
}

/** The tables of an open file. */
export function tablesOf(root: RootDatabase<Buffer>, retention: Retention): Tables {
  return {
    state: new Table(root, 'state'),
    twins: new Table(root, 'twins'),
    relationships: new Table(root, 'relationships'),
    models: new Table(root, 'models'),
    commits: new RecentLog(root, 'commits', retention.commits),
    operations: new RecentRegister(root, 'operations', retention.operations),
    messages: new RecentRegister(root, 'messages', retention.messages),
    rejections: new RecentLog(root, 'rejections', retention.rejections),
  };
}
