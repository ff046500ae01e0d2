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
  const refused = refusedIn(refusedTwins);
  const left = new Map<string, number>();
  const kept = changes.filter(({ change, network }) => {
    const ids = network === undefined ? undefined : refused.get(network);
    const ends = endsOf(change);
    if (network === undefined || ids === undefined || ends === undefined) return true;
    if (!ids.has(ends.source) && !ids.has(ends.target)) return true;
    left.set(network, (left.get(network) ?? 0) + 1);
    return false;
  });
  return { kept, problems: [...left].map(([network, count]) => leftOut(network, count)) };
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

/** Ids of refused twins by the network they were read from. */
function refusedIn(twins: readonly PlacedChange[]): ReadonlyMap<string, ReadonlySet<string>> {
  const refused = new Map<string, Set<string>>();
  for (const { change, network } of twins) {
    const id = twinOf(change)?.id;
    if (network === undefined || id === undefined) continue;
    refused.set(network, (refused.get(network) ?? new Set()).add(id));
  }
  return refused;
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
