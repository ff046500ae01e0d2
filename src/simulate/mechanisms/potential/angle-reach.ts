/**
 * How far apart the angles at the ends of an open line can be: the valid "big M" of switched lines
 * (Binato, Pereira and Granville, A New Benders Decomposition Approach to Solve Power Transmission
 * Network Design Problems, IEEE Transactions on Power Systems 16 (2), 2001). Used by `power-choice-table.ts`.
 */

/** A link by its ends, with the most that angles differ across it, in radians. */
export interface Span {
  readonly from: string;
  readonly to: string;
  readonly width: number;
}

/**
 * Where links that are always closed lead from one end to the other, the shortest way over them;
 * else the longest way that there could be over any. `fixed` is part of `all`.
 */
export class AngleReach {
  /** No island's angles spread wider. */
  readonly widest: number;
  readonly #next = new Map<string, { readonly place: string; readonly width: number }[]>();
  readonly #known = new Map<string, ReadonlyMap<string, number>>();

  constructor(fixed: readonly Span[], all: readonly Span[]) {
    const places = new Set(all.flatMap(({ from, to }) => [from, to])).size;
    const widths = all.map(({ width }) => width).sort((a, b) => b - a);
    this.widest = widths.slice(0, Math.max(0, places - 1)).reduce((sum, width) => sum + width, 0);
    for (const { from, to, width } of fixed) {
      this.#link(from, { place: to, width });
      this.#link(to, { place: from, width });
    }
  }

  /** In radians. */
  between(from: string, to: string): number {
    return Math.min(this.widest, this.#reached(from).get(to) ?? Number.POSITIVE_INFINITY);
  }

  /** Whether links that are always closed lead from one to the other. */
  reaches(from: string, to: string): boolean {
    return this.#reached(from).has(to);
  }

  #reached(from: string): ReadonlyMap<string, number> {
    const known = this.#known.get(from) ?? this.#from(from);
    this.#known.set(from, known);
    return known;
  }

  #link(from: string, to: { readonly place: string; readonly width: number }): void {
    const known = this.#next.get(from);
    if (known === undefined) this.#next.set(from, [to]);
    else known.push(to);
  }

  /** Dijkstra's algorithm, without a heap: networks are sparse and few starts are asked for. */
  #from(start: string): Map<string, number> {
    const open = new Map([[start, 0]]);
    const done = new Map<string, number>();
    for (;;) {
      let [nearest, least] = ['', Number.POSITIVE_INFINITY];
      for (const [place, width] of open) if (width < least) [nearest, least] = [place, width];
      if (!open.delete(nearest)) return done;
      done.set(nearest, least);
      for (const { place, width } of this.#next.get(nearest) ?? []) {
        const total = least + width;
        if (!done.has(place) && total < (open.get(place) ?? Number.POSITIVE_INFINITY))
          open.set(place, total);
      }
    }
  }
}
