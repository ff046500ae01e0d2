/**
 * Grids that grow as power grids did (Schultz, Heitzig and Kurths, "A random growth model for power
 * grids", Eur. Phys. J. Special Topics 223 (2014) 2593): places join the nearest, links are added
 * where the way round is long and the distance short, and new places split links.
 */
import { undirectedGraph } from '../../../src/evaluate/undirected-graph.ts';
import type { RandomStream } from '../../../src/model/random.ts';
import { between, distance, type PlacedGraph } from './placed-graph.ts';

/** How one grid grows; probabilities are for each place that joins. */
interface Growth {
  /** Of a second link of the new place. */
  readonly ownRedundancy: number;
  /** Of a link between places that are there. */
  readonly otherRedundancy: number;
  /** Exponent of the way round against the distance. */
  readonly detour: number;
  /** Of a place that splits a link instead of joining the nearest. */
  readonly split: number;
}

/** A tenth of the places, two at least, are there to begin with, as a spanning tree. */
export function growingGrid(random: RandomStream, size: number): PlacedGraph {
  const growth: Growth = {
    ownRedundancy: between(random, 0.1, 0.5),
    otherRedundancy: between(random, 0.1, 0.45),
    detour: between(random, 0.2, 0.6),
    split: between(random, 0, 0.3),
  };
  const grid = new GrowingGrid(random, size);
  const first = Math.max(2, Math.floor(size / 10));
  while (grid.count < Math.min(first, size)) grid.place(random.uniform(), random.uniform());
  grid.spanningTree();
  while (grid.count < size) {
    if (random.uniform() < growth.split) {
      grid.splitLink();
      continue;
    }
    const place = grid.joinNearest();
    if (random.uniform() < growth.ownRedundancy) grid.addRedundancy(place, growth.detour);
    if (random.uniform() < growth.otherRedundancy)
      grid.addRedundancy(random.integer(grid.count), growth.detour);
  }
  return grid.graph();
}

class GrowingGrid {
  count = 0;
  readonly #random: RandomStream;
  readonly #x: Float64Array;
  readonly #y: Float64Array;
  readonly #around: Set<number>[] = [];
  /** A link stays where it stands; a split one is replaced by its first half. */
  readonly #links: [number, number][] = [];
  readonly #hops: Int32Array;
  readonly #queue: Int32Array;

  constructor(random: RandomStream, size: number) {
    this.#random = random;
    this.#x = new Float64Array(size);
    this.#y = new Float64Array(size);
    this.#hops = new Int32Array(size);
    this.#queue = new Int32Array(size);
  }

  graph(): PlacedGraph {
    return { graph: undirectedGraph(this.count, this.#links), x: this.#x, y: this.#y };
  }

  place(x: number, y: number): number {
    this.#x[this.count] = x;
    this.#y[this.count] = y;
    this.#around.push(new Set());
    return this.count++;
  }

  /** Prim's: the nearest place outside joins the tree, again and again. */
  spanningTree(): void {
    const nearest = new Int32Array(this.count);
    const outside = new Set(Array.from({ length: this.count - 1 }, (_, n) => n + 1));
    while (outside.size > 0) {
      let best = -1;
      for (const n of outside)
        if (best < 0 || this.#far(n, nearest) < this.#far(best, nearest)) best = n;
      this.#link(nearest[best] as number, best);
      outside.delete(best);
      for (const n of outside)
        if (this.#distance(n, best) < this.#far(n, nearest)) nearest[n] = best;
    }
  }

  joinNearest(): number {
    const place = this.place(this.#random.uniform(), this.#random.uniform());
    let best = 0;
    for (let n = 1; n < place; n++)
      if (this.#distance(n, place) < this.#distance(best, place)) best = n;
    this.#link(best, place);
    return place;
  }

  /** Links a place to where (hops + 1)^detour over the distance is most, but to no neighbour. */
  addRedundancy(place: number, detour: number): void {
    this.#countHops(place);
    let [best, most] = [-1, 0];
    for (let n = 0; n < this.count; n++) {
      if (n === place || (this.#around[place] as Set<number>).has(n)) continue;
      const far = Math.max(this.#distance(n, place), 1e-9);
      const gain = ((this.#hops[n] as number) + 1) ** detour / far;
      if (gain > most) [best, most] = [n, gain];
    }
    if (best >= 0) this.#link(place, best);
  }

  /** A new place halfway along a link takes it apart. */
  splitLink(): void {
    const at = this.#random.integer(this.#links.length);
    const [a, b] = this.#links[at] as [number, number];
    const half = (values: Float64Array) => ((values[a] as number) + (values[b] as number)) / 2;
    const place = this.place(
      half(this.#x) + 1e-3 * this.#random.normal(),
      half(this.#y) + 1e-3 * this.#random.normal(),
    );
    this.#around[a]?.delete(b);
    this.#around[b]?.delete(a);
    this.#links[at] = [a, place];
    this.#join(a, place);
    this.#link(b, place);
  }

  #link(a: number, b: number): void {
    this.#links.push([a, b]);
    this.#join(a, b);
  }

  #join(a: number, b: number): void {
    this.#around[a]?.add(b);
    this.#around[b]?.add(a);
  }

  #distance(a: number, b: number): number {
    return distance({ x: this.#x, y: this.#y }, a, b);
  }

  #far(place: number, nearest: Int32Array): number {
    return this.#distance(place, nearest[place] as number);
  }

  /** Every place hangs together with every other. */
  #countHops(source: number): void {
    const [hops, queue] = [this.#hops.fill(-1), this.#queue];
    hops[source] = 0;
    queue[0] = source;
    for (let head = 0, tail = 1; head < tail; head++) {
      const place = queue[head] as number;
      for (const other of this.#around[place] as Set<number>) {
        if (hops[other] !== -1) continue;
        hops[other] = (hops[place] as number) + 1;
        queue[tail++] = other;
      }
    }
  }
}
