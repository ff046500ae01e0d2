/**
 * Maximum flow and minimum cut by Dinic's algorithm (Dinitz 1970): blocking flows on the levels of a
 * breadth-first search. For questions of capacity alone; `NetworkSimplex` answers those of cost.
 */
import { LinchpinError } from '../../../src/model/errors.ts';

export interface CapacityNetwork {
  readonly nodeCount: number;
  readonly from: Int32Array;
  readonly to: Int32Array;
  /** By arc: 0 or more, may be infinite. */
  readonly capacity: Float64Array;
}

export interface MaxFlow {
  /** Infinite where some way has no limit at all; then there is no cut and no flow is given. */
  readonly value: number;
  readonly flow: Float64Array;
  /** By node: 1 on the source's side of the cut, the smallest such side. */
  readonly sourceSide: Uint8Array;
  /** The arcs that cross the cut, ascending; their capacities add up to the value. */
  readonly cut: readonly number[];
}

/** Throws `BAD_USER_INPUT` for a capacity that is negative or NaN, or a source that is the sink. */
export function maxFlow(network: CapacityNetwork, source: number, sink: number): MaxFlow {
  const { from, capacity } = network;
  const wrong = capacity.findIndex((each) => !(each >= 0));
  if (wrong >= 0) throw refused(`arc ${wrong}`, `the capacity is ${capacity[wrong]}`);
  if (source === sink) throw refused(`node ${source}`, 'the source is the sink');
  let finite = 0;
  for (const each of capacity) if (each < Number.POSITIVE_INFINITY) finite += each;
  const search = new Dinic(network, 2 * finite + 1);
  const value = search.run(source, sink);
  // More than all finite capacities together can only pass where none limits it.
  if (value > 1.5 * finite)
    return { ...search.result(source), value: Number.POSITIVE_INFINITY, cut: [] };
  const result = search.result(source);
  const cut: number[] = [];
  for (let arc = 0; arc < from.length; arc++) {
    const crosses =
      result.sourceSide[from[arc] as number] === 1 &&
      result.sourceSide[network.to[arc] as number] === 0;
    if (crosses) cut.push(arc);
  }
  return { ...result, value, cut };
}

/** Arc `a` is edge `2a`, its way back `2a + 1`. */
class Dinic {
  readonly #nodeCount: number;
  readonly #arcs: number;
  /** Edges by node, as a range of `#edges`; where each edge leads; what it can still carry. */
  readonly #starts: Int32Array;
  readonly #edges: Int32Array;
  readonly #head: Int32Array;
  readonly #residual: Float64Array;
  readonly #level: Int32Array;
  readonly #queue: Int32Array;
  /** By node: the next edge to try; by depth: the edge taken. */
  readonly #current: Int32Array;
  readonly #path: Int32Array;

  constructor({ nodeCount, from, to, capacity }: CapacityNetwork, unlimited: number) {
    this.#nodeCount = nodeCount;
    this.#arcs = from.length;
    this.#starts = new Int32Array(nodeCount + 1);
    this.#edges = new Int32Array(2 * from.length);
    this.#head = new Int32Array(2 * from.length);
    this.#residual = new Float64Array(2 * from.length);
    this.#level = new Int32Array(nodeCount);
    this.#queue = new Int32Array(nodeCount);
    this.#current = new Int32Array(nodeCount);
    this.#path = new Int32Array(nodeCount + 1);
    for (let arc = 0; arc < from.length; arc++) {
      this.#head[2 * arc] = to[arc] as number;
      this.#head[2 * arc + 1] = from[arc] as number;
      const isLoop = from[arc] === to[arc];
      this.#residual[2 * arc] = isLoop ? 0 : Math.min(capacity[arc] as number, unlimited);
    }
    this.#sortEdges(from, to);
  }

