/**
 * The nodes of a graph in the order of their ids, so that a page of a long list is read alone.
 * Sorted once for a base graph, which many overlays share, as soon as it is asked for again.
 */
import { compareText } from '../../model/compare-text.ts';
import type { TwinGraph } from '../../model/graph.ts';
import { OverlayGraph } from '../../model/overlay-graph.ts';
import { PackedGraph } from '../../model/packed/packed-graph.ts';

/** Nodes by id, and the ids beside them. */
interface Sorted {
  readonly nodes: readonly number[];
  idOf(place: number): string;
}

/** The nodes below `count` of graphs that grew from one another. */
interface SortedBase extends Sorted {
  readonly count: number;
}

/** Base graphs that were asked for, with those that grew from them: once, or with their order. */
const known = new WeakMap<object, SortedBase | 'once'>();

/** As many nodes as came since are sorted for each page; more make it worth to sort all anew. */
const mostAdded = 1 << 14;

/** The orders of whole graphs, each asked by many requests until the next commit. */
const orders = new WeakMap<TwinGraph, IdOrder>();

/** Walks the present nodes of a graph by id; undefined while sorting them is not worth it. */
export function idOrder(graph: TwinGraph): IdOrder | undefined {
  let order = orders.get(graph);
  if (order === undefined) {
    order = newOrder(graph);
    if (order !== undefined) orders.set(graph, order);
  }
  return order;
}

function newOrder(graph: TwinGraph): IdOrder | undefined {
  let base = graph;
  while (base instanceof OverlayGraph) base = base.base;
  const lineage = base instanceof PackedGraph ? base.records.lineage : base;
  const sorted = known.get(lineage);
  if (sorted === undefined) {
    known.set(lineage, 'once');
    return undefined;
  }
  const count = base.nodeCount;
  if (sorted !== 'once') {
    if (count < sorted.count) return undefined;
    const added = count - sorted.count;
    if (added <= Math.max(mostAdded, count / 16)) return new IdOrder(graph, sorted, sorted.count);
  }
  const fresh = { ...sortedNodes(base, 0), count };
  known.set(lineage, fresh);
  return new IdOrder(graph, fresh, count);
}

/** Where a page begins: next to an id, or at the end it is read from. */
export interface Beginning {
  readonly id: string | undefined;
  readonly backwards: boolean;
}

/** The order of one graph: that of its base, and of the nodes that overlays added to it. */
export class IdOrder {
  readonly #graph: TwinGraph;
  readonly #lists: readonly Sorted[];

  constructor(graph: TwinGraph, base: Sorted, baseCount: number) {
    this.#graph = graph;
    this.#lists = [base, sortedNodes(graph, baseCount)];
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
  #from(id: string | undefined, step: 1 | -1): Iterable<number> {
    const places = this.#lists.map((list) => {
      if (step === 1) return id === undefined ? 0 : placeOf(list, id, 1);
      return (id === undefined ? list.nodes.length : placeOf(list, id, 0)) - 1;
    });
    return this.#merged(places, step);
  }

  *#merged(places: number[], step: 1 | -1): Iterable<number> {
    for (;;) {
      let best: number | undefined;
      let bestId = '';
      for (const [list, sorted] of this.#lists.entries()) {
        const place = places[list] as number;
        if (place < 0 || place >= sorted.nodes.length) continue;
        const id = sorted.idOf(place);
        if (best === undefined || compareText(id, bestId) === -step) [best, bestId] = [list, id];
      }
      if (best === undefined) return;
      const node = this.#lists[best]?.nodes[places[best] as number] as number;
      places[best] = (places[best] as number) + step;
      if (this.#graph.modelAt(node) !== undefined) yield node;
    }
  }
}

/** The present nodes from `first` on, by id. */
function sortedNodes(graph: TwinGraph, first: number): Sorted {
  const found: { readonly id: string; readonly node: number }[] = [];
  for (let node = first; node < graph.nodeCount; node++) {
    const id = graph.idAt(node);
    if (id !== undefined) found.push({ id, node });
  }
  found.sort((a, b) => compareText(a.id, b.id));
  const nodes = found.map(({ node }) => node);
  return { nodes, idOf: (place) => graph.idAt(nodes[place] as number) as string };
}

/** The first place whose id is greater than `id`, with `past` 0 also one that is equal. */
function placeOf({ nodes, idOf }: Sorted, id: string, past: 0 | 1): number {
  let [low, high] = [0, nodes.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (compareText(idOf(middle), id) < past) low = middle + 1;
    else high = middle;
  }
  return low;
}
