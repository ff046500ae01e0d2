/**
 * Notices twins that were changed between the moment a filter found them and the commit: one that
 * may no longer fit is not edited. Used by `editTwins`, which then looks again.
 */
import type { Check } from '../model/apply.ts';
import type { Problem } from '../model/errors.ts';
import type { TwinGraph } from '../model/graph.ts';
import { type Json, sameJson } from '../model/json.ts';
import { valueAt } from '../model/path.ts';
import type { Twin } from '../model/twin.ts';
import type { BulkEdit } from './bulk-selection.ts';

/** A check for one commit, and whether it found something. */
export interface MeanwhileCheck {
  readonly check: Check;
  found(): boolean;
}

/** The check of an edit that was planned on a graph. */
export function meanwhileCheck(
  graph: TwinGraph,
  { filter, isWhole = false }: Pick<BulkEdit, 'filter' | 'isWhole'>,
): MeanwhileCheck {
  const paths = pathsIn(filter.where as Json | undefined);
  let found = false;
  const judge = (from: Twin): Problem[] => {
    const seen = graph.twin(from.id);
    if (seen === undefined || isSame(seen, from, isWhole ? undefined : paths)) return [];
    found = true;
    return [changedMeanwhile(from.id)];
  };
  return {
    found: () => found,
    check: ({ twins }) => {
      const problems: Problem[] = [];
      for (const from of twins.removed.values()) problems.push(...judge(from));
      for (const { from, to } of twins.updated.values()) {
        // A second change of the same commit sees what the first one made.
        if (from.revision !== to.revision) problems.push(...judge(from));
      }
      return problems;
    },
  };
}

/** Whether a twin is as it was seen, where these paths lead or everywhere. */
function isSame(seen: Twin, now: Twin, paths: ReadonlySet<string> | undefined): boolean {
  if (seen.revision === now.revision) return true;
  if (seen.model !== now.model) return false;
  if (paths === undefined) return sameJson(seen.properties, now.properties);
  return [...paths].every((path) => {
    if (path.startsWith('$')) return path === '$id' || path === '$model';
    return sameJson(valueAt(seen.properties, path) ?? null, valueAt(now.properties, path) ?? null);
  });
}

/** Every property path that a predicate names, however deep. */
function pathsIn(part: Json | undefined, found: Set<string> = new Set()): ReadonlySet<string> {
  if (typeof part !== 'object' || part === null) return found;
  for (const [key, value] of Object.entries(part)) {
    if (key === 'path' && typeof value === 'string') found.add(value);
    else pathsIn(value, found);
  }
  return found;
}

function changedMeanwhile(twin: string): Problem {
  return {
    code: 'CONFLICT',
    where: twin,
    message: `the twin ${twin} was changed while the edit was planned`,
    action: 'try again, or edit fewer twins at once',
  };
}
