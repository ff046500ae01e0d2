/**
 * The contract of `TwinStore`: one suite for every adapter and wrapper. A harness opens a store on
 * a place of its own, and opens it again to see what was kept.
 */
import { afterEach, beforeEach } from 'vitest';
import type { TwinStore } from '../../src/store/twin-store.ts';
import { commitContract } from './twin-store/commits.ts';
import { feedContract } from './twin-store/feed.ts';
import { modelContract } from './twin-store/models.ts';
import { contractModels } from './twin-store/ontology.ts';
import { readingContract } from './twin-store/readings.ts';
import { recordContract } from './twin-store/records.ts';
import { rejectionContract } from './twin-store/rejections.ts';

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

/** Declares the whole suite; call it inside a `describe` of the adapter. */
export function twinStoreContract(newPlace: () => Promise<Place>): void {
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
  for (const contract of [
    recordContract,
    commitContract,
    readingContract,
    feedContract,
    modelContract,
    rejectionContract,
  ]) {
    contract(subject);
  }
}