  #sortEdges(from: Int32Array, to: Int32Array): void {
    const starts = this.#starts;
    const tail = (edge: number) => (edge % 2 === 0 ? from[edge >> 1] : to[edge >> 1]) as number;
    for (let edge = 0; edge < this.#head.length; edge++) {
      starts[tail(edge) + 1] = (starts[tail(edge) + 1] as number) + 1;
    }
    for (let node = 0; node < this.#nodeCount; node++) {
      starts[node + 1] = (starts[node + 1] as number) + (starts[node] as number);
    }
    const next = starts.slice();
    for (let edge = 0; edge < this.#head.length; edge++) {
      const place = next[tail(edge)] as number;
      next[tail(edge)] = place + 1;
      this.#edges[place] = edge;
    }
  }

  run(source: number, sink: number): number {
    let value = 0;
    while (this.#setLevels(source, sink)) {
      this.#current.set(this.#starts.subarray(0, this.#nodeCount));
      for (let pushed = this.#augment(source, sink); pushed > 0; ) {
        value += pushed;
        pushed = this.#augment(source, sink);
      }
    }
    return value;
  }

  /** Whether the sink can still be reached; the levels end where it is. */
  #setLevels(source: number, sink: number): boolean {
    const level = this.#level.fill(-1);
    const queue = this.#queue;
    level[source] = 0;
    queue[0] = source;
    for (let read = 0, end = 1; read < end; read++) {
      const node = queue[read] as number;
      for (let i = this.#starts[node] as number; i < (this.#starts[node + 1] as number); i++) {
        const edge = this.#edges[i] as number;
        const head = this.#head[edge] as number;
        if (this.#residual[edge] === 0 || level[head] !== -1) continue;
        level[head] = (level[node] as number) + 1;
        queue[end++] = head;
      }
    }
    return level[sink] !== -1;
  }

  /** Finds one way down the levels and fills it; 0 when there is no more. */
  #augment(source: number, sink: number): number {
    const path = this.#path;
    let depth = 0;
    let node = source;
    while (node !== sink) {
      const edge = this.#step(node);
      if (edge >= 0) {
        path[depth++] = edge;
        node = this.#head[edge] as number;
      } else if (depth === 0) return 0;
      else {
        this.#level[node] = -2;
        node = this.#head[(path[--depth] as number) ^ 1] as number;
      }
    }
    let amount = Number.POSITIVE_INFINITY;
    for (let i = 0; i < depth; i++) {
      amount = Math.min(amount, this.#residual[path[i] as number] as number);
    }
    for (let i = 0; i < depth; i++) {
      const edge = path[i] as number;
      this.#residual[edge] = (this.#residual[edge] as number) - amount;
      this.#residual[edge ^ 1] = (this.#residual[edge ^ 1] as number) + amount;
    }
    return amount;
  }

  /** The next edge that leads one level down, -1 when there is none. */
  #step(node: number): number {
    const deeper = (this.#level[node] as number) + 1;
    const end = this.#starts[node + 1] as number;
    for (let i = this.#current[node] as number; i < end; i++) {
      const edge = this.#edges[i] as number;
      if (
        (this.#residual[edge] as number) > 0 &&
        this.#level[this.#head[edge] as number] === deeper
      ) {
        this.#current[node] = i;
        return edge;
      }
    }
    this.#current[node] = end;
    return -1;
  }

  result(source: number): Pick<MaxFlow, 'flow' | 'sourceSide'> {
    const flow = new Float64Array(this.#arcs);
    for (let arc = 0; arc < this.#arcs; arc++) flow[arc] = this.#residual[2 * arc + 1] as number;
    this.#setLevels(source, source);
    return { flow, sourceSide: Uint8Array.from(this.#level, (level) => (level >= 0 ? 1 : 0)) };
  }
}

function refused(where: string, message: string): LinchpinError {
  const expected = 'capacities of 0 or more, and a source and a sink that differ';
  return new LinchpinError({ code: 'BAD_USER_INPUT', where, message, expected });
}
