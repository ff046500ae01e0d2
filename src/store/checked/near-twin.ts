/**
 * Names the twin that was probably meant when one is missing. The ids are looked through only then.
 * Called by the checked store for commits and paths, and by the API for the edits of a what-if.
 */
import { LinchpinError, type Problem, refusal } from '../../model/errors.ts';
import type { TwinGraph } from '../../model/graph.ts';
import { allTwins } from '../../model/graph-records.ts';
import { nearName } from '../../ontology/near-name.ts';

/** Two letters exchanged, or two slips. */
const mostEdits = 2;

/** How many ids are looked through, and for how many problems: a refusal must stay quick. */
const mostIds = 100_000;
const mostProblems = 3;

/** As changes, edits and paths say that a twin is missing. */
const missing = /^there is no twin (.+)$/su;

/** Of a twin that the graph has. */
const removedBefore = 'leave this out, or what removes the twin before it';

/** The same error with the nearest id as the advice of its first few problems that need one. */
export async function adviseNearTwin(
  error: unknown,
  snapshot: () => TwinGraph | Promise<TwinGraph>,
): Promise<unknown> {
  if (!(error instanceof LinchpinError)) return error;
  const lacking = error.problems.filter((problem) => missingId(problem) !== undefined);
  if (lacking.length === 0) return error;
  const graph = await snapshot();
  const advised = new Map<Problem, Problem>();
  for (const problem of lacking.slice(0, mostProblems)) {
    const id = missingId(problem) ?? '';
    const near = graph.indexOf(id) < 0 ? nearName(id, idsOf(graph), mostEdits) : id;
    if (near === undefined) continue;
    const action = near === id ? removedBefore : `did you mean ${near}?`;
    advised.set(problem, { ...problem, action });
  }
  if (advised.size === 0) return error;
  return refusal(error.problems.map((problem) => advised.get(problem) ?? problem));
}

function missingId({ code, message }: Problem): string | undefined {
  return code === 'NOT_FOUND' ? missing.exec(message)?.[1] : undefined;
}

function* idsOf(graph: TwinGraph): Iterable<string> {
  let count = 0;
  for (const { id } of allTwins(graph)) {
    if (++count > mostIds) return;
    yield id;
  }
}
