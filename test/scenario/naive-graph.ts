/**
 * Graphs and edits for the tests of scenarios, and a naive graph of plain objects that edits are
 * applied to one by one: the oracle, which shares nothing with the code but the types of its input.
 */
import fc from 'fast-check';
import type { TwinGraph } from '../../src/model/graph.ts';
import { allRelationships, allTwins } from '../../src/model/graph-records.ts';
import type { Json, JsonObject } from '../../src/model/json.ts';
import type { Edit } from '../../src/model/scenario.ts';
import { resolveOntology } from '../../src/ontology/resolve.ts';
import { bindings, changes, models } from '../api/plant.ts';
import { graphOf } from '../simulate/graphs.ts';

export const { catalogue } = resolveOntology(models, bindings);

/** pump-1 and pump-2 feed tank-1, which feeds line-1. */
export const plant: TwinGraph = graphOf(changes);

type Mutable = { [key: string]: Json };

/** Twins by id and relationships by source and id, as plain objects. */
export interface NaiveGraph {
  readonly twins: Map<string, { model: string; properties: Mutable }>;
  readonly relationships: Map<string, { name: string; target: string; properties: Mutable }>;
}

export function naiveOf(graph: TwinGraph): NaiveGraph {
  const naive: NaiveGraph = { twins: new Map(), relationships: new Map() };
  for (const { id, model, properties } of allTwins(graph)) {
    naive.twins.set(id, { model, properties: structuredClone(properties) as Mutable });
  }
  for (const { source, id, name, target, properties } of allRelationships(graph)) {
    const copy = structuredClone(properties) as Mutable;
    naive.relationships.set(`${source} ${id}`, { name, target, properties: copy });
  }
  return naive;
}

/** A graph as sorted lists, to compare. */
export function listed({ twins, relationships }: NaiveGraph) {
  const sorted = <T>(map: Map<string, T>) => [...map].sort(([a], [b]) => (a < b ? -1 : 1));
  return { twins: sorted(twins), relationships: sorted(relationships) };
}

/** The edits that are in order of their time, those of one time as given. */
export function inTime(edits: readonly Edit[]): { edit: Edit; index: number }[] {
  return edits
    .map((edit, index) => ({ edit, index }))
    .sort((a, b) => (a.edit.at ?? -1) - (b.edit.at ?? -1) || a.index - b.index);
}

/** Applies edits in place; gives the positions of those that do not fit, which do nothing. */
export function applyNaively(graph: NaiveGraph, edits: readonly Edit[], at = Infinity): number[] {
  return inTime(edits)
    .filter(({ edit }) => (edit.at ?? -1) <= at && !applyOne(graph, edit))
    .map(({ index }) => index);
}

function applyOne({ twins, relationships }: NaiveGraph, edit: Edit): boolean {
  if ('set' in edit) return put(twins.get(edit.set.twin)?.properties, edit.set);
  if ('scale' in edit) {
    const properties = twins.get(edit.scale.twin)?.properties;
    const value = properties?.[edit.scale.property];
    if (properties === undefined || typeof value !== 'number') return false;
    properties[edit.scale.property] = value * edit.scale.factor;
    return true;
  }
  if ('addTwin' in edit) {
    const { id, model, properties = {} } = edit.addTwin;
    if (twins.has(id)) return false;
    twins.set(id, { model, properties: structuredClone(properties) as Mutable });
    return true;
  }
  if ('removeTwin' in edit) {
    const { twin } = edit.removeTwin;
    for (const [key, { target }] of relationships) {
      if (key.split(' ')[0] === twin || target === twin) relationships.delete(key);
    }
    return twins.delete(twin);
  }
  if ('addRelationship' in edit) {
    const { source, target, name, properties = {} } = edit.addRelationship;
    const key = `${source} ${name}:${target}`;
    if (!twins.has(source) || !twins.has(target) || relationships.has(key)) return false;
    relationships.set(key, { name, target, properties: { ...properties } });
    return true;
  }
  if ('setRelationship' in edit) {
    const { source, id } = edit.setRelationship;
    return put(relationships.get(`${source} ${id}`)?.properties, edit.setRelationship);
  }
  if ('removeRelationship' in edit) {
    const { source, id } = edit.removeRelationship;
    return relationships.delete(`${source} ${id}`);
  }
  return true;
}

function put(
  properties: Mutable | undefined,
  { property, value }: { readonly property: string; readonly value: Json },
): boolean {
  if (properties === undefined) return false;
  const [head = '', leaf] = property.split('/');
  if (leaf === undefined) {
    if (value === null) delete properties[head];
    else properties[head] = value;
    return true;
  }
  properties[head] = { ...((properties[head] ?? {}) as JsonObject), [leaf]: value };
  return true;
}

const device = 'dtmi:test:Device;1';
const pump = 'dtmi:test:Pump;1';
const ids = ['pump-1', 'pump-2', 'tank-1', 'line-1', 'new-1', 'new-2'];
const id = fc.constantFrom(...ids);
const figure = fc.integer({ min: 1, max: 4 });
const feed = fc.record({ source: id, target: id });

const edit: fc.Arbitrary<Edit> = fc.oneof(
  fc.record({
    set: fc.record({ twin: id, property: fc.constant('power'), value: fc.option(figure) }),
  }),
  fc.record({
    set: fc.record({ twin: id, property: fc.constant('label'), value: fc.constantFrom('a', 'b') }),
  }),
  fc.record({
    set: fc.record({
      twin: fc.constantFrom('pump-1', 'pump-2'),
      property: fc.constant('thermostat/target'),
      value: figure,
    }),
  }),
  fc.record({ scale: fc.record({ twin: id, property: fc.constant('power'), factor: figure }) }),
  fc.record({
    addTwin: fc.record({
      id: fc.constantFrom('new-1', 'new-2', 'tank-1'),
      model: fc.constant(device),
      properties: fc.record({ power: figure }),
    }),
  }),
  fc.record({ removeTwin: fc.record({ twin: id }) }),
  feed.map((ends) => ({ addRelationship: { ...ends, name: 'feeds' } })),
  feed.map(({ source, target }) => ({ removeRelationship: { source, id: `feeds:${target}` } })),
  fc.tuple(feed, figure).map(([{ source, target }, value]) => ({
    setRelationship: { source, id: `feeds:${target}`, property: 'share', value },
  })),
  fc.record({ outage: fc.record({ twin: fc.constantFrom('pump-1', 'line-1') }) }),
);

/** Edits of the plant, some with a time; about half of such lists do not fit. */
export const plantEdits = (maxLength: number, timed = true): fc.Arbitrary<Edit[]> =>
  fc.array(
    timed
      ? fc
          .tuple(edit, fc.option(fc.integer({ min: 0, max: 3 }), { freq: 2 }))
          .map(([each, at]) => (at === null ? each : { ...each, at }))
      : edit,
    { maxLength },
  );

/** The edits that fit, one after another in their order of time; those of a refused list too. */
export function fitting(edits: readonly Edit[], graph = plant): Edit[] {
  const tried = naiveOf(graph);
  return inTime(edits)
    .filter(({ edit: each }) => applyOne(tried, each) && !isMissing(each, tried))
    .map(({ edit: each }) => each);
}

/** Only pumps have a thermostat: an added device of that id has none. */
function isMissing(each: Edit, { twins }: NaiveGraph): boolean {
  return (
    'set' in each && each.set.property.includes('/') && twins.get(each.set.twin)?.model !== pump
  );
}
