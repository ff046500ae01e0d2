/** Graphs of core interfaces as short lists of changes, under the package's ontology, for benchmarks. */
import { graphAfter } from '../model/apply.ts';
import { emptyGraph } from '../model/build-graph.ts';
import type { Change } from '../model/change.ts';
import type { TwinGraph } from '../model/graph.ts';
import type { JsonObject } from '../model/json.ts';
import { builtInOntology } from '../ontology/built-in.ts';
import type { Catalogue } from '../ontology/catalogue.ts';
import { checkOf } from '../ontology/check.ts';
import { resolveOntology } from '../ontology/resolve.ts';

/** A graph and the ontology it is under. */
export interface BenchGraph {
  readonly graph: TwinGraph;
  readonly catalogue: Catalogue;
}

/** The graph that changes make of nothing; throws where they break the ontology. */
export function benchGraph(changes: readonly Change[]): BenchGraph {
  const { documents, bindings } = builtInOntology();
  const { catalogue } = resolveOntology(documents, bindings);
  return { graph: graphAfter(emptyGraph(), changes, { check: checkOf(catalogue) }), catalogue };
}

/** A twin of a model: `core:Store` is short for `dtmi:linchpin:core:Store;1`. */
export function twin(id: string, model: string, properties: JsonObject = {}): Change {
  return { addTwin: { id, model: `dtmi:linchpin:${model};1`, properties } };
}

export function link(
  [source, target]: readonly [string, string],
  name: string,
  properties: JsonObject = {},
): Change {
  return { addRelationship: { source, name, target, properties } };
}

/** A transit between two places. */
export function lane(
  id: string,
  [from, to]: readonly [string, string],
  properties: JsonObject = {},
): Change[] {
  return [
    twin(id, 'core:Transit', properties),
    link([id, from], 'carriesFrom'),
    link([id, to], 'carriesTo'),
  ];
}
