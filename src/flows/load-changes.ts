/** The twins and relationships of an import, committed in batches. Called by `load`. */
import { createHash } from 'node:crypto';
import type { PlacedChange } from '../interchange/document.ts';
import { applyChanges } from '../model/apply.ts';
import { type Change, relationshipId } from '../model/change.ts';
import { LinchpinError, type Problem } from '../model/errors.ts';
import type { TwinGraph } from '../model/graph.ts';
import { canonicalJson, type Json, type JsonObject, sameJson } from '../model/json.ts';
import type { Catalogue } from '../ontology/catalogue.ts';
import { checkOf } from '../ontology/check.ts';
import type { CheckedStore } from '../store/checked.ts';
import { twinOf, withoutForeign } from './load-networks.ts';

/** Under which ontology and in what batches changes are committed. */
export interface ChangesOptions {
  readonly catalogue: Catalogue;
  readonly batch: number;
  readonly dryRun?: boolean;
  /** Gives what is there and differs the new content. */
  readonly replace?: boolean;
  /** Twins that were refused already, because another file of the import has their ids. */
  readonly duplicates?: readonly PlacedChange[];
  readonly onProgress?: (progress: { readonly done: number; readonly total: number }) => void;
}

/** What became of the twins and relationships of an import. */
export interface LoadedChanges {
  readonly twins: number;
  readonly relationships: number;
  readonly unchanged: number;
  readonly replaced: number;
  readonly rejected: readonly Problem[];
}

/** Commits changes, all twins before the relationships of those that were taken. */
export async function loadChanges(
  store: CheckedStore,
  changes: readonly PlacedChange[],
  options: ChangesOptions,
): Promise<LoadedChanges> {
  const graph = await store.snapshot();
  const fresh = changes.filter(({ change }) => !isThere(graph, change));
  const wanted = options.replace === true ? fresh.map((each) => replacing(graph, each)) : fresh;
  const twins = wanted.filter(isTwin);
  const relationships = wanted.filter((each) => !isTwin(each));
  const commit = options.dryRun
    ? trial(graph, options.catalogue)
    : (part: readonly Change[]) => commitOnce(store, part, graph.revision);
  const total = wanted.length;
  const steps = { commit, batch: options.dryRun ? total + 1 : options.batch };
  const progress = (before: number) => (done: number) =>
    options.onProgress?.({ done: before + done, total });
  const first = await commitAll(twins, { ...steps, onProgress: progress(0) });
  const lost = [...(options.duplicates ?? []), ...first.refused];
  const foreign = [...lost, ...equalByChance(graph, changes, lost)];
  const { kept, problems } = withoutForeign(relationships, foreign);
  const done = total - kept.length;
  const second = await commitAll(kept, { ...steps, onProgress: progress(done) });
  const there = changes.length - fresh.length;
  const twinsThere = changes.filter(isTwin).length - twins.length;
  return {
    twins: first.taken.length + twinsThere,
    relationships: second.taken.length + there - twinsThere,
    unchanged: there,
    replaced: [...first.taken, ...second.taken].filter(isReplacing).length,
    rejected: [...first.rejected, ...problems, ...second.rejected],
  };
}

/** Twins before relationships, else in order, so that files may refer to each other. */
export function twinsFirst(changes: readonly PlacedChange[]): readonly PlacedChange[] {
  return [...changes.filter(isTwin), ...changes.filter((each) => !isTwin(each))];
}

type Commit = (changes: readonly Change[]) => readonly Problem[] | Promise<readonly Problem[]>;

interface Steps {
  readonly commit: Commit;
  readonly batch: number;
  readonly onProgress: (done: number) => void;
}

interface Committed {
  readonly taken: readonly PlacedChange[];
  readonly refused: readonly PlacedChange[];
  readonly rejected: readonly Problem[];
}

async function commitAll(changes: readonly PlacedChange[], steps: Steps): Promise<Committed> {
  const rejected: Problem[] = [];
  const refused = new Set<PlacedChange>();
  for (let start = 0; start < changes.length; start += steps.batch) {
    const part = changes.slice(start, start + steps.batch);
    for (const problem of await steps.commit(part.map(({ change }) => change))) {
      const change = part[problem.index ?? 0];
      if (change !== undefined) refused.add(change);
      rejected.push(advised(placed(problem, part), change));
    }
    steps.onProgress(Math.min(start + steps.batch, changes.length));
  }
  const taken = changes.filter((each) => !refused.has(each));
  return { taken, refused: [...refused], rejected };
}

