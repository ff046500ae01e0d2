/**
 * The level of probability from which an element belongs to the set of those that may fail, so that
 * the sets miss no more than a tenth of them on cascades not seen: conformal risk control with the
 * cascade as the exchangeable unit (Angelopoulos et al. 2022, eq. 4). Called by calibration.
 */

/** A cascade: what was said of its elements, and the share of worlds in which each failed. */
export interface Said {
  readonly probability: ArrayLike<number>;
  readonly outcome: ArrayLike<number>;
}

/** Expected share of those that fail which a set may miss. */
export const missedShare = 0.1;

/** Levels that are tried, from 1 down to a millionth. */
const levels = Array.from({ length: 600 }, (_, i) => 10 ** (-6 * (i / 599)));

/**
 * The highest level at which the cascades miss little enough: `(Σ missed + 1) / (n + 1) ≤ share`.
 * Cascades in which nothing fails say nothing; 0 where too few are left.
 */
export function setLevel(cascades: readonly Said[], share = missedShare): number {
  const telling = cascades.filter(({ outcome }) => total(outcome) > 0);
  const bound = share * (telling.length + 1) - 1;
  const isKept = (level: number) => {
    return telling.reduce((sum, cascade) => sum + missed(cascade, level), 0) <= bound;
  };
  return levels.find(isKept) ?? 0;
}

/** Mean share of those that fail which the sets at a level hold; NaN where nothing fails. */
export function coverageAt(cascades: readonly Said[], level: number): number {
  const telling = cascades.filter(({ outcome }) => total(outcome) > 0);
  const sum = telling.reduce((held, cascade) => held + 1 - missed(cascade, level), 0);
  return sum / telling.length;
}

/** Share of what fails that lies below the level. */
function missed({ probability, outcome }: Said, level: number): number {
  let below = 0;
  for (let i = 0; i < outcome.length; i++) {
    if ((probability[i] as number) < level) below += outcome[i] as number;
  }
  return below / total(outcome);
}

function total(outcome: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < outcome.length; i++) sum += outcome[i] as number;
  return sum;
}
