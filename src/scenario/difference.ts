/**
 * The difference of two graphs as a changeset, and its reverse. Graphs that share a base, as a
 * scenario and its own do, are compared where they depart from it and nowhere else.
 */

import { type Changeset, changesBetween, type RecordChanges } from '../model/changeset.ts';
import { compareText } from '../model/compare-text.ts';
import type { TwinGraph } from '../model/graph.ts';
import { allRelationships, allTwins } from '../model/graph-records.ts';
import { type Json, sameJson } from '../model/json.ts';
import { OverlayGraph } from '../model/overlay-graph.ts';
import { type RelationshipKey, relationshipKey } from '../model/relationship.ts';

/** What leads from one graph to another, stamps and revisions included; records by id. */
export function difference(from: TwinGraph, to: TwinGraph): Changeset {
  const { twins, relationships } = touched(from, to);
  return {
    twins: between([...twins].sort(compareText), (id) => [from.twin(id), to.twin(id)]),
    relationships: between([...relationships.keys()].sort(compareText), (key) => {
      const named = relationships.get(key) as RelationshipKey;
      return [from.relationship(named), to.relationship(named)];
    }),
  };
}

/** What leads back. */
export function reversed({ twins, relationships }: Changeset): Changeset {
  return { twins: back(twins), relationships: back(relationships) };
}

function back<T>({ added, updated, removed }: RecordChanges<T>): RecordChanges<T> {
  const swapped = Array.from(
    updated,
    ([key, { from, to }]) => [key, { from: to, to: from }] as const,
  );
  return { added: removed, updated: new Map(swapped), removed: added };
}

/** The records that differ in anything. */
function between<T extends object>(
  keys: readonly string[],
  pairOf: (key: string) => [T | undefined, T | undefined],
): RecordChanges<T> {
  const pairs: [string, T | undefined, T | undefined][] = [];
  for (const key of keys) {
    const [from, to] = pairOf(key);
    const same = from === to || sameJson(from as Json | undefined, to as Json | undefined);
    if (!same) pairs.push([key, from, to]);
  }
  return changesBetween(pairs);
}

/** Records that may differ. */
interface Touched {
  readonly twins: Set<string>;
  readonly relationships: Map<string, RelationshipKey>;
}

function touched(from: TwinGraph, to: TwinGraph): Touched {
  const found: Touched = { twins: new Set(), relationships: new Map() };
  if (from === to) return found;
  const beneath = new Set(basesOf(from));
  const common = basesOf(to).find((graph) => beneath.has(graph));
  for (const graph of [from, to]) {
    if (common === undefined) takeAll(graph, found);
    else
      for (const above of basesOf(graph)) {
        if (above === common) break;
        takeLayer(above as OverlayGraph, found);
      }
  }
  return found;
}

/** The graph and those it is laid on, down to the last. */
function basesOf(graph: TwinGraph): TwinGraph[] {
  const bases = [graph];
  for (let each = graph; each instanceof OverlayGraph; ) {
    each = each.base;
    bases.push(each);
  }
  return bases;
}

function takeLayer({ layer }: OverlayGraph, { twins, relationships }: Touched): void {
  for (const id of layer.nodes.keys()) twins.add(id);
  for (const twin of layer.twins.values()) if (twin !== undefined) twins.add(twin.id);
  for (const key of layer.edges.keys()) relationships.set(key, namedBy(key));
  for (const each of layer.relationships.values()) {
    if (each !== undefined) relationships.set(relationshipKey(each), each);
  }
}

function takeAll(graph: TwinGraph, { twins, relationships }: Touched): void {
  for (const { id } of allTwins(graph)) twins.add(id);
  for (const each of allRelationships(graph)) relationships.set(relationshipKey(each), each);
}

/** The relationship of a key that `relationshipKey` made. */
function namedBy(key: string): RelationshipKey {
  const [source = '', id = ''] = key.split('\u0000');
  return { source, id };
}
