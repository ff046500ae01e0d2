/** What the embedded store keeps on disk: its tables under their meaning, and how long they reach. */
import type { RootDatabase } from 'lmdb';
import type { CommitRecord } from '../../model/commit-record.ts';
import type { Relationship } from '../../model/relationship.ts';
import type { Twin } from '../../model/twin.ts';
import type { OperationRecord } from '../live/journal.ts';
import type { Retention } from '../live/retention.ts';
import type { Rejection, StoredModel } from '../twin-store.ts';
import { RecentLog, RecentRegister } from './recent.ts';
import { Table } from './tables.ts';

/** The state as of the last commit; the counts show whether records were lost. */
export interface State {
  readonly revision: number;
  readonly twins: number;
  readonly relationships: number;
}

/** Everything on disk. */
export interface Tables {
  readonly state: Table<State>;
  /** Under `id`, in the table of the state. */
  readonly identity: Table<string>;
  readonly twins: Table<Twin>;
  /** By source and id. */
  readonly relationships: Table<Relationship>;
  /** By the number of their coming. */
  readonly models: Table<StoredModel>;
  /** By revision. */
  readonly log: RecentLog<CommitRecord>;
  /** By the digest of their id. */
  readonly operations: RecentRegister<OperationRecord>;
  /** By their key. */
  readonly messages: RecentRegister<true>;
  readonly rejections: RecentLog<Rejection>;
}

/** A bulk import would have the log hold all its records a second time; the newest are enough. */
const mostLogBytes = 1 << 29;

/** The tables of an open file. */
export function tablesOf(root: RootDatabase<Buffer>, retention: Retention): Tables {
  return {
    state: new Table(root, 'state'),
    identity: new Table(root, 'state'),
    twins: new Table(root, 'twins'),
    relationships: new Table(root, 'relationships'),
    models: new Table(root, 'models'),
    log: new RecentLog(root, 'log', { limit: retention.commits, mostBytes: mostLogBytes }),
    operations: new RecentRegister(root, 'operations', retention.operations),
    messages: new RecentRegister(root, 'messages', retention.messages),
    rejections: new RecentLog(root, 'rejections', { limit: retention.rejections }),
  };
}