/**
 * A commit whose answer is lost may have happened. The operation id, made from the batch and the
 * revision that the import began at, makes the one retry harmless; a later import of the same file
 * begins at another revision and counts anew.
 */
async function commitOnce(
  store: CheckedStore,
  changes: readonly Change[],
  base: number,
): Promise<readonly Problem[]> {
  const content = canonicalJson([base, changes as unknown as Json]);
  const operationId = `import:${createHash('sha256').update(content).digest('hex')}`;
  const options = { operationId, skipRefused: true };
  try {
    return (await store.commit(changes, options)).rejected;
  } catch (error) {
    if (!(error instanceof LinchpinError) || !error.retriable) throw error;
    return (await store.commit(changes, options)).rejected;
  }
}

/** Commits to a copy that is thrown away. */
function trial(graph: TwinGraph, catalogue: Catalogue): Commit {
  const options = { revision: graph.revision + 1, now: 0, check: checkOf(catalogue) };
  let now = graph;
  return (changes) => {
    const { changeset, rejected } = applyChanges(now, changes, { ...options, skipRefused: true });
    now = now.withChanges(changeset);
    return rejected;
  };
}

/** In a file whose ids belong to other twins, twins that happen to equal those are others too. */
function equalByChance(
  graph: TwinGraph,
  changes: readonly PlacedChange[],
  lost: readonly PlacedChange[],
): readonly PlacedChange[] {
  const isTaken = ({ change }: PlacedChange) => graph.twin(twinOf(change)?.id ?? '') !== undefined;
  const networks = new Set(lost.filter(isTaken).map(({ network }) => network));
  return changes.filter(
    (each) => networks.has(each.network) && isTwin(each) && isThere(graph, each.change),
  );
}

/** The change that overwrites, where it adds what the graph has already. */
function replacing(graph: TwinGraph, placedChange: PlacedChange): PlacedChange {
  const { change } = placedChange;
  if ('addTwin' in change && graph.twin(change.addTwin.id) !== undefined) {
    return { ...placedChange, change: { putTwin: change.addTwin } };
  }
  if (!('addRelationship' in change)) return placedChange;
  const { source } = change.addRelationship;
  const there = graph.relationship({ source, id: relationshipId(change.addRelationship) });
  if (there === undefined) return placedChange;
  return { ...placedChange, change: { putRelationship: change.addRelationship } };
}

/** Whether the graph holds an equal record. */
function isThere(graph: TwinGraph, change: Change): boolean {
  if ('addTwin' in change) {
    const twin = graph.twin(change.addTwin.id);
    return twin?.model === change.addTwin.model && same(twin, change.addTwin);
  }
  if (!('addRelationship' in change)) return false;
  const { source, name, target } = change.addRelationship;
  const there = graph.relationship({ source, id: relationshipId(change.addRelationship) });
  const sameEnds = there?.name === name && there.target === target;
  return there !== undefined && sameEnds && same(there, change.addRelationship);
}

function same(there: { properties: JsonObject }, wanted: { properties?: JsonObject }): boolean {
  return sameJson(there.properties, wanted.properties ?? {});
}

function isReplacing({ change }: PlacedChange): boolean {
  return 'putTwin' in change || 'putRelationship' in change;
}

function isTwin({ change }: PlacedChange): boolean {
  return twinOf(change) !== undefined;
}

/** The problem at its place in the file, its place in the graph going into the message. */
export function placed(problem: Problem, changes: readonly PlacedChange[]): Problem {
  const { index, ...rest } = problem;
  const change = index === undefined ? undefined : changes[index];
  if (change === undefined) return rest;
  const inGraph = problem.where === '' ? '' : `${problem.where}: `;
  return { ...rest, where: change.where, message: `${inGraph}${problem.message}` };
}

/** Only network files take their ids from a prefix. */
function advised(problem: Problem, change: PlacedChange | undefined): Problem {
  if (problem.code !== 'CONFLICT') return problem;
  const isNetwork = change?.network !== undefined;
  const other = isNetwork ? '--prefix to keep both' : 'give it an id of its own';
  return { ...problem, action: `use --replace to overwrite, or ${other}` };
}
