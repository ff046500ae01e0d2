/** Graphs of core interfaces for the simulator's tests, written as short lists. */

import { graphAfter } from '../../src/model/apply.ts';
import { emptyGraph } from '../../src/model/build-graph.ts';
import type { Change } from '../../src/model/change.ts';
import type { TwinGraph } from '../../src/model/graph.ts';
import type { JsonObject } from '../../src/model/json.ts';
import { builtInOntology } from '../../src/ontology/built-in.ts';
import type { Binding, Catalogue } from '../../src/ontology/catalogue.ts';
import { resolveOntology } from '../../src/ontology/resolve.ts';

/** `core('Store')` is the DTMI of a behaviour. */
export function core(name: string): string {
  return `dtmi:linchpin:core:${name};1`;
}

const { documents } = builtInOntology();

/** Interfaces made for tests: consumers of power, an order that follows a demand, foreign ones. */
const testModels: JsonObject[] = [
  model('Load', [core('Dependent'), core('Demand')], []),
  model('Source', [core('Asset'), core('Supply')], []),
  model('Depot', [core('Dependent'), core('Store')], []),
  model('Lane', [core('Dependent'), core('Transit')], []),
  model('Order', [core('Asset'), core('PeriodicDemand')], []),
  model(
    'Breaker',
    [],
    [
      { '@type': 'Property', name: 'closed', schema: 'boolean', writable: true },
      { '@type': 'Relationship', name: 'links' },
    ],
  ),
];

function model(name: string, parents: string[], contents: JsonObject[]): JsonObject {
  return {
    '@context': 'dtmi:dtdl:context;3',
    '@id': testModel(name),
    '@type': 'Interface',
    ...(parents.length > 0 ? { extends: parents } : {}),
    contents,
  };
}

export function testModel(name: string): string {
  return `dtmi:test:${name};1`;
}

/** The package's ontology and the test's own interfaces. */
export function testCatalogue(bindings: readonly Binding[] = []): Catalogue {
  const core = documents.filter((document) => String(document['@id']).includes(':core:'));
  const { catalogue, problems } = resolveOntology([...core, ...testModels], bindings);
  if (problems.length > 0) throw new Error(JSON.stringify(problems));
  return catalogue;
}

export function twin(id: string, model: string, properties: JsonObject = {}): Change {
  return { addTwin: { id, model, properties } };
}

export function link(
  source: string,
  name: string,
  target: string,
  properties: JsonObject = {},
): Change {
  return { addRelationship: { source, name, target, properties } };
}

export function graphOf(changes: readonly Change[]): TwinGraph {
  return graphAfter(emptyGraph(), changes);
}

/** A transit between two places. */
export function lane(
  id: string,
  [from, to]: readonly [string, string],
  properties: JsonObject = {},
  model = core('Transit'),
): Change[] {
  return [twin(id, model, properties), link(id, 'carriesFrom', from), link(id, 'carriesTo', to)];
}
