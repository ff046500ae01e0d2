/** How often what was promised held; used by conformal calibration, evaluation and drift. */

/** Closed intervals, one for each truth. */
export interface Intervals {
  readonly low: ArrayLike<number>;
  readonly high: ArrayLike<number>;
}

/** Share of the truths that lie in their intervals, ends included. NaN for none. */
export function intervalCoverage({ low, high }: Intervals, truths: ArrayLike<number>): number {
  let inside = 0;
  for (let i = 0; i < truths.length; i++) {
    const truth = truths[i] as number;
    if ((low[i] as number) <= truth && truth <= (high[i] as number)) inside += 1;
  }
  return inside / truths.length;
}

/** A predicted set over some elements, and what was to be in it: 1 for members. */
export interface JudgedSet {
  readonly set: ArrayLike<number>;
  readonly truth: ArrayLike<number>;
}

/** How sets did. */
export interface SetCoverage {
  /** Share of the sets that hold all but `allowedMiss` of their truth. NaN for no sets. */
  readonly coverage: number;
  /** Mean over the sets of the share of the truth that they hold; 1 where there was none. */
  readonly recall: number;
  /** Mean number of members: the smaller, the more is said. */
  readonly meanSize: number;
}

/**
 * Coverage with a set (of one cascade, say) as the unit, as conformal sets promise it. A set covers
 * when it misses no more than the share `allowedMiss` of its truth, 0 by default.
 */
export function setCoverage(sets: readonly JudgedSet[], allowedMiss = 0): SetCoverage {
  let [covered, recalls, members] = [0, 0, 0];
  for (const { set, truth } of sets) {
    let [wanted, held] = [0, 0];
    for (let i = 0; i < truth.length; i++) {
      if (set[i] === 1) members += 1;
      if (truth[i] !== 1) continue;
      wanted += 1;
      if (set[i] === 1) held += 1;
    }
    if (wanted - held <= allowedMiss * wanted) covered += 1;
    recalls += wanted === 0 ? 1 : held / wanted;
  }
  const count = sets.length;
  return { coverage: covered / count, recall: recalls / count, meanSize: members / count };
}
