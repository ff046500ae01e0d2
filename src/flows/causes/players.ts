/**
 * The players among whom a difference is shared out: edits, or all edits of one twin where there are
 * many, and edits as one that cannot be made apart, such as a twin and a relationship to it.
 */
import type { Edit } from '../../model/scenario.ts';
import { twinOfEdit } from './edit-labels.ts';

/** More edits than this are taken twin by twin. */
export const mostSingleEdits = 16;

/** Positions of edits, ascending. */
export type Group = readonly number[];

/** Each edit by itself, or where there are many, those of each twin; by first edit. */
export function groupsOf(edits: readonly Edit[]): Group[] {
  if (edits.length <= mostSingleEdits) return edits.map((_, index) => [index]);
  const byTwin = new Map<string, number[]>();
  edits.forEach((edit, index) => {
    const twin = twinOfEdit(edit);
    const known = byTwin.get(twin);
    if (known === undefined) byTwin.set(twin, [index]);
    else known.push(index);
  });
  return [...byTwin.values()];
}

/** Whether the edits of these groups cannot be made without the others. */
export type IsRefused = (groups: readonly Group[]) => Promise<boolean>;

/**
 * Joins groups that are refused alone, or without which the rest is; made apart, what then is left
 * may still be refused in a coalition of few, which is for `joined` when it comes up.
 */
export async function separateGroups(
  groups: readonly Group[],
  isRefused: IsRefused,
): Promise<Group[]> {
  let apart = [...groups];
  const waiting = [...groups];
  for (let group = waiting.shift(); group !== undefined; group = waiting.shift()) {
    if (!apart.includes(group)) continue;
    const others = apart.filter((other) => other !== group);
    for (const coalition of [[group], others]) {
      if (coalition.length === 0 || !(await isRefused(coalition))) continue;
      const before = new Set(apart);
      apart = await joined(apart, coalition, isRefused);
      waiting.push(...apart.filter((each) => !before.has(each)));
      break;
    }
  }
  return apart;
}

/**
 * The groups with some joined, because of a coalition that is refused: the fewest of its groups that
 * still are, and a group of the others with which they are not. All together are never refused, and
 * no groups at all neither, so that each call joins at least two.
 */
export async function joined(
  groups: readonly Group[],
  refused: readonly Group[],
  isRefused: IsRefused,
): Promise<Group[]> {
  const others = groups.filter((group) => !refused.includes(group));
  const needed = await firstWhere(others.length, async (count) => {
    return !(await isRefused([...refused, ...others.slice(0, count)]));
  });
  const still = [...refused, ...others.slice(0, needed - 1)];
  const together = [others[needed - 1] as Group, ...(await fewestRefused(still, isRefused))];
  const kept = groups.filter((group) => !together.includes(group));
  return [...kept, together.flat().sort((a, b) => a - b)].sort(
    (a, b) => (a[0] as number) - (b[0] as number),
  );
}

/** Some of the groups that are refused, such that none of them can be left out. */
async function fewestRefused(groups: readonly Group[], isRefused: IsRefused): Promise<Group[]> {
  const fewest: Group[] = [];
  let rest = groups;
  while (fewest.length === 0 || !(await isRefused(fewest))) {
    const tried = rest;
    const count = await firstWhere(tried.length, (size) =>
      isRefused([...fewest, ...tried.slice(0, size)]),
    );
    fewest.push(rest[count - 1] as Group);
    rest = rest.slice(0, count - 1);
  }
  return fewest;
}

/** By bisection: a number from 1 on that passes, and the one before does not; 0 is not tried. */
async function firstWhere(most: number, test: (count: number) => Promise<boolean>) {
  let [fails, passes] = [0, most];
  while (passes - fails > 1) {
    const middle = (fails + passes) >> 1;
    if (await test(middle)) passes = middle;
    else fails = middle;
  }
  return passes;
}
