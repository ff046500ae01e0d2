/** What the tests of this folder share: files from text, and counts of what a document holds. */
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import type { Document, SourceFile } from '../../src/interchange/document.ts';
import { applyChanges, graphAfter } from '../../src/model/apply.ts';
import { emptyGraph } from '../../src/model/build-graph.ts';
import type { TwinGraph } from '../../src/model/graph.ts';
import type { JsonObject } from '../../src/model/json.ts';
import { builtInOntology } from '../../src/ontology/built-in.ts';
import type { Catalogue } from '../../src/ontology/catalogue.ts';
import { checkOf } from '../../src/ontology/check.ts';
import { resolveOntology } from '../../src/ontology/resolve.ts';

/** A file with a text as UTF-8. */
export function textFile(name: string, text: string): SourceFile {
  return { name, bytes: new TextEncoder().encode(text) };
}

/** A file of the disk under its base name. */
export function diskFile(path: string): SourceFile {
  return { name: basename(path), bytes: readFileSync(path) };
}

let catalogue: Catalogue | undefined;

/** Our own ontology with its bindings. */
export function ownCatalogue(): Catalogue {
  if (catalogue === undefined) {
    const { documents, bindings } = builtInOntology();
    catalogue = resolveOntology(documents, bindings).catalogue;
  }
  return catalogue;
}

/** What our ontology refuses of a document's changes. */
export function refusedBy(document: Document, rules = ownCatalogue()) {
  const changes = document.changes.map(({ change }) => change);
  const options = { revision: 1, now: 0, check: checkOf(rules), skipRefused: true };
  return applyChanges(emptyGraph(), changes, options).rejected;
}

/** The document as a graph. */
export function graphOf(document: Document): TwinGraph {
  return graphAfter(
    emptyGraph(),
    document.changes.map(({ change }) => change),
  );
}

/** How many twins of each model, by the model's name without its path. */
export function countModels(document: Document): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { change } of document.changes) {
    if (!('addTwin' in change)) continue;
    const name = /([^:]+);\d+$/.exec(change.addTwin.model)?.[1] ?? change.addTwin.model;
    counts[name] = (counts[name] ?? 0) + 1;
  }
  return counts;
}

/** The properties of a twin of the document. */
export function propertiesOf(document: Document, id: string): JsonObject {
  for (const { change } of document.changes) {
    if ('addTwin' in change && change.addTwin.id === id) return change.addTwin.properties ?? {};
  }
  throw new Error(`the document has no twin ${id}`);
}

/** `source name target` of the relationships that leave a twin. */
export function relationshipsFrom(document: Document, source: string): string[] {
  return document.changes.flatMap(({ change }) =>
    'addRelationship' in change && change.addRelationship.source === source
      ? [`${change.addRelationship.name} ${change.addRelationship.target}`]
      : [],
  );
}
