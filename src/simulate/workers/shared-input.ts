/**
 * What many runs read, as bytes that all threads see: images of graphs, and what catalogues are
 * made of. Written once for each by the pool, read once for each by a worker.
 */

import type { TwinGraph } from '../../model/graph.ts';
import type { JsonObject } from '../../model/json.ts';
import { decodeGraph, encodeGraph } from '../../model/packed/image.ts';
import type { Binding, Catalogue } from '../../ontology/catalogue.ts';
import { resolveOntology } from '../../ontology/resolve.ts';
import type { SharedBytes, SharedRooms, SimulatorSource } from './messages.ts';

/** What a catalogue is made of. */
interface OntologySource {
  readonly documents: readonly JsonObject[];
  readonly bindings: readonly Binding[];
  readonly decommissioned: readonly string[];
}

const graphs = new WeakMap<TwinGraph, SharedBytes>();
const ontologies = new WeakMap<Catalogue, SharedBytes>();
let count = 0;

/** The image of a graph, made when first asked for and held as long as the graph. */
function sharedGraph(graph: TwinGraph): SharedBytes {
  const known = graphs.get(graph) ?? share([...encodeGraph(graph)]);
  graphs.set(graph, known);
  return known;
}

/** The source of a catalogue, likewise. */
function sharedOntology(catalogue: Catalogue): SharedBytes {
  const known = ontologies.get(catalogue) ?? share([Buffer.from(sourceOf(catalogue))]);
  ontologies.set(catalogue, known);
  return known;
}

/** What messages about a graph have in common. */
export function sharedRooms(
  source: SimulatorSource,
  { graph, catalogue }: { readonly graph: TwinGraph; readonly catalogue: Catalogue },
): SharedRooms {
  return { ...source, graph: sharedGraph(graph), ontology: sharedOntology(catalogue) };
}

function sourceOf({ interfaces, bindings, decommissioned }: Catalogue): string {
  const documents = [...new Set(Array.from(interfaces.values(), ({ document }) => document))];
  const source: OntologySource = {
    documents,
    bindings,
    decommissioned: [...(decommissioned ?? [])],
  };
  return JSON.stringify(source);
}

function share(chunks: readonly Uint8Array[]): SharedBytes {
  const size = chunks.reduce((sum, { length }) => sum + length, 0);
  const bytes = new SharedArrayBuffer(size);
  const view = new Uint8Array(bytes);
  let at = 0;
  for (const chunk of chunks) {
    view.set(chunk, at);
    at += chunk.length;
  }
  count += 1;
  return { id: count, bytes };
}

/** So many graphs and catalogues stay in a worker's memory: those of jobs that run side by side. */
const mostKept = 3;

function kept<T>(make: (bytes: SharedArrayBuffer) => T): (shared: SharedBytes) => T {
  const known = new Map<number, T>();
  return ({ id, bytes }) => {
    const value = known.get(id) ?? make(bytes);
    known.delete(id);
    known.set(id, value);
    if (known.size > mostKept) known.delete(known.keys().next().value as number);
    return value;
  };
}

/** In a worker: the graph of an image. */
export const graphOf: (shared: SharedBytes) => TwinGraph = kept((bytes) =>
  decodeGraph(new Uint8Array(bytes)),
);

/** In a worker: the catalogue of its source. */
export const catalogueOf: (shared: SharedBytes) => Catalogue = kept((bytes) => {
  const source = JSON.parse(Buffer.from(bytes).toString()) as OntologySource;
  const { catalogue } = resolveOntology(source.documents, source.bindings);
  if (source.decommissioned.length === 0) return catalogue;
  return { ...catalogue, decommissioned: new Set(source.decommissioned) };
});
