/**
 * The contract of `TwinStore`: one suite for every adapter and wrapper. A harness opens a store on
 * a place of its own, and opens it again to see what was kept.
 */
import { afterEach, beforeEach } from 'vitest';
import type { TwinStore } from '../../src/store/twin-store.ts';
import { archiveContract } from './twin-store/archive.ts';
import { batchContract } from './twin-store/batches.ts';
import { commitContract } from './twin-store/commits.ts';
import { feedContract } from './twin-store/feed.ts';
import { identityContract } from './twin-store/identity.ts';
import { modelVersionContract } from './twin-store/model-versions.ts';
import { modelContract } from './twin-store/models.ts';
import { nameContract } from './twin-store/names.ts';
import { contractModels } from './twin-store/ontology.ts';
import { operationContract } from './twin-store/operations.ts';
import { pagingContract } from './twin-store/paging.ts';
import { queryContract } from './twin-store/queries.ts';
import { readingContract } from './twin-store/readings.ts';
import { recordContract } from './twin-store/records.ts';
import { refusalContract } from './twin-store/refusals.ts';
import { rejectionContract } from './twin-store/rejections.ts';
import { removalContract } from './twin-store/removals.ts';
import { ruleContract } from './twin-store/rules.ts';
import { snapshotContract } from './twin-store/snapshots.ts';
import { valueContract } from './twin-store/values.ts';

/** One empty place for a store. */
export interface Place {
  /** Opens a store on what is there; the one before must be closed. */
  open(): Promise<TwinStore>;
  remove(): Promise<void>;
}

/** What the suites use: the open store, and a way to restart it. */
export interface Subject {
  readonly store: TwinStore;
  restart(): Promise<void>;
}

const everyStore: readonly ((subject: Subject) => void)[] = [
  recordContract,
  commitContract,
  readingContract,
  feedContract,
  modelContract,
  modelVersionContract,
  rejectionContract,
  valueContract,
  nameContract,
  operationContract,
  refusalContract,
  removalContract,
  snapshotContract,
  pagingContract,
  queryContract,
  batchContract,
  identityContract,
  archiveContract,
];

/** Declares the suite of every store; call it inside a `describe` of the adapter. */
export function twinStoreContract(newPlace: () => Promise<Place>): void {
  declare(newPlace, everyStore);
}

/** Declares the suite of a store under the ontology's rules: the same, and the rules. */
export function checkedStoreContract(newPlace: () => Promise<Place>): void {
  declare(newPlace, [...everyStore, ruleContract]);
}

function declare(newPlace: () => Promise<Place>, contracts: typeof everyStore): void {
  let place: Place;
  let store: TwinStore;
  beforeEach(async () => {
    place = await newPlace();
    store = await place.open();
    await store.addModels(contractModels);
  });
  afterEach(async () => {
    await store.close();
    await place.remove();
  });
  const subject: Subject = {
    get store() {
      return store;
    },
    async restart() {
      await store.close();
      store = await place.open();
    },
  };
  for (const contract of contracts) contract(subject);
}
