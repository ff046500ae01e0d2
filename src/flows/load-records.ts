/**
 * The records of an import on their way: read piece by piece, all twins before all relationships,
 * and taken in batches, one of them under way while the next is read. Called by `load`.
 */
import { duplicate, type PlacedChange } from '../interchange/document.ts';
import type { RecordKind, RecordSource } from '../interchange/record-source.ts';
import { twinOf } from './load-networks.ts';
import { FirstPlaces } from './load-places.ts';
import type { LoadStep, Rejections } from './load-rejections.ts';
import type { LoadTarget } from './load-target.ts';

/** How records are loaded. */
export interface RecordsOptions {
  /** The most records in a batch. */
  readonly batch: number;
  /** Further bounds a batch: by the size of each of its records, in any unit. */
  readonly weight?: { of(record: PlacedChange): number; readonly most: number } | undefined;
  readonly rejections: Rejections;
  /** Called after each batch with the records dealt with. */
  readonly onProgress?: ((done: number) => void) | undefined;
}

/** What became of the twins and relationships. */
export interface LoadedRecords {
  readonly twins: number;
  readonly relationships: number;
  readonly unchanged: number;
  readonly replaced: number;
}

/** Takes the twins of all sources, then their relationships, in order. */
export async function loadRecords(
  target: LoadTarget,
  sources: readonly RecordSource[],
  options: RecordsOptions,
): Promise<LoadedRecords> {
  const loading = new Loading(target, options);
  const twins = await loading.takeAll(sources, 'twin');
  const relationships = await loading.takeAll(sources, 'relationship');
  options.rejections.add('networks', target.problems());
  const { unchanged, replaced } = loading;
  return { twins, relationships, unchanged, replaced };
}

const steps: Readonly<Record<RecordKind, LoadStep>> = {
  twin: 'twins',
  relationship: 'relationships',
};

class Loading {
  unchanged = 0;
  replaced = 0;
  readonly #target: LoadTarget;
  readonly #options: RecordsOptions;
  readonly #places = new FirstPlaces();
  #taken = 0;
  #done = 0;
  /** The batch that is being committed. */
  #underWay: Promise<void> = Promise.resolve();

  constructor(target: LoadTarget, options: RecordsOptions) {
    this.#target = target;
    this.#options = options;
  }

  /** How many of a kind are in the graph now. */
  async takeAll(sources: readonly RecordSource[], kind: RecordKind): Promise<number> {
    const before = this.#taken;
    for await (const batch of this.#batches(sources, kind)) {
      await this.#underWay;
      this.#underWay = this.#take(batch, steps[kind]);
      // Its failure is thrown where it is waited for.
      this.#underWay.catch(() => {});
    }
    await this.#underWay;
    return this.#taken - before;
  }

  async *#batches(
    sources: readonly RecordSource[],
    kind: RecordKind,
  ): AsyncGenerator<readonly PlacedChange[]> {
    const { batch, rejections, weight } = this.#options;
    let [waiting, heavy]: [PlacedChange[], number] = [[], 0];
    for (const source of sources) {
      for await (const { changes, problems } of source.read(kind)) {
        rejections.add('reading', problems);
        this.#done += problems.length;
        for (const each of changes) {
          if (this.#isDuplicate(each)) continue;
          const weighs = weight?.of(each) ?? 0;
          const isFull = waiting.length >= batch || heavy + weighs > (weight?.most ?? 0);
          if (isFull && waiting.length > 0) {
            yield waiting;
            [waiting, heavy] = [[], 0];
          }
          waiting.push(each);
          heavy += weighs;
        }
      }
    }
    if (waiting.length > 0) yield waiting;
  }

  /** A twin whose id was read before is listed, and the first one is kept. */
  #isDuplicate(record: PlacedChange): boolean {
    const id = twinOf(record.change)?.id;
    const first = id === undefined ? undefined : this.#places.met(id, record.where);
    if (id === undefined || first === undefined) return false;
    this.#options.rejections.add('duplicates', [duplicate(record.where, id, first)]);
    this.#target.refuse(record);
    this.#done++;
    return true;
  }

  async #take(batch: readonly PlacedChange[], step: LoadStep): Promise<void> {
    const { taken, unchanged, replaced, rejected } = await this.#target.take(batch);
    this.#taken += taken;
    this.unchanged += unchanged;
    this.replaced += replaced;
    this.#options.rejections.add(step, rejected);
    this.#done += batch.length;
    this.#options.onProgress?.(this.#done);
  }
}
