/** Finds the known name nearest to a mistyped one, for the advice in refusals. */

const mostEdits = 3;
const longestName = 256;

/**
 * The candidate nearest to `name` within `most` edits. Letter case counts as none, but among
 * equally near ones the one that keeps it is taken.
 */
export function nearName(
  name: string,
  candidates: Iterable<string>,
  most = mostEdits,
): string | undefined {
  if (name.length > longestName) return undefined;
  const wanted = name.toLowerCase();
  let limit = Math.min(most, Math.floor(name.length / 2));
  let best: string | undefined;
  for (const candidate of candidates) {
    const distance = editDistance(wanted, candidate.toLowerCase(), limit);
    if (distance > limit) continue;
    const nearer = best === undefined || distance < limit || keepsCase(name, candidate, best);
    if (nearer) best = candidate;
    limit = distance;
  }
  return best;
}

/** Whether a candidate is nearer than another one once letter case counts. */
function keepsCase(name: string, candidate: string, other: string): boolean {
  const distance = (to: string) => editDistance(name, to, longestName);
  return distance(candidate) < distance(other);
}

/** What to do about an unknown name: the nearest known one is meant, or something else. */
export function adviceFor(name: string, candidates: Iterable<string>, otherwise: string): string {
  const near = nearName(name, candidates);
  return near === undefined ? otherwise : `did you mean ${near}?`;
}

/** Levenshtein's distance, given up (as `limit + 1`) once it must exceed the limit. */
function editDistance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) > limit) return limit + 1;
  let previous = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row++) {
    const current = [row];
    let smallest = row;
    for (let column = 1; column <= b.length; column++) {
      const substituted = (previous[column - 1] ?? 0) + (a[row - 1] === b[column - 1] ? 0 : 1);
      const shifted = Math.min(previous[column] ?? 0, current[column - 1] ?? 0) + 1;
      const cost = Math.min(substituted, shifted);
      current.push(cost);
      smallest = Math.min(smallest, cost);
    }
    if (smallest > limit) return limit + 1;
    previous = current;
  }
  return previous[b.length] ?? limit + 1;
}
