/**
 * What is known of each case of a sweep: running means and variances of its key figures and of
 * their differences from the base, in flat arrays. Welford's method, as in `statistics/moments.ts`.
 */

/** What is known of one figure of one case. */
export interface CaseFigure {
  /** How many replications; 0 for a case that was not run, or failed. */
  readonly count: number;
  readonly mean: number;
  /** By n - 1; 0 for fewer than two. */
  readonly variance: number;
  /** Mean of the paired differences, case less base. */
  readonly difference: number;
  readonly differenceVariance: number;
}

export class SweepTable {
  readonly cases: number;
  readonly kpis: number;
  /** Numbers for each figure: the mean alone where each case is run once, or four. */
  readonly width: 1 | 4;
  readonly counts: Uint32Array;
  /** Case by case, figure by figure: mean, squares, difference, its squares. */
  readonly values: Float64Array;

  constructor(cases: number, kpis: number, width: 1 | 4) {
    this.cases = cases;
    this.kpis = kpis;
    this.width = width;
    this.counts = new Uint32Array(cases);
    this.values = new Float64Array(cases * kpis * width);
  }

  /** How many bytes a table takes. */
  static bytes(cases: number, kpis: number, width: 1 | 4): number {
    return cases * (4 + kpis * width * 8);
  }

  /** Adds a replication of a case: its figures, from a place on, and those of the base. */
  add(row: number, figures: Float64Array, from: number, base: Float64Array): void {
    const { kpis, width, values, counts } = this;
    const count = (counts[row] as number) + 1;
    counts[row] = count;
    for (let k = 0; k < kpis; k++) {
      const at = (row * kpis + k) * width;
      const figure = figures[from + k] as number;
      // As in a what-if: a figure that only the other run has is 0 here.
      const value = Number.isNaN(figure) ? 0 : figure;
      if (width === 1) {
        values[at] = value;
        continue;
      }
      this.#welford(at, value, count);
      this.#welford(at + 2, value - (base[k] as number), count);
    }
  }

  #welford(at: number, value: number, count: number): void {
    const { values } = this;
    const mean = values[at] as number;
    const off = value - mean;
    const next = mean + off / count;
    values[at] = next;
    values[at + 1] = (values[at + 1] as number) + off * (value - next);
  }

  /** Forgets what was added to a case. */
  clear(row: number): void {
    const size = this.kpis * this.width;
    this.counts[row] = 0;
    this.values.fill(0, row * size, (row + 1) * size);
  }

  /** One figure of a case; `base` is that of the base in the first replication. */
  figure(row: number, kpi: number, base: number): CaseFigure {
    const { width, values } = this;
    const count = this.counts[row] as number;
    const at = (row * this.kpis + kpi) * width;
    const mean = values[at] as number;
    if (width === 1) {
      return { count, mean, variance: 0, difference: mean - base, differenceVariance: 0 };
    }
    const freedom = Math.max(1, count - 1);
    return {
      count,
      mean,
      variance: (values[at + 1] as number) / freedom,
      difference: values[at + 2] as number,
      differenceVariance: (values[at + 3] as number) / freedom,
    };
  }

  /** The rows of some cases, to keep. */
  rows(from: number, to: number): { counts: Uint32Array; values: Float64Array } {
    const size = this.kpis * this.width;
    return {
      counts: this.counts.slice(from, to),
      values: this.values.slice(from * size, to * size),
    };
  }

  /** Puts kept rows back. */
  restore(from: number, counts: ArrayLike<number>, values: ArrayLike<number>): void {
    this.counts.set(counts, from);
    this.values.set(values, from * this.kpis * this.width);
  }
}
