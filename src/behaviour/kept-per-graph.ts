/** Keeps what is made of a graph and its catalogue for as long as both live. Used by mechanisms. */
import { LinchpinError } from '../model/errors.ts';
import type { TwinGraph } from '../model/graph.ts';
import { type Difference, differenceOf } from '../model/overlay-graph.ts';
import type { Catalogue } from '../ontology/catalogue.ts';

/** Makes a value of a graph. */
export type Make<T> = (graph: TwinGraph, catalogue: Catalogue) => T;

/**
 * Makes the value of a graph out of the one of the graph that it differs little from, which
 * `before` gives; undefined where that would take as long as to make it anew.
 */
export type Change<T> = (
  graph: TwinGraph,
  catalogue: Catalogue,
  difference: Difference,
  before: () => T,
) => T | undefined;

/** The same function, which makes its value once for each graph and catalogue. */
export function keptPerGraph<T>(make: Make<T>, change?: Change<T>): Make<T> {
  const kept = new WeakMap<TwinGraph, WeakMap<Catalogue, { readonly value: T }>>();
  const ofGraph: Make<T> = (graph, catalogue) => {
    let byCatalogue = kept.get(graph);
    if (byCatalogue === undefined) {
      byCatalogue = new WeakMap();
      kept.set(graph, byCatalogue);
    }
    let entry = byCatalogue.get(catalogue);
    if (entry === undefined) {
      entry = { value: changed(graph, catalogue) ?? make(graph, catalogue) };
      byCatalogue.set(catalogue, entry);
    }
    return entry.value;
  };
  const changed: Make<T | undefined> = (graph, catalogue) => {
    const difference = change === undefined ? undefined : differenceOf(graph);
    if (difference === undefined || difference.weight * 4 > graph.nodeCount) return undefined;
    try {
      return change?.(graph, catalogue, difference, () => ofGraph(difference.base, catalogue));
    } catch (error) {
      // What is wrong with the graph before need not be so any more.
      if (error instanceof LinchpinError) return undefined;
      throw error;
    }
  };
  return ofGraph;
}
