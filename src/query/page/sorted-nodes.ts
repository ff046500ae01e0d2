/**
 * Nodes sorted by id, in runs that merge as they grow: what comes later costs in proportion to how
 * much it is, and a large graph is sorted in short turns. Numbers alone are kept, no graph.
 */
import { setImmediate } from 'node:timers/promises';
import { compareText } from '../../model/compare-text.ts';
import type { TwinGraph } from '../../model/graph.ts';

/** How many nodes are sorted or merged in one step: a few milliseconds. */
const piece = 1 << 11;

/** How long sorting may hold up everything else. */
const turnMilliseconds = 5;

/** Lists that have all nodes together. */
type Runs = readonly Sorted[] | undefined;

/** The nodes from `first` on of graphs that number them alike. */
export class SortedNodes {
  /** Each more than twice as long as the next. */
  #runs: readonly Int32Array[] = [];
  /** The nodes below it are sorted. */
  #end: number;
  #growing: Promise<void> | undefined;

  constructor(first: number) {
    this.#end = first;
  }

  /** All nodes of a graph, once they are sorted; undefined when a longer graph was. */
  of(graph: TwinGraph): Runs | Promise<Runs> {
    if (this.#growing === undefined && this.#end < graph.nodeCount) {
      const steps = this.#grow(graph);
      if (isDoneInTurn(steps)) return this.#runsOf(graph);
      this.#growing = inTurns(steps).finally(() => {
        this.#growing = undefined;
      });
    }
    if (this.#growing === undefined) return this.#runsOf(graph);
    return this.#growing.then(() => this.of(graph));
  }

  #runsOf(graph: TwinGraph): Runs {
    if (this.#end !== graph.nodeCount) return undefined;
    return this.#runs.map((nodes) => ({ nodes, graph }));
  }

  /** Sorts what is new in pieces, and merges these with the runs that are not much longer. */
  *#grow(graph: TwinGraph): Generator<void> {
    const kept = [...this.#runs];
    const merged: Int32Array[] = [];
    for (let start = this.#end; start < graph.nodeCount; start += piece) {
      merged.push(sortedRun(graph, start, Math.min(start + piece, graph.nodeCount)));
      yield;
    }
    let length = graph.nodeCount - this.#end;
    for (let run = kept.at(-1); run !== undefined && run.length <= 2 * length; run = kept.at(-1)) {
      merged.push(run);
      length += run.length;
      kept.pop();
    }
    const runs = merged.filter((run) => run.length > 0);
    this.#runs = [...kept, yield* mergeSteps(graph, runs)];
    this.#end = graph.nodeCount;
  }
}

/** Nodes in the order of their ids, and a graph that knows these. */
export interface Sorted {
  readonly nodes: Int32Array;
  readonly graph: TwinGraph;
}

/** A place in sorted nodes, and the id there; none past their ends. */
export class Head {
  readonly #list: Sorted;
  #place: number;
  id: string | undefined;

  constructor(list: Sorted, place: number) {
    this.#list = list;
    this.#place = place;
    this.id = idAt(list, place);
  }

  get node(): number {
    return this.#list.nodes[this.#place] as number;
  }

  move(step: 1 | -1): void {
    this.#place += step;
    this.id = idAt(this.#list, this.#place);
  }
}

/** The id at a place of sorted nodes; undefined past their ends. */
export function idAt({ nodes, graph }: Sorted, place: number): string | undefined {
  return graph.idAt(nodes[place] ?? -1);
}

/** The present nodes of a stretch, by id. */
function sortedRun(graph: TwinGraph, start: number, end: number): Int32Array {
  const found: { readonly id: string; readonly node: number }[] = [];
  for (let node = start; node < end; node++) {
    const id = graph.idAt(node);
    if (id !== undefined) found.push({ id, node });
  }
  found.sort((a, b) => compareText(a.id, b.id));
  return Int32Array.from(found, ({ node }) => node);
}

/** One run of several, each of which has nodes: by a heap of their heads. */
function* mergeSteps(graph: TwinGraph, runs: readonly Int32Array[]): Generator<void, Int32Array> {
  const heap = runs.map((nodes) => new Head({ nodes, graph }, 0));
  for (let place = heap.length >> 1; place >= 0; place--) sink(heap, place);
  const merged = new Int32Array(runs.reduce((sum, run) => sum + run.length, 0));
  for (let count = 0; count < merged.length; ) {
    const least = heap[0] as Head;
    merged[count++] = least.node;
    least.move(1);
    if (least.id === undefined) heap[0] = heap.at(-1) as Head;
    if (least.id === undefined) heap.pop();
    sink(heap, 0);
    if (count % piece === 0) yield;
  }
  return merged;
}

/** Moves what is at a place of a heap down to where it belongs. */
function sink(heap: Head[], start: number): void {
  for (let place = start; ; ) {
    const [left, right] = [2 * place + 1, 2 * place + 2];
    let least = place;
    if (left < heap.length && isBefore(heap[left], heap[least])) least = left;
    if (right < heap.length && isBefore(heap[right], heap[least])) least = right;
    if (least === place) return;
    const sunk = heap[place] as Head;
    heap[place] = heap[least] as Head;
    heap[least] = sunk;
    place = least;
  }
}

function isBefore(a: Head | undefined, b: Head | undefined): boolean {
  return compareText(a?.id ?? '', b?.id ?? '') < 0;
}

async function inTurns(steps: Generator<void>): Promise<void> {
  do await setImmediate();
  while (!isDoneInTurn(steps));
}

/** Goes on for one turn; whether that was the last. */
function isDoneInTurn(steps: Generator<void>): boolean {
  const until = performance.now() + turnMilliseconds;
  do {
    if (steps.next().done) return true;
  } while (performance.now() < until);
  return false;
}
