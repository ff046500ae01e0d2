/** What a bulk edit is, and the twins it is about, found in one snapshot. Used by `editTwins`. */
import type { Change } from '../model/change.ts';
import { compareText } from '../model/compare-text.ts';
import { LinchpinError } from '../model/errors.ts';
import type { TwinGraph } from '../model/graph.ts';
import type { Json } from '../model/json.ts';
import type { Twin } from '../model/twin.ts';
import type { Catalogue } from '../ontology/catalogue.ts';
import { candidateNodes } from '../query/candidates.ts';
import { GraphTests } from '../query/predicate/graph-tests.ts';
import type { TwinFilter } from '../query/query.ts';
import { Work } from '../query/work.ts';
import { askedModels } from '../store/checked/asked-models.ts';
import { readPredicate } from '../store/checked/read-predicate.ts';

/** Which twins are edited, and how. */
export interface BulkEdit {
  readonly filter: TwinFilter;
  /** The edit as its sender wrote it: with the filter, what an operation id stands for. */
  readonly wanted: Json;
  /** What happens to a twin; no changes leave it as it is. */
  readonly changesOf: (twin: Twin) => readonly Change[];
}

/** The most twins that one edit may change: they are one commit. */
export const maxEdited = 100_000;

/**
 * The twins by id; `LIMIT_EXCEEDED` when there are more than `maxEdited`, and what a query with
 * this filter throws. Does not wait for anything, so that a commit can be planned in its turn.
 */
export function twinsThatFit(
  graph: TwinGraph,
  catalogue: Catalogue,
  filter: TwinFilter,
): readonly Twin[] {
  const { models, scope } = askedModels(filter, catalogue);
  const { where } = filter;
  const read = {
    ...filter,
    ...(models && { models }),
    ...(where && { where: readPredicate(where, scope) }),
  };
  const work = new Work(graph);
  const tests = new GraphTests(graph, work);
  const fits = tests.filter(read);
  const twins: Twin[] = [];
  let count = 0;
  for (const node of candidateNodes(graph, read, tests).records) {
    work.examine();
    if (fits(node) && ++count <= maxEdited) twins.push(graph.twinAt(node) as Twin);
  }
  requireFew(count);
  return twins.sort((a, b) => compareText(a.id, b.id));
}

/** Refuses more twins than one edit may change. */
export function requireFew(count: number): void {
  if (count <= maxEdited) return;
  throw new LinchpinError({
    code: 'LIMIT_EXCEEDED',
    where: 'where',
    message: `the filter finds ${count} twins, and all are changed at once or none`,
    expected: `at most ${maxEdited}`,
    action: 'narrow the filter, and edit part after part',
  });
}
