/**
 * The subsets of candidates that an optimisation looks at, each run once and kept, and whether what
 * was run contradicts that more is never worse. Used by the methods of `optimise`.
 */
import { LinchpinError } from '../../model/errors.ts';
import { type KpiRuns, meanOf, mostRuns } from '../kpi-runs.ts';
import type { Candidate, OptimiseRequest } from './request.ts';

/** Positions of candidates, ascending. */
export type Subset = readonly number[];

const tiny = 1e-9;

export class Subsets {
  readonly candidates: readonly Candidate[];
  readonly budget: number;
  readonly runs: KpiRuns;
  /** By key; undefined for a subset that cannot be run. */
  readonly known = new Map<
    string,
    { readonly subset: Subset; readonly figures: Float64Array | undefined }
  >();
  readonly refused = new Map<string, string>();

  constructor({ candidates, budget }: OptimiseRequest, runs: KpiRuns) {
    this.candidates = candidates;
    this.budget = budget;
    this.runs = runs;
  }

  cost(subset: Subset): number {
    return subset.reduce((sum, i) => sum + (this.candidates[i] as Candidate).cost, 0);
  }

  isAffordable(subset: Subset): boolean {
    return this.cost(subset) <= this.budget * (1 + 1e-12);
  }

  /** Whether a candidate may stand beside those of a subset. */
  fits(subset: Subset, candidate: number): boolean {
    const { group } = this.candidates[candidate] as Candidate;
    return !subset.some(
      (i) => i === candidate || (group !== undefined && this.candidates[i]?.group === group),
    );
  }

  with(subset: Subset, candidate: number): Subset {
    return [...subset, candidate].sort((a, b) => a - b);
  }

  /** Whether so many subsets more can be run. */
  hasRoomFor(subsets: number): boolean {
    return this.runs.count + subsets * this.runs.replications <= mostRuns;
  }

  /** Runs those that are not known. */
  async run(subsets: readonly Subset[]): Promise<void> {
    const fresh = new Map(subsets.map((subset) => [keyOf(subset), subset]));
    for (const key of this.known.keys()) fresh.delete(key);
    if (fresh.size === 0) return;
    const lists = [...fresh.values()];
    const found = await this.runs.figures(
      lists.map((subset) => subset.flatMap((i) => (this.candidates[i] as Candidate).edits)),
    );
    lists.forEach((subset, k) => {
      const figures = found[k] as (typeof found)[number];
      const isRefused = 'code' in figures;
      if (isRefused && subset.length === 0) throw new LinchpinError(figures);
      if (isRefused && subset.length === 1) {
        const { label } = this.candidates[subset[0] as number] as Candidate;
        this.refused.set(label, figures.message);
      }
      this.known.set(keyOf(subset), { subset, figures: isRefused ? undefined : figures });
    });
  }

  figures(subset: Subset): Float64Array | undefined {
    return this.known.get(keyOf(subset))?.figures;
  }

  /** How good a subset is, higher is better; minus infinity for one that cannot be run. */
  score(subset: Subset): number {
    const figures = this.figures(subset);
    return figures === undefined ? Number.NEGATIVE_INFINITY : this.runs.gain(meanOf(figures));
  }

  /** The affordable ones that were run, the best first; ties by cost, size, then position. */
  ranked(): Subset[] {
    return [...this.known.values()]
      .filter(({ subset, figures }) => figures !== undefined && this.isAffordable(subset))
      .map(({ subset }) => subset)
      .sort(
        (a, b) =>
          this.score(b) - this.score(a) ||
          this.cost(a) - this.cost(b) ||
          a.length - b.length ||
          compareKeys(a, b),
      );
  }

  /** Whether some run with a candidate more came out worse. */
  get contradictsMonotone(): boolean {
    for (const { subset, figures } of this.known.values()) {
      if (figures === undefined) continue;
      for (const left of subset) {
        const less = subset.filter((i) => i !== left);
        const before = this.known.get(keyOf(less))?.figures;
        if (before === undefined) continue;
        const [a, b] = [this.score(less), this.score(subset)];
        if (b < a - tiny * Math.max(1, Math.abs(a))) return true;
      }
    }
    return false;
  }
}

function keyOf(subset: Subset): string {
  return subset.join(' ');
}

function compareKeys(a: Subset, b: Subset): number {
  for (let i = 0; i < Math.min(a.length, b.length); i++) {
    if (a[i] !== b[i]) return (a[i] as number) - (b[i] as number);
  }
  return a.length - b.length;
}
