/** The oracle of the graph tests: a graph of plain maps, and the comparison of a real one with it. */
import { expect } from 'vitest';
import type { Changeset, RecordChanges } from '../../src/model/changeset.ts';
import type { TwinGraph } from '../../src/model/graph.ts';
import { asNumber } from '../../src/model/json.ts';
import { valueAt } from '../../src/model/path.ts';
import type { Relationship } from '../../src/model/relationship.ts';
import type { Twin } from '../../src/model/twin.ts';

export interface NaiveGraph {
  readonly twins: ReadonlyMap<string, Twin>;
  readonly relationships: ReadonlyMap<string, Relationship>;
}

export const nothing: NaiveGraph = { twins: new Map(), relationships: new Map() };

export function naivelyAfter(graph: NaiveGraph, changes: Changeset): NaiveGraph {
  return {
    twins: merged(graph.twins, changes.twins),
    relationships: merged(graph.relationships, changes.relationships),
  };
}

function merged<T>(records: ReadonlyMap<string, T>, changes: RecordChanges<T>): Map<string, T> {
  const after = new Map([...records, ...changes.added]);
  for (const [key, { to }] of changes.updated) after.set(key, to);
  for (const key of changes.removed.keys()) after.delete(key);
  return after;
}

/** Expects that every way of reading the graph tells what the oracle knows. */
export function expectSame(graph: TwinGraph, oracle: NaiveGraph, paths: readonly string[]): void {
  const twins = [...oracle.twins.values()];
  const relationships = [...oracle.relationships.values()];
  expect(graph.size).toEqual({ twins: twins.length, relationships: relationships.length });
  for (const twin of twins) expectTwin(graph, twin, paths);
  for (const relationship of relationships) expectRelationship(graph, relationship);
  for (const { id } of twins) {
    for (const [direction, end] of [['out', 'source'] as const, ['in', 'target'] as const]) {
      const around = relationships.filter((relationship) => relationship[end] === id);
      expect(sorted(graph.relationshipsOf(id, direction))).toBe(sorted(around));
    }
  }
  const models = [...new Set(twins.map(({ model }) => model))];
  expect([...graph.models()].sort()).toEqual(models.sort());
  for (const model of models) {
    const ids = Array.from(graph.nodesOf(model), (node) => graph.idAt(node) as string);
    const expected = twins.filter((twin) => twin.model === model).map(({ id }) => id);
    expect(ids.sort()).toEqual(expected.sort());
  }
  expect(present(graph.nodeCount, (node) => graph.twinAt(node))).toBe(twins.length);
  expect(present(graph.edgeCount, (edge) => graph.relationshipAt(edge))).toBe(relationships.length);
}

function expectTwin(graph: TwinGraph, twin: Twin, paths: readonly string[]): void {
  const node = graph.indexOf(twin.id);
  const values = paths.map((path) => [graph.value(node, path), graph.number(node, path)]);
  const expected = paths.map((path) => {
    const value = valueAt(twin.properties, path);
    return [value, asNumber(value)];
  });
  expect(exactText(values)).toBe(exactText(expected));
  expect(exactText(stampsInOrder(graph.twinAt(node)))).toBe(exactText(stampsInOrder(twin)));
  expect(exactText([graph.idAt(node), graph.modelAt(node)])).toBe(exactText([twin.id, twin.model]));
}

function expectRelationship(graph: TwinGraph, relationship: Relationship): void {
  const edge = graph.edgeOf(relationship);
  const ends = [graph.idAt(graph.sourceOf(edge)), graph.idAt(graph.targetOf(edge))];
  const { name, source, target } = relationship;
  expect(exactText([graph.nameAt(edge), ends])).toBe(exactText([name, [source, target]]));
  expect(exactText(graph.relationshipAt(edge))).toBe(exactText(relationship));
}

/** A record as text that tells -0 from 0 and keys in one order from those in another. */
export function exactText(record: unknown): string {
  const exact = (_key: string, value: unknown) => {
    if (Object.is(value, -0)) return 'minus zero';
    return Number.isNaN(value) ? 'not a number' : value;
  };
  return JSON.stringify(record, exact);
}

/** A twin as a list; the order of its stamps says nothing. */
function stampsInOrder(twin: Twin | undefined) {
  if (twin === undefined) return undefined;
  const { stamps, ...rest } = twin;
  return [rest, Object.entries(stamps).sort(([a], [b]) => (a < b ? -1 : 1))];
}

function sorted(relationships: Iterable<Relationship>): string {
  return Array.from(relationships, exactText).sort().join('\n');
}

function present(count: number, recordAt: (index: number) => unknown): number {
  let found = 0;
  for (let index = 0; index < count; index++) if (recordAt(index) !== undefined) found++;
  return found;
}
