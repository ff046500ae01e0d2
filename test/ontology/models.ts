/** Small models and twins for the tests of the ontology. */
import { emptyGraph } from '../../src/model/build-graph.ts';
import { noChanges } from '../../src/model/changeset.ts';
import type { TwinGraph } from '../../src/model/graph.ts';
import type { Json, JsonObject } from '../../src/model/json.ts';
import type { Twin } from '../../src/model/twin.ts';
import { resolveOntology } from '../../src/ontology/resolve.ts';

/** An interface of version 3 with quantitative types. */
export function model(name: string, contents: Json, more: JsonObject = {}): JsonObject {
  return {
    '@context': ['dtmi:dtdl:context;3', 'dtmi:dtdl:extension:quantitativeTypes;1'],
    '@id': `dtmi:test:${name};1`,
    '@type': 'Interface',
    contents,
    ...more,
  };
}

/** A property of a schema. */
export function property(name: string, schema: Json): JsonObject {
  return { '@type': 'Property', name, schema, writable: true };
}

/** A property with a semantic type and a unit. */
export function quantity(type: string, name: string, unit: string): JsonObject {
  return { '@type': ['Property', type], name, schema: 'double', unit };
}

/** A property that tells the unit of another one. */
export function override(name: string, annotates: string, schema: string): JsonObject {
  const types = ['Property', 'ValueAnnotation', 'Override'];
  return { '@type': types, name, annotates, overrides: 'unit', schema };
}

/** The rules that models break, each once, in the order they were found. */
export function rulesBroken(...documents: readonly unknown[]): string[] {
  const { problems } = resolveOntology(documents as JsonObject[]);
  const rules = problems.map(({ message }) => /\((\w+)\)$/.exec(message)?.[1] ?? message);
  return [...new Set(rules)];
}

/** A graph of twins, laid on as when they are judged: id, model and properties. */
export function graphOf(twins: readonly [string, string, JsonObject?][]): TwinGraph {
  const added = twins.map(([id, name, properties = {}]): [string, Twin] => {
    const base = { stamps: {}, revision: 1, updatedAt: 0 };
    return [id, { id, model: `dtmi:test:${name};1`, properties, ...base }];
  });
  const changes = { ...noChanges, twins: { ...noChanges.twins, added: new Map(added) } };
  return emptyGraph().withChanges(changes, 1);
}
