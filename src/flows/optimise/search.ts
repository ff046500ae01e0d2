/** How an optimisation goes through subsets: all of them, greedily, or by branch and bound. */
import type { Subset, Subsets } from './subsets.ts';

/** All affordable subsets, undefined when there are more than `most`. */
export function affordableSubsets(subsets: Subsets, most: number): Subset[] | undefined {
  const found: Subset[] = [];
  const grow = (subset: Subset, from: number): boolean => {
    found.push(subset);
    if (found.length > most) return false;
    for (let i = from; i < subsets.candidates.length; i++) {
      if (!subsets.fits(subset, i)) continue;
      const more = [...subset, i];
      if (subsets.isAffordable(more) && !grow(more, i + 1)) return false;
    }
    return true;
  };
  return grow([], 0) ? found : undefined;
}

const batch = 64;

export async function runAll(subsets: Subsets, all: readonly Subset[]): Promise<void> {
  for (let at = 0; at < all.length; at += batch) await subsets.run(all.slice(at, at + batch));
}

/**
 * The greedy choice by gain for cost, then as long as it gains: a candidate more, fewer, or another
 * in its place. Ends with the runs.
 */
export async function localSearch(subsets: Subsets): Promise<Subset> {
  let best: Subset = [];
  await subsets.run([best]);
  for (;;) {
    const near = neighboursOf(subsets, best).filter((each) => subsets.isAffordable(each));
    const fitting = near.slice(0, roomFor(subsets, near.length));
    await subsets.run(fitting);
    const here = subsets.score(best);
    const rate = (each: Subset) => {
      const gain = subsets.score(each) - here;
      return gain / Math.max(1e-12, subsets.cost(each) - subsets.cost(best));
    };
    const better = fitting.filter((each) => subsets.score(each) > here);
    const cheaper = better.filter((each) => each.length > best.length);
    const pool = cheaper.length > 0 ? cheaper : better;
    if (pool.length === 0) return best;
    pool.sort((a, b) =>
      cheaper.length > 0 ? rate(b) - rate(a) : subsets.score(b) - subsets.score(a),
    );
    best = pool[0] as Subset;
    if (fitting.length < near.length) return best;
  }
}

function roomFor(subsets: Subsets, wanted: number): number {
  let room = wanted;
  while (room > 0 && !subsets.hasRoomFor(room)) room = Math.floor(room / 2);
  return room;
}

/** One candidate more, fewer, or another in its place; groups are kept, the budget is not looked at. */
export function neighboursOf(subsets: Subsets, subset: Subset): Subset[] {
  const all = subsets.candidates.map((_, i) => i);
  const more = all.filter((i) => subsets.fits(subset, i)).map((i) => subsets.with(subset, i));
  const fewer = subset.map((left) => subset.filter((i) => i !== left));
  const others = fewer.flatMap((less) =>
    all
      .filter((i) => !subset.includes(i) && subsets.fits(less, i))
      .map((i) => subsets.with(less, i)),
  );
  return [...more, ...fewer, ...others];
}

interface Branch {
  readonly chosen: Subset;
  /** The first candidate that is not decided. */
  readonly from: number;
  readonly bound: number;
}

/**
 * Best first branch and bound; a branch's bound is the score with all of its undecided candidates
 * that are affordable by themselves, whatever they cost together. Valid where no candidate makes
 * the figure worse, and without groups. Gives the bound that is left when it ends.
 */
export async function branchAndBound(subsets: Subsets): Promise<number> {
  const { candidates } = subsets;
  const bound = async (chosen: Subset, from: number): Promise<number> => {
    const all = [...chosen];
    for (let i = from; i < candidates.length; i++) {
      if (subsets.isAffordable([...chosen, i])) all.push(i);
    }
    await subsets.run([all, chosen]);
    return subsets.score(all);
  };
  const open: Branch[] = [{ chosen: [], from: 0, bound: await bound([], 0) }];
  for (;;) {
    open.sort((a, b) => b.bound - a.bound || b.from - a.from);
    const branch = open[0];
    const best = subsets.score(subsets.ranked()[0] as Subset);
    if (branch === undefined || branch.bound <= best) return best;
    if (!subsets.hasRoomFor(4)) return branch.bound;
    open.shift();
    const { chosen, from } = branch;
    if (from >= candidates.length) continue;
    const taken = [...chosen, from];
    if (subsets.isAffordable(taken)) {
      open.push({ chosen: taken, from: from + 1, bound: await bound(taken, from + 1) });
    }
    open.push({ chosen, from: from + 1, bound: await bound(chosen, from + 1) });
  }
}
