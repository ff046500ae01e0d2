/**
 * Keeps apart files that give their twins equal ids: a relationship of a network file must not tie
 * its twins to those of another. Called by the import and by the throw-away graphs.
 */
import { type Document, duplicate, type PlacedChange } from '../interchange/document.ts';
import type { NewRelationship, NewTwin } from '../model/change.ts';
import type { Problem } from '../model/errors.ts';

/** What is left of a document, and the twins that are not, with their problems. */
export interface Distinct extends Pick<Document, 'changes' | 'problems'> {
  readonly duplicates: readonly PlacedChange[];
}

/** A twin that two files bring is taken from the first; the second is listed. */
export function withoutDuplicates({ changes }: Document): Distinct {
  const places = new Map<string, string>();
  const problems: Problem[] = [];
  const duplicates: PlacedChange[] = [];
  const kept = changes.filter((placed) => {
    const { change, where } = placed;
    if (!('addTwin' in change)) return true;
    const { id } = change.addTwin;
    const first = places.get(id);
    if (first === undefined) places.set(id, where);
    else {
      problems.push(duplicate(where, id, first));
      duplicates.push(placed);
    }
    return first === undefined;
  });
  return { changes: kept, problems, duplicates };
}

/** Changes that may be committed, and one problem for each network that loses some. */
export interface KeptChanges {
  readonly kept: readonly PlacedChange[];
  readonly problems: readonly Problem[];
}

/** Leaves out the relationships of a network file at whose ends a twin of this file was refused. */
export function withoutForeign(
  changes: readonly PlacedChange[],
  refusedTwins: readonly PlacedChange[],
): KeptChanges {
  const foreign = new ForeignTwins();
  for (const twin of refusedTwins) foreign.refuse(twin);
  return { kept: changes.filter((each) => !foreign.leavesOut(each)), problems: foreign.problems() };
}

/** Twins of network files whose ids belong to others, and the relationships left out with them. */
export class ForeignTwins {
  /** Ids by network. */
  readonly #refused = new Map<string, Set<string>>();
  readonly #equal = new Map<string, Set<string>>();
  readonly #mixed = new Set<string>();
  readonly #left = new Map<string, number>();

  /** Takes note of a twin that was refused; `isTaken`: the graph has another one of its id. */
  refuse({ network, change }: PlacedChange, isTaken = false): void {
    if (network === undefined) return;
    add(this.#refused, network, twinOf(change)?.id);
    if (isTaken) this.#mixed.add(network);
  }

  /** Takes note of a twin that the graph had, equal. */
  know({ network, change }: PlacedChange): void {
    if (network !== undefined) add(this.#equal, network, twinOf(change)?.id);
  }

  /** Whether a relationship has to be left out; each is asked for once, because it is counted. */
  leavesOut({ network, change }: PlacedChange): boolean {
    const ends = endsOf(change);
    if (network === undefined || ends === undefined) return false;
    if (!this.#has(network, ends.source) && !this.#has(network, ends.target)) return false;
    this.#left.set(network, (this.#left.get(network) ?? 0) + 1);
    return true;
  }

  /** One problem for each network that lost relationships. */
  problems(): readonly Problem[] {
    return [...this.#left].map(([network, count]) => leftOut(network, count));
  }

  /** In a file whose ids belong to other twins, twins that happen to equal those are others too. */
  #has(network: string, id: string): boolean {
    if (this.#refused.get(network)?.has(id) === true) return true;
    return this.#mixed.has(network) && this.#equal.get(network)?.has(id) === true;
  }
}

function add(sets: Map<string, Set<string>>, network: string, id: string | undefined): void {
  if (id === undefined) return;
  const set = sets.get(network);
  if (set === undefined) sets.set(network, new Set([id]));
  else set.add(id);
}

/** The twin that a change creates or replaces. */
export function twinOf(change: PlacedChange['change']): NewTwin | undefined {
  if ('addTwin' in change) return change.addTwin;
  return 'putTwin' in change ? change.putTwin : undefined;
}

function endsOf(change: PlacedChange['change']): NewRelationship | undefined {
  if ('addRelationship' in change) return change.addRelationship;
  return 'putRelationship' in change ? change.putRelationship : undefined;
}

function leftOut(network: string, count: number): Problem {
  const subject = count === 1 ? '1 relationship was' : `${count} relationships were`;
  return {
    code: 'CONFLICT',
    where: network,
    message: `${subject} left out, because twins of this file at their ends were refused`,
    expected: 'twins that the graph can take in beside those it has',
    action: 'use --prefix to keep both networks, or correct the twins that were refused',
  };
}
