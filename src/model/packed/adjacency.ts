/**
 * Edges by the node that they leave or reach: most in compressed sparse rows, those that came since
 * these were sorted in chains. Edges only come, so a view of those until now stays right. Used by
 * packed graphs.
 */
import { Column, int32 } from './column.ts';

/** The edges below `count` by node, in their own order. */
export interface Adjacency {
  readonly count: number;
  /** The sorted edges of node n are `edges[offsets[n]] … edges[offsets[n + 1] - 1]`. */
  readonly offsets: Int32Array;
  readonly edges: Int32Array;
  /** Those after the sorted ones; later views share it. */
  readonly chains: Chains;
}

/** A hash table of the edges of one node, shared by the graphs that grew from one another. */
export interface Hub {
  /** Edges plus one, at most half of the places filled. */
  table: Int32Array;
  entered: number;
  /** The last edge that was entered. */
  newest: number;
}

const piece = 1 << 16;

/** Edges that are linked and not sorted yet are at most this share of the sorted ones. */
const mostLinked = 1 / 8;

/** Per node a chain of edges, the last one first. */
class Chains {
  /** The edge at which they begin, and the one at which they end. */
  readonly first: number;
  end: number;
  /** By node, its last edge plus one. */
  readonly heads: Column<Int32Array>;
  /** By edge, the one before it plus one. */
  readonly #before = new Column(int32);
  /** Tables of nodes with many edges, sorted and linked: see `EdgeFinder`. */
  readonly hubs = new Map<number, Hub>();

  constructor(first: number, nodes: number) {
    this.first = first;
    this.end = first;
    this.heads = new Column(int32, nodes);
    this.heads.length = nodes;
  }

  /** The next edge goes to a node. */
  link(node: number): void {
    const { heads } = this;
    if (node >= heads.length) {
      heads.reserve(node + 1 - heads.length);
      heads.length = node + 1;
    }
    this.#before.push(heads.data[node] as number);
    heads.data[node] = ++this.end;
  }

  /** The last edge below `count` of a node, -1 when it has none. */
  last(node: number, count: number): number {
    let edge = (this.heads.data[node] ?? 0) - 1;
    while (edge >= count) edge = this.before(edge);
    return edge;
  }

  /** The one before an edge, -1 when it was the first. */
  before(edge: number): number {
    return (this.#before.data[edge - this.first] as number) - 1;
  }
}

/** One of the two adjacencies of a graph that grows: sorts when many edges came. */
export class AdjacencyHeap {
  #sorted = { offsets: new Int32Array(1), edges: new Int32Array() };
  #chains = new Chains(0, 0);

  /** All edges by these ends of theirs, which begin like the last ones; some ten thousand a step. */
  *viewSteps(nodes: number, ends: Int32Array): Generator<void, Adjacency> {
    const count = ends.length;
    if (count - this.#chains.first > this.#chains.first * mostLinked) {
      this.#sorted = yield* sortSteps(nodes, ends);
      this.#chains = new Chains(count, nodes);
    }
    const chains = this.#chains;
    while (chains.end < count) {
      chains.link(ends[chains.end] as number);
      if (chains.end % piece === 0) yield;
    }
    return { ...this.#sorted, count, chains };
  }
}

function* sortSteps(nodes: number, ends: Int32Array) {
  const offsets = new Int32Array(nodes + 1);
  for (let edge = 0; edge < ends.length; edge++) {
    const next = (ends[edge] as number) + 1;
    offsets[next] = (offsets[next] as number) + 1;
    if (edge % piece === piece - 1) yield;
  }
  for (let node = 0; node < nodes; node++) {
    offsets[node + 1] = (offsets[node + 1] as number) + (offsets[node] as number);
    if (node % piece === piece - 1) yield;
  }
  const next = offsets.slice();
  const edges = new Int32Array(ends.length);
  for (let edge = 0; edge < ends.length; edge++) {
    const node = ends[edge] as number;
    const place = next[node] as number;
    edges[place] = edge;
    next[node] = place + 1;
    if (edge % piece === piece - 1) yield;
  }
  return { offsets, edges };
}

/** The edges of one node; none for one that is not among those sorted. */
export function edgesOf(adjacency: Adjacency, node: number): Int32Array {
  const { chains, count } = adjacency;
  const sorted = sortedEdgesOf(adjacency, node);
  const last = chains.last(node, count);
  if (last === -1) return sorted;
  let linked = 0;
  for (let edge = last; edge !== -1; edge = chains.before(edge)) linked++;
  const edges = new Int32Array(sorted.length + linked);
  edges.set(sorted);
  let place = edges.length;
  for (let edge = last; edge !== -1; edge = chains.before(edge)) edges[--place] = edge;
  return edges;
}

/** Those of them that are sorted. */
export function sortedEdgesOf({ offsets, edges }: Adjacency, node: number): Int32Array {
  return edges.subarray(offsets[node] ?? edges.length, offsets[node + 1] ?? edges.length);
}
