/**
 * The city seed, repeated under new ids until it has as many twins as a benchmark wants. Each copy
 * is a district of its own, so degrees and paths stay as they are in one city.
 */
import { join } from 'node:path';
import { graphOfFiles } from '../flows/graph-of-files.ts';
import type { Change } from '../model/change.ts';
import type { TwinGraph } from '../model/graph.ts';
import { allRelationships, allTwins } from '../model/graph-records.ts';
import { packageRoot } from '../package-root.ts';

/** One city. */
export function cityGraph(): TwinGraph {
  return graphOfFiles([join(packageRoot(), 'seeds', 'city', 'graph.ndjson')]).graph;
}

/** The changes that make at least so many twins of a city, twins first within each copy. */
export function* scaledCity(city: TwinGraph, twins: number): Generator<Change> {
  const copies = Math.ceil(twins / city.size.twins);
  for (let copy = 0; copy < copies; copy++) {
    const id = (name: string) => `${copy}-${name}`;
    for (const { id: twin, model, properties } of allTwins(city)) {
      yield { addTwin: { id: id(twin), model, properties } };
    }
    for (const { source, target, name, properties } of allRelationships(city)) {
      yield { addRelationship: { source: id(source), target: id(target), name, properties } };
    }
  }
}

/** Parts of a stream, each of so many items, the last one smaller. */
export function* batches<T>(items: Iterable<T>, size: number): Generator<T[]> {
  let batch: T[] = [];
  for (const item of items) {
    if (batch.push(item) < size) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}
