/**
 * The records of a graph for `linchpin export`, in the order of their ids, as a service gives them
 * too: equal graphs give equal files.
 */
import type { AdtExport } from '../interchange/adt/ndjson-writer.ts';
import { compareText } from '../model/compare-text.ts';
import type { TwinGraph } from '../model/graph.ts';
import type { Relationship } from '../model/relationship.ts';
import type { Twin } from '../model/twin.ts';

const batchSize = 1_000;

/** Twins by id, and relationships by their source and id. */
export function recordsById(graph: TwinGraph): Pick<AdtExport, 'twins' | 'relationships'> {
  const ids: string[] = [];
  for (let node = 0; node < graph.nodeCount; node++) {
    const id = graph.idAt(node);
    if (id !== undefined) ids.push(id);
  }
  ids.sort(compareText);
  return {
    twins: inBatches(twinsOf(graph, ids)),
    relationships: inBatches(relationshipsFrom(graph, ids)),
  };
}

function* twinsOf(graph: TwinGraph, ids: readonly string[]): Generator<Twin> {
  for (const id of ids) yield graph.twin(id) as Twin;
}

function* relationshipsFrom(graph: TwinGraph, ids: readonly string[]): Generator<Relationship> {
  for (const id of ids) {
    const edges = Array.from(graph.outEdges(graph.indexOf(id)));
    const records = edges.map((edge) => graph.relationshipAt(edge) as Relationship);
    yield* records.sort((a, b) => compareText(a.id, b.id));
  }
}

function* inBatches<T>(records: Iterable<T>): Generator<readonly T[]> {
  let batch: T[] = [];
  for (const record of records) {
    batch.push(record);
    if (batch.length < batchSize) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}
