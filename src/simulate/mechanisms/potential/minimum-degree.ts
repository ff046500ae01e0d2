/**
 * A fill-reducing order for sparse elimination: always the node with the fewest neighbours left
 * (minimum degree; Tinney and Walker, Proc. IEEE 55 (1967) 1801, scheme 2). Called by the factor.
 */
import type { SymmetricMatrix } from './symmetric-matrix.ts';

/** The rows in the order in which to eliminate them; equal degrees by index. */
export function minimumDegreeOrder({ size, starts, rows }: SymmetricMatrix): Int32Array {
  const neighbours = Array.from({ length: size }, () => new Set<number>());
  for (let column = 0; column < size; column++) {
    for (let k = starts[column] as number; k < (starts[column + 1] as number); k++) {
      const row = rows[k] as number;
      if (row === column) continue;
      (neighbours[row] as Set<number>).add(column);
      (neighbours[column] as Set<number>).add(row);
    }
  }
  const waiting = new DegreeBuckets(neighbours.map((set) => set.size));
  const order = new Int32Array(size);
  for (let step = 0; step < size; step++) {
    const node = waiting.take();
    order[step] = node;
    eliminate(node, neighbours, waiting);
  }
  return order;
}

/** Joins all neighbours of a node to one another and takes the node away. */
function eliminate(node: number, neighbours: Set<number>[], waiting: DegreeBuckets): void {
  const around = [...(neighbours[node] as Set<number>)];
  for (const one of around) {
    const set = neighbours[one] as Set<number>;
    set.delete(node);
    for (const other of around) if (other !== one) set.add(other);
    waiting.set(one, set.size);
  }
  (neighbours[node] as Set<number>).clear();
}

/** Nodes by degree in a binary heap; entries whose degree has changed since are passed over. */
class DegreeBuckets {
  readonly #degree: number[];
  readonly #taken: boolean[];
  readonly #heap: number[] = [];
  readonly #size: number;

  constructor(degrees: number[]) {
    this.#degree = degrees;
    this.#size = degrees.length;
    this.#taken = degrees.map(() => false);
    degrees.forEach((degree, node) => {
      this.#push(degree * this.#size + node);
    });
  }

  set(node: number, degree: number): void {
    if (this.#degree[node] === degree) return;
    this.#degree[node] = degree;
    this.#push(degree * this.#size + node);
  }

  take(): number {
    for (;;) {
      const key = this.#pop();
      const node = key % this.#size;
      if (this.#taken[node] || this.#degree[node] !== (key - node) / this.#size) continue;
      this.#taken[node] = true;
      return node;
    }
  }

  #push(key: number): void {
    const heap = this.#heap;
    let child = heap.push(key) - 1;
    while (child > 0) {
      const parent = (child - 1) >> 1;
      if ((heap[parent] as number) <= key) break;
      heap[child] = heap[parent] as number;
      child = parent;
    }
    heap[child] = key;
  }

  #pop(): number {
    const heap = this.#heap;
    const first = heap[0] as number;
    const key = heap.pop() as number;
    const size = heap.length;
    if (size === 0) return first;
    let parent = 0;
    for (let child = 1; child < size; child = 2 * parent + 1) {
      if (child + 1 < size && (heap[child + 1] as number) < (heap[child] as number)) child++;
      if ((heap[child] as number) >= key) break;
      heap[parent] = heap[child] as number;
      parent = child;
    }
    heap[parent] = key;
    return first;
  }
}
