/**
 * The nodes of a graph in the order of their ids, so that a page of a long list is read alone.
 * Made of sorted nodes of the base, shared by all graphs that grew from it, and of each overlay.
 */
import { compareText } from '../../model/compare-text.ts';
import type { TwinGraph } from '../../model/graph.ts';
import { OverlayGraph } from '../../model/overlay-graph.ts';
import { PackedGraph } from '../../model/packed/packed-graph.ts';
import { Head, idAt, type Sorted, SortedNodes } from './sorted-nodes.ts';

/** What was asked for: once, or with its order. Bases by what they grew from, overlays themselves. */
const known = new WeakMap<object, SortedNodes | 'once'>();

/**
 * The order of a graph's present nodes, once it is made; at once where little has to be sorted.
 * Undefined for a base that was not asked for before, as one page is cheaper without, and for one
 * that has been outgrown.
 */
export async function idOrder(graph: TwinGraph): Promise<IdOrder | undefined> {
  const overlays: OverlayGraph[] = [];
  let base = graph;
  for (; base instanceof OverlayGraph; base = base.base) overlays.push(base);
  const lineage = base instanceof PackedGraph ? base.records.lineage : base;
  if (!known.has(lineage)) {
    known.set(lineage, 'once');
    return undefined;
  }
  const lists: Sorted[] = [];
  for (const part of [base, ...overlays]) {
    const runs = await sortedNodes(part === base ? lineage : part, firstOf(part)).of(part);
    if (runs === undefined) return undefined;
    lists.push(...runs);
  }
  return new IdOrder(graph, lists);
}

/** The first node that a graph adds to what it lies on. */
function firstOf(graph: TwinGraph): number {
  return graph instanceof OverlayGraph ? graph.base.nodeCount : 0;
}

function sortedNodes(key: object, first: number): SortedNodes {
  let nodes = known.get(key);
  if (nodes === undefined || nodes === 'once') {
    nodes = new SortedNodes(first);
    known.set(key, nodes);
  }
  return nodes;
}

/** Where a page begins: next to an id, or at the end it is read from. */
export interface Beginning {
  readonly id: string | undefined;
  readonly backwards: boolean;
}

/** The order of one graph, merged from lists as it is read. */
class IdOrder {
  readonly #graph: TwinGraph;
  readonly #lists: readonly Sorted[];

  constructor(graph: TwinGraph, lists: readonly Sorted[]) {
    this.#graph = graph;
    this.#lists = lists;
  }

  /** The nodes that a page is filled from; before them one that passes on its near side, if any. */
  *page({ id, backwards }: Beginning, passes: (node: number) => boolean): Iterable<number> {
    const step = backwards ? -1 : 1;
    if (id === undefined) return yield* this.#from(undefined, step);
    const own = this.#graph.indexOf(id);
    if (own !== -1 && passes(own)) yield own;
    else {
      for (const node of this.#from(id, backwards ? 1 : -1)) {
        if (!passes(node)) continue;
        yield node;
        break;
      }
    }
    yield* this.#from(id, step);
  }

  /** The nodes past an id, or all, in the order of a step. */
  *#from(id: string | undefined, step: 1 | -1): Iterable<number> {
    const heads = this.#lists.map((list) => new Head(list, startOf(list, id, step)));
    for (;;) {
      let best: Head | undefined;
      for (const head of heads) {
        if (head.id === undefined) continue;
        if (best?.id === undefined || compareText(head.id, best.id) === -step) best = head;
      }
      if (best === undefined) return;
      const { node } = best;
      best.move(step);
      if (this.#graph.modelAt(node) !== undefined) yield node;
    }
  }
}

/** The place next to an id, or at the end, from which a step goes on. */
function startOf(list: Sorted, id: string | undefined, step: 1 | -1): number {
  if (step === 1) return id === undefined ? 0 : placeOf(list, id, 1);
  return (id === undefined ? list.nodes.length : placeOf(list, id, 0)) - 1;
}

/** The first place whose id is greater than `id`, with `past` 0 also one that is equal. */
function placeOf(list: Sorted, id: string, past: 0 | 1): number {
  let [low, high] = [0, list.nodes.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (compareText(idAt(list, middle) as string, id) < past) low = middle + 1;
    else high = middle;
  }
  return low;
}
