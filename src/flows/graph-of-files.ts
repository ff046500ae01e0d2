/**
 * A throw-away graph made of files alone, without a store: what `simulate` runs on.
 * What a file got wrong is listed, and the rest is in the graph.
 */
import { createHash } from 'node:crypto';
import type { PlacedChange } from '../interchange/document.ts';
import { type ReadFilesOptions, readDocument } from '../interchange/read-files.ts';
import { openSources } from '../interchange/source-files.ts';
import { applyChanges } from '../model/apply.ts';
import { emptyGraph } from '../model/build-graph.ts';
import type { Change } from '../model/change.ts';
import type { Problem } from '../model/errors.ts';
import type { TwinGraph } from '../model/graph.ts';
import { canonicalJson, type Json } from '../model/json.ts';
import { builtInOntology } from '../ontology/built-in.ts';
import type { Catalogue } from '../ontology/catalogue.ts';
import { checkOf } from '../ontology/check.ts';
import { placedInFiles } from '../ontology/model-place.ts';
import { resolveOntology } from '../ontology/resolve.ts';
import { twinOf, withoutDuplicates, withoutForeign } from './load-networks.ts';
import { placed } from './load-target.ts';

/** A graph, the ontology it is under, and what was left out of it. */
export interface GraphOfFiles {
  readonly graph: TwinGraph;
  readonly catalogue: Catalogue;
  readonly rejected: readonly Problem[];
}

/** A revision drawn from the content, so that scenarios on different files differ in their hash. */
function contentNumber(changes: readonly Change[]): number {
  const hash = createHash('sha256').update(canonicalJson(changes as unknown as Json));
  return hash.digest().readUIntBE(0, 6);
}

/** Twins before relationships, else in order, so that files may refer to each other. */
function twinsFirst(changes: readonly PlacedChange[]): readonly PlacedChange[] {
  const isTwin = ({ change }: PlacedChange) => twinOf(change) !== undefined;
  return [...changes.filter(isTwin), ...changes.filter((each) => !isTwin(each))];
}

/** Reads files and folders into a graph under the package's ontology and the files' own models. */
export function graphOfFiles(
  paths: readonly string[],
  options: ReadFilesOptions = {},
): GraphOfFiles {
  const opened = openSources(paths);
  const document = readDocument(opened.files, options);
  const { models, problems, modelSources } = document;
  const distinct = withoutDuplicates(document);
  const apart = withoutForeign(distinct.changes, distinct.duplicates);
  const { documents, bindings } = builtInOntology(models);
  const { catalogue, problems: wrong } = resolveOntology([...documents, ...models], bindings);
  const sources = new Map(models.map((model) => [String(model['@id']), modelSources?.get(model)]));
  const ordered = twinsFirst(apart.kept);
  const wanted = ordered.map(({ change }) => change);
  const revision = contentNumber(wanted);
  const moment = { revision, now: 0, check: checkOf(catalogue), skipRefused: true };
  const { changeset, rejected } = applyChanges(emptyGraph(), wanted, moment);
  return {
    graph: emptyGraph().withChanges(changeset, revision),
    catalogue,
    rejected: [
      ...opened.problems,
      ...problems,
      ...placedInFiles(wrong, (model) => sources.get(model)),
      ...distinct.problems,
      ...apart.problems,
      ...rejected.map((problem) => placed(problem, ordered)),
    ],
  };
}
