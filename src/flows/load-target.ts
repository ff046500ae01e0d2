/**
 * Where an import goes: the port, and the target that commits to a store or tries on a copy of its
 * graph. What the graph has already, equal, is left alone, so that an import that was cut off is
 * simply repeated.
 */
import type { PlacedChange } from '../interchange/document.ts';
import { type Change, relationshipId } from '../model/change.ts';
import type { Problem } from '../model/errors.ts';
import type { TwinGraph } from '../model/graph.ts';
import { type JsonObject, sameJson } from '../model/json.ts';
import type { Catalogue } from '../ontology/catalogue.ts';
import type { CheckedStore } from '../store/checked/checked-store.ts';
import { live, type Media, trial } from './load-media.ts';
import { ForeignTwins, twinOf } from './load-networks.ts';

/** Takes batches of an import, one after another: twins, then relationships. */
export interface LoadTarget {
  take(batch: readonly PlacedChange[]): Promise<Taken>;
  /** Notes a twin that is not taken, because one of its id was read before in this import. */
  refuse(twin: PlacedChange): void;
  /** What was left out because of refused twins; asked for at the end. */
  problems(): readonly Problem[];
}

/** What became of a batch. */
export interface Taken {
  /** How many are in the graph now, or would be after a dry run. */
  readonly taken: number;
  /** How many of those had been there: equal, and with other content. */
  readonly unchanged: number;
  readonly replaced: number;
  /** Problems with their places in the files. */
  readonly rejected: readonly Problem[];
}

/** How batches are committed. */
export interface TargetOptions {
  /** Gives what is there and differs the new content; it is refused otherwise. */
  readonly replace?: boolean | undefined;
  readonly dryRun?: boolean | undefined;
  /** The ontology that a dry run judges by. */
  readonly catalogue: Catalogue;
}

/** An import into a store, or for a dry run into a copy of its present graph. */
export async function storeTarget(
  store: CheckedStore,
  { replace = false, dryRun = false, catalogue }: TargetOptions,
): Promise<LoadTarget> {
  return new StoreTarget(dryRun ? trial(await store.snapshot(), catalogue) : live(store), replace);
}

class StoreTarget implements LoadTarget {
  readonly #media: Media;
  readonly #replace: boolean;
  readonly #foreign = new ForeignTwins();

  constructor(media: Media, replace: boolean) {
    this.#media = media;
    this.#replace = replace;
  }

  refuse(twin: PlacedChange): void {
    this.#foreign.refuse(twin);
  }

  problems(): readonly Problem[] {
    return this.#foreign.problems();
  }

  async take(batch: readonly PlacedChange[]): Promise<Taken> {
    const graph = await this.#media.graph();
    const fresh = batch.filter((each) => {
      const there = isThere(graph, each.change);
      if (there) this.#foreign.know(each);
      return !there;
    });
    const kept = fresh.filter((each) => !this.#foreign.leavesOut(each));
    const wanted = this.#replace ? kept.map((each) => replacing(graph, each)) : kept;
    const made = await this.#make(wanted);
    const unchanged = batch.length - fresh.length;
    return { ...made, taken: unchanged + made.taken, unchanged: unchanged + made.unchanged };
  }

  async #make(wanted: readonly PlacedChange[]): Promise<Taken> {
    if (wanted.length === 0) return nothingTaken;
    const { rejected, isUnsure } = await this.#media.commit(wanted.map(({ change }) => change));
    const replaced = wanted.filter(
      ({ change }) => 'putTwin' in change || 'putRelationship' in change,
    );
    const refused = new Set(rejected.map(({ index = 0 }) => wanted[index]));
    const direct = {
      taken: wanted.length - refused.size,
      unchanged: 0,
      replaced: replaced.filter((each) => !refused.has(each)).length,
      rejected: [],
    };
    if (rejected.length === 0) return direct;
    const late = await this.#settle(wanted, rejected);
    return sum(direct, isUnsure ? { ...late, unchanged: 0 } : late);
  }

  /**
   * What is refused because it is there may have come in since the batch was compared: from
   * another import, from an attempt that was not answered, or from this very batch.
   */
  async #settle(wanted: readonly PlacedChange[], rejected: readonly Problem[]): Promise<Taken> {
    const graph = await this.#media.graph();
    const final: Problem[] = [];
    const again: PlacedChange[] = [];
    let unchanged = 0;
    for (const problem of rejected) {
      const each = wanted[problem.index ?? 0] as PlacedChange;
      const isConflict = problem.code === 'CONFLICT';
      const put = replacing(graph, each);
      if (isConflict && isThere(graph, each.change)) unchanged++;
      else if (isConflict && this.#replace && put !== each) again.push(put);
      else {
        final.push(advised(placed(problem, wanted), each));
        this.#foreign.refuse(each, graph.twin(twinOf(each.change)?.id ?? '') !== undefined);
      }
    }
    const settled = { taken: unchanged, unchanged, replaced: 0, rejected: final };
    return sum(settled, await this.#make(again));
  }
}

const nothingTaken: Taken = { taken: 0, unchanged: 0, replaced: 0, rejected: [] };

function sum(first: Taken, second: Taken): Taken {
  return {
    taken: first.taken + second.taken,
    unchanged: first.unchanged + second.unchanged,
    replaced: first.replaced + second.replaced,
    rejected: [...first.rejected, ...second.rejected],
  };
}

/** The change that overwrites, where it adds what the graph has already. */
function replacing(graph: TwinGraph, placedChange: PlacedChange): PlacedChange {
  const { change } = placedChange;
  if ('addTwin' in change && graph.twin(change.addTwin.id) !== undefined) {
    return { ...placedChange, change: { putTwin: change.addTwin } };
  }
  if (!('addRelationship' in change)) return placedChange;
  const { source } = change.addRelationship;
  const there = graph.relationship({ source, id: relationshipId(change.addRelationship) });
  if (there === undefined) return placedChange;
  return { ...placedChange, change: { putRelationship: change.addRelationship } };
}

/** Whether the graph holds an equal record. */
function isThere(graph: TwinGraph, change: Change): boolean {
  if ('addTwin' in change) {
    const twin = graph.twin(change.addTwin.id);
    return twin?.model === change.addTwin.model && same(twin, change.addTwin);
  }
  if (!('addRelationship' in change)) return false;
  const { source, name, target } = change.addRelationship;
  const there = graph.relationship({ source, id: relationshipId(change.addRelationship) });
  const sameEnds = there?.name === name && there.target === target;
  return there !== undefined && sameEnds && same(there, change.addRelationship);
}

function same(there: { properties: JsonObject }, wanted: { properties?: JsonObject }): boolean {
  return sameJson(there.properties, wanted.properties ?? {});
}

/** The problem at its place in the file, its place in the graph going into the message. */
export function placed(problem: Problem, changes: readonly PlacedChange[]): Problem {
  const { index, ...rest } = problem;
  const change = index === undefined ? undefined : changes[index];
  if (change === undefined) return rest;
  const inGraph = problem.where === '' ? '' : `${problem.where}: `;
  return { ...rest, where: change.where, message: `${inGraph}${problem.message}` };
}

/** A conflict with advice for imports: `--prefix` is for network files, whose readers make up ids. */
function advised(problem: Problem, change: PlacedChange | undefined): Problem {
  if (problem.code !== 'CONFLICT') return problem;
  const isNetwork = change?.network !== undefined;
  const other = isNetwork ? '--prefix to keep both' : 'give it an id of its own';
  return { ...problem, action: `use --replace to overwrite, or ${other}` };
}
